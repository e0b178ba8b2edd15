package dev.winnow.app.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.winnow.pipelines.model.CallKey;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** A chat endpoint on this machine whose replies are a function of the last message, and which keeps the messages that it was sent. */
final class ScriptedChat implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, List<Message>> asked = new ConcurrentHashMap<>();
    private final Map<String, JsonNode> bodies = new ConcurrentHashMap<>();
    private final UnaryOperator<String> replies;
    private final String finish;

    /** Gives every prompt one reply. */
    ScriptedChat(String answer) {
        this(prompt -> answer);
    }

    /** Replies are JSON strings without their quotes. */
    ScriptedChat(UnaryOperator<String> replies) {
        this(replies, "stop");
    }

    /** The same, where all replies end for this reason, as OpenAI's chat completions say it. */
    ScriptedChat(UnaryOperator<String> replies, String finish) {
        this.replies = replies;
        this.finish = finish;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** The messages of each prompt that was sent, by the digest under which calls are recorded. */
    Map<String, List<Message>> asked() {
        return Map.copyOf(asked);
    }

    /** The whole requests, by the same digest. */
    Map<String, JsonNode> bodies() {
        return Map.copyOf(bodies);
    }

    private byte[] reply(String prompt) {
        return """
                {"id": "c", "object": "chat.completion", "created": 1, "model": "scripted", "choices": [{"index": 0,
                 "message": {"role": "assistant", "content": "%s"}, "finish_reason": "%s"}],
                 "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}}"""
                .formatted(replies.apply(prompt), finish)
                .getBytes(StandardCharsets.UTF_8);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body = JSON.readTree(exchange.getRequestBody());
            List<Message> messages = new ArrayList<>();
            for (JsonNode message : body.get("messages")) {
                Message.Role role =
                        Message.Role.valueOf(message.get("role").asText().toUpperCase(Locale.ROOT));
                messages.add(new Message(role, message.get("content").asText()));
            }
            String digest = CallKey.promptDigest(new Prompt(new Task.Answer("", List.of()), messages, "-", 0));
            asked.put(digest, messages);
            bodies.put(digest, body);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            byte[] reply = reply(messages.getLast().text());
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
