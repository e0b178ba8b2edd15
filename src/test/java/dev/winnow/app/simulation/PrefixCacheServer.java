package dev.winnow.app.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.winnow.indexer.tokens.Tokenizers;
import dev.winnow.pipelines.model.CallKey;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;

/**
 * A chat endpoint on this machine with a {@link BlockCache}. A request hits what was finished before it came. What it
 * replies depends on the prompt alone, so that replies tell which prompt they belong to and are the same in any order.
 *
 * <p>{@code GET /v1/account} says what was asked and cached so far.
 */
public final class PrefixCacheServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Settings settings;
    private final ToIntFunction<String> tokens;
    private final BlockCache cache;
    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Request> requests = new ArrayList<>();

    /**
     * How it behaves.
     *
     * @param port 0 for any that is free
     * @param capacity tokens that its cache holds; 0 for none
     * @param perThousand how long it reads 1,000 tokens of a prompt that are not in its cache
     * @param perReplyToken how long it writes a token; replies have 3 to 18
     */
    public record Settings(int port, long capacity, Duration perThousand, Duration perReplyToken) {
        /** A cache of this size, and replies without delay. */
        public static Settings instant(long capacity) {
            return new Settings(0, capacity, Duration.ZERO, Duration.ZERO);
        }

        /** The time that a request takes. */
        Duration time(int uncached, int reply) {
            return perThousand.multipliedBy(uncached).dividedBy(1000).plus(perReplyToken.multipliedBy(reply));
        }
    }

    /**
     * A request as it came.
     *
     * @param prompt the digest under which calls are recorded
     * @param tokens of the prompt
     * @param cached those of them that were in the cache
     */
    public record Request(String prompt, int tokens, int cached) {}

    /** Starts it on the loopback address; four UTF-16 units are a token. */
    public PrefixCacheServer(Settings settings) {
        this(settings, BlockCache::tokens);
    }

    /** The same with another way of counting prompts; what is cached is the same share of them. */
    private PrefixCacheServer(Settings settings, ToIntFunction<String> tokens) {
        this.settings = settings;
        this.tokens = tokens;
        cache = new BlockCache(settings.capacity());
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port()), 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(workers);
        server.createContext("/v1/chat/completions", this::answer);
        server.createContext("/v1/account", this::account);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** All requests so far, as they came. */
    public List<Request> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /** How many requests came so far. */
    public int size() {
        synchronized (requests) {
            return requests.size();
        }
    }

    /** Cached tokens of all prompts' tokens, in [0, 1]. */
    public double hitRate() {
        long tokens = 0;
        long cached = 0;
        for (Request request : requests()) {
            tokens += request.tokens();
            cached += request.cached();
        }
        return tokens == 0 ? 0 : (double) cached / tokens;
    }

    /** What a prompt with this digest is replied. */
    public static String reply(String prompt) {
        int words = 1 + Integer.parseInt(prompt.substring(0, 1), 16);
        return "Reply " + prompt.substring(0, 16) + " ends." + " so".repeat(words - 1);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body = JSON.readTree(exchange.getRequestBody());
            List<Message> messages = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            for (JsonNode message : body.get("messages")) {
                Message.Role role =
                        Message.Role.valueOf(message.get("role").asText().toUpperCase(Locale.ROOT));
                messages.add(new Message(role, message.get("content").asText()));
                text.append(role).append(messages.getLast().text());
            }
            String prompt = text.toString();
            String digest = CallKey.promptDigest(new Prompt(new Task.Answer("", List.of()), messages, "", 0));
            String reply = reply(digest);
            int written = reply.split(" ").length;
            int counted = tokens.applyAsInt(prompt);
            Request request;
            synchronized (requests) {
                long cached = (long) cache.cached(prompt) * counted / BlockCache.tokens(prompt);
                request = new Request(digest, counted, (int) cached / BlockCache.BLOCK * BlockCache.BLOCK);
                requests.add(request);
            }
            Thread.sleep(settings.time(request.tokens() - request.cached(), written));
            cache.keep(prompt);
            send(exchange, completion(reply, request, written));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ObjectNode completion(String reply, Request request, int written) {
        ObjectNode completion = JSON.createObjectNode()
                .put("id", "c")
                .put("object", "chat.completion")
                .put("created", 1)
                .put("model", "simulated");
        ObjectNode choice = completion.putArray("choices").addObject();
        choice.put("index", 0).put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", reply);
        ObjectNode usage = completion.putObject("usage");
        usage.put("prompt_tokens", request.tokens())
                .put("completion_tokens", written)
                .put("total_tokens", request.tokens() + written);
        usage.putObject("prompt_tokens_details").put("cached_tokens", request.cached());
        return completion;
    }

    private void account(HttpExchange exchange) throws IOException {
        try (exchange) {
            List<Request> all = requests();
            send(
                    exchange,
                    JSON.createObjectNode()
                            .put("requests", all.size())
                            .put(
                                    "prompt_tokens",
                                    all.stream().mapToLong(Request::tokens).sum())
                            .put(
                                    "cached_tokens",
                                    all.stream().mapToLong(Request::cached).sum())
                            .put("hit_rate", hitRate()));
        }
    }

    private static void send(HttpExchange exchange, ObjectNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }

    /**
     * Runs one until it is killed, which counts prompts by cl100k_base.
     *
     * @param arguments port, tokens that the cache holds, milliseconds for 1,000 uncached tokens, milliseconds for a token
     *     of the reply
     */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 4) {
            System.err.println("usage: PrefixCacheServer PORT CAPACITY_TOKENS MS_PER_1K_UNCACHED MS_PER_REPLY_TOKEN");
            System.exit(2);
        }
        PrefixCacheServer server = new PrefixCacheServer(
                new Settings(
                        Integer.parseInt(arguments[0]),
                        Long.parseLong(arguments[1]),
                        Duration.ofNanos((long) (Double.parseDouble(arguments[2]) * 1e6)),
                        Duration.ofNanos((long) (Double.parseDouble(arguments[3]) * 1e6))),
                Tokenizers.open("cl100k_base")::count);
        System.out.println(server.url());
        Thread.currentThread().join();
    }
}
