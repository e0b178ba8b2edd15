package dev.winnow.pipelines.model.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.ReportedUsage;
import java.util.Optional;

/**
 * How a provider is asked, and how its replies say what they say. LangChain4j writes the requests; replies are read here,
 * as an account must be kept of those that cannot be used, too.
 */
interface Protocol {
    /** LangChain4j's client for these settings, over the given way to send. */
    ChatModel writer(HttpClientBuilder http, RequestKind kind, String key);

    /** The header in which the key travels. */
    String keyHeader();

    /** Changes a request so that the reply to it is streamed. */
    void askForStream(Frame.Draft request);

    /** Changes a request where a setting has no place in LangChain4j's client. */
    default void complete(ObjectNode body) {}

    /** A message's text as it stands in the request, in quotes. */
    default String quoted(Message message) {
        return Frame.quoted(message.text());
    }

    /**
     * For how long the server asks not to be asked again, where it says so in the body and not in a header; in a form that
     * the header {@code Retry-After} can have.
     *
     * @param error what the body says of the error
     */
    default Optional<String> retryAfter(JsonNode error) {
        return Optional.empty();
    }

    /** Takes in a whole reply, or one event of a streamed one. */
    void read(JsonNode json, IncomingReply into);

    /**
     * The provider's account. An account without its totals, or with a negative number, is none; parts that are larger than
     * their whole are cut to it.
     *
     * @param usage the provider's own form of it
     */
    Optional<ReportedUsage> account(JsonNode usage);
}
