package dev.winnow.pipelines.model.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.pipelines.model.Completion.StopReason;
import java.util.Optional;

/** A reply as far as it has come: whole at once, or event by event. */
final class IncomingReply {
    private final StringBuilder text = new StringBuilder();
    private final ObjectNode usage = JsonNodeFactory.instance.objectNode();
    private Optional<StopReason> stop = Optional.empty();
    private Optional<String> withheld = Optional.empty();
    private Optional<JsonNode> failure = Optional.empty();
    private boolean message;
    private boolean finished;

    /** There is a message, even if it says nothing. */
    void message() {
        message = true;
    }

    void text(String more) {
        text.append(more);
    }

    void stop(StopReason reason) {
        stop = Optional.of(reason);
    }

    /** The provider keeps the reply to itself, for this reason. */
    void withheld(String why) {
        withheld = Optional.of(why);
    }

    /** The reply ended in an error; what holds the field {@code error}, if it has one. */
    void failed(JsonNode holder) {
        failure = Optional.of(holder);
    }

    /** Whether the value of a field {@code error} says that there was one. */
    static boolean isError(JsonNode error) {
        return error.isObject() || (error.isTextual() && !error.textValue().isEmpty());
    }

    /** Nothing more will come. */
    void finished() {
        finished = true;
    }

    /** Fields of the account; those of a later event replace those of an earlier one. */
    void usage(JsonNode more) {
        if (more.isObject()) {
            more.properties().forEach(field -> {
                if (!field.getValue().isNull()) {
                    usage.set(field.getKey(), field.getValue());
                }
            });
        }
    }

    String text() {
        return text.toString();
    }

    boolean hasText() {
        return !text.isEmpty();
    }

    ObjectNode usage() {
        return usage;
    }

    Optional<StopReason> stop() {
        return stop;
    }

    Optional<String> withheld() {
        return withheld;
    }

    Optional<JsonNode> failure() {
        return failure;
    }

    boolean hasMessage() {
        return message;
    }

    boolean isFinished() {
        return finished;
    }

    /** Whether it said why it ended, or that it is done. */
    boolean ended() {
        return finished || stop.isPresent() || withheld.isPresent() || failure.isPresent();
    }
}
