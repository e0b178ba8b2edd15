package dev.winnow.pipelines.model.chat;

import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.Prompt;
import java.util.List;
import java.util.Optional;

/**
 * What requests differ by besides their texts.
 *
 * @param roles of the messages, in order
 * @param answerField the field of the JSON object that the reply is asked to be
 */
record RequestKind(List<Message.Role> roles, Optional<String> answerField, int repetition) {
    static RequestKind of(Prompt prompt) {
        return new RequestKind(
                prompt.messages().stream().map(Message::role).toList(), prompt.answerField(), prompt.repetition());
    }

    /** The seed of this repetition: one more for each, within what an int holds. */
    Integer seed(Optional<Integer> first) {
        return first.map(seed -> (int) (((long) seed + repetition) % (1L << 31)))
                .orElse(null);
    }
}
