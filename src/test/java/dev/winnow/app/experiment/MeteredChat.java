package dev.winnow.app.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.Tokenizers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * A chat endpoint on this machine that replies at a length of its own to each prompt and keeps an account: tokens by
 * cl100k_base, and what ChatML adds for roles. Its clock runs fast, a reply takes no time.
 */
public final class MeteredChat implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TokenCounter TOKENS = Tokenizers.open("cl100k_base");
    private static final String[] WORDS =
            "the answer is that forty lamps of the old mill were lit by its keeper".split(" ");
    private static final int OF_MESSAGE = 5;
    private static final int OF_REPLY = 3;

    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong promptTokens = new AtomicLong();
    private final AtomicLong replyTokens = new AtomicLong();
    private final int leastWords;
    private final int mostWords;

    /** Its replies have between so many and so many words. */
    public MeteredChat(int leastWords, int mostWords) {
        this.leastWords = leastWords;
        this.mostWords = mostWords;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/chat/completions", this::answer);
        server.setExecutor(workers);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** How many replies it gave. */
    public long calls() {
        return calls.get();
    }

    public long promptTokens() {
        return promptTokens.get();
    }

    public long replyTokens() {
        return replyTokens.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode messages = JSON.readTree(exchange.getRequestBody()).get("messages");
            StringBuilder asked = new StringBuilder();
            int prompt = OF_REPLY;
            for (JsonNode message : messages) {
                String text = message.get("content").asText();
                prompt += TOKENS.count(text) + OF_MESSAGE;
                asked.append(text).append('\n');
            }
            String reply = reply(asked.toString());
            int completion = TOKENS.count(reply);
            ObjectNode body = JSON.createObjectNode().put("id", "c").put("object", "chat.completion");
            ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
            choice.putObject("message").put("role", "assistant").put("content", reply);
            choice.put("finish_reason", "stop");
            body.putObject("usage")
                    .put("prompt_tokens", prompt)
                    .put("completion_tokens", completion)
                    .put("total_tokens", prompt + completion);
            byte[] bytes = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
            calls.incrementAndGet();
            promptTokens.addAndGet(prompt);
            replyTokens.addAndGet(completion);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String reply(String asked) {
        RandomGenerator random = new Seed(1).child("reply", asked).random();
        StringBuilder reply = new StringBuilder();
        int words = leastWords + random.nextInt(mostWords - leastWords + 1);
        for (int word = 0; word < words; word++) {
            reply.append(word == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return reply.toString();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.close();
    }
}
