package dev.winnow.pipelines.model.chat;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.langchain4j.model.chat.ChatModel;
import java.time.Duration;
import java.util.List;

/** Stands where LangChain4j's clients send, keeps what they would send, and sends nothing. For one thread. */
final class RequestCapture implements HttpClientBuilder, HttpClient {
    private HttpRequest request;

    /** Says that the request is there; a reply is not waited for. */
    private static final class Captured extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Captured() {
            super("captured", null, false, false);
        }
    }

    /** What a client that was built over this makes of messages. */
    HttpRequest request(ChatModel client, List<ChatMessage> messages) {
        try {
            client.chat(messages);
        } catch (RuntimeException e) {
            if (request == null) {
                throw e;
            }
        }
        return request;
    }

    @Override
    public SuccessfulHttpResponse execute(HttpRequest written) {
        request = written;
        throw new Captured();
    }

    @Override
    public void execute(HttpRequest written, ServerSentEventParser parser, ServerSentEventListener listener) {
        execute(written);
    }

    @Override
    public Duration connectTimeout() {
        return null;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
        return this;
    }

    @Override
    public Duration readTimeout() {
        return null;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
        return this;
    }

    @Override
    public HttpClient build() {
        return this;
    }
}
