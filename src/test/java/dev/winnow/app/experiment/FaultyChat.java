package dev.winnow.app.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.pipelines.model.CallKey;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * A chat endpoint on this machine that fails as endpoints do, at a given rate, and keeps account of what it charged. How a
 * request ends is derived from its prompt and from how often that was sent before. A reply says which prompt it is for.
 */
final class FaultyChat implements AutoCloseable {
    /** What goes wrong, and whether a reply was made that never comes whole. */
    enum Fault {
        TOO_MANY(Made.NOTHING),
        INTERNAL(Made.NOTHING),
        RESET_IN_BODY(Made.LOST),
        SILENCE(Made.LOST),
        SILENCE_IN_BODY(Made.LOST),
        TRUNCATED_JSON(Made.LOST),
        WRONG_CONTENT(Made.LOST),
        EMPTY_CHOICES(Made.CHARGED),
        NULL_USAGE(Made.WHOLE),
        TWICE(Made.WHOLE);

        final Made made;

        Fault(Made made) {
            this.made = made;
        }
    }

    /** What became of a request. */
    enum Made {
        NOTHING,
        LOST,
        /** No reply, but an account of what it cost. */
        CHARGED,
        WHOLE
    }

    /** What this says in a prompt is refused for good. */
    static final String FORBIDDEN = "forbidden";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServerSocket socket;
    private final double rate;
    private final Seed seed;
    private final Map<String, AtomicInteger> sent = new ConcurrentHashMap<>();
    private final Map<String, String> asked = new ConcurrentHashMap<>();
    private final Map<Fault, AtomicInteger> faults = Collections.synchronizedMap(new EnumMap<>(Fault.class));
    private final Map<Made, AtomicLong> tokens = new EnumMap<>(Made.class);
    private final AtomicInteger requests = new AtomicInteger();

    /**
     * Starts it.
     *
     * @param rate share of requests that go wrong, 0 to 1
     */
    FaultyChat(double rate, Seed seed) {
        this.rate = rate;
        this.seed = seed;
        for (Fault fault : Fault.values()) {
            faults.put(fault, new AtomicInteger());
        }
        for (Made made : Made.values()) {
            tokens.put(made, new AtomicLong());
        }
        try {
            socket = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/v1";
    }

    int requests() {
        return requests.get();
    }

    /** The last message of each prompt that was sent, by the prompt's digest. */
    Map<String, String> asked() {
        return Map.copyOf(asked);
    }

    int count(Fault fault) {
        return faults.get(fault).get();
    }

    /** Requests that came to this, faults that are none for the client left out. */
    int count(Made made) {
        int count = 0;
        for (Fault fault : Fault.values()) {
            count += fault.made == made ? count(fault) : 0;
        }
        return count;
    }

    /** Tokens charged, of prompts and replies together, with an account that reached the client or was sent to it. */
    long tokens(Made made) {
        return tokens.get(made).get();
    }

    /** The reply to the prompt of this digest. */
    static String reply(String digest) {
        return "It is " + digest + ".";
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> answerAll(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answerAll(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            boolean open = true;
            while (open) {
                byte[] body = request(in);
                open = body != null && answer(client, in, JSON.readTree(body));
            }
        } catch (IOException gone) {
            // The client has left, as it does at its deadline.
        }
    }

    /** The body of the next request; none where the client has closed the connection. */
    private static byte[] request(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.append((char) next);
        }
        for (String line : head.toString().split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                return in.readNBytes(
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()));
            }
        }
        throw new IOException("a request without a length");
    }

    /** Answers one request; says whether the connection stays open. */
    private boolean answer(Socket client, InputStream in, JsonNode body) throws IOException {
        requests.incrementAndGet();
        List<Message> messages = new ArrayList<>();
        for (JsonNode message : body.get("messages")) {
            messages.add(new Message(
                    Message.Role.valueOf(message.get("role").asText().toUpperCase(Locale.ROOT)),
                    message.get("content").asText()));
        }
        String digest = CallKey.promptDigest(new Prompt(new Task.Answer("", List.of()), messages, "-", 0));
        String question = messages.getLast().text();
        asked.put(digest, question);
        int before = sent.computeIfAbsent(digest, unseen -> new AtomicInteger()).getAndIncrement();
        OutputStream out = client.getOutputStream();
        if (question.contains(FORBIDDEN)) {
            out.write(response("400 Bad Request", "application/json", error("this is not asked here")));
            return true;
        }
        RandomGenerator random = seed.child("fault " + before, digest).random();
        String reply = reply(digest);
        // Words: no tokenizer that sees them as one token or more each counts fewer.
        long prompt = messages.stream()
                .mapToLong(message -> message.text().strip().split("\\s+").length)
                .sum();
        long completion = reply.split(" ").length;
        if (random.nextDouble() >= rate) {
            tokens.get(Made.WHOLE).addAndGet(prompt + completion);
            out.write(response("200 OK", "application/json", completion(reply, prompt, completion)));
            return true;
        }
        Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
        faults.get(fault).incrementAndGet();
        if (fault != Fault.NULL_USAGE) {
            tokens.get(fault.made).addAndGet(fault.made == Made.NOTHING ? 0 : prompt + completion);
        }
        return fail(client, in, out, fault, completion(reply, prompt, completion));
    }

    private boolean fail(Socket client, InputStream in, OutputStream out, Fault fault, ObjectNode whole)
            throws IOException {
        byte[] response = response("200 OK", "application/json", whole);
        switch (fault) {
            case TOO_MANY ->
                out.write(response(
                        "429 Too Many Requests\r\nRetry-After: 1\r\nretry-after-ms: 30",
                        "application/json",
                        error("slow down")));
            case INTERNAL -> out.write(response("500 Internal Server Error", "application/json", error("oh no")));
            case RESET_IN_BODY -> {
                out.write(response, 0, response.length / 2);
                client.setSoLinger(true, 0);
                return false;
            }
            case SILENCE -> {
                return awaitClient(in);
            }
            case SILENCE_IN_BODY -> {
                out.write(response, 0, response.length / 2);
                return awaitClient(in);
            }
            case TRUNCATED_JSON -> {
                byte[] json = JSON.writeValueAsBytes(whole);
                byte[] half = Arrays.copyOf(json, json.length / 2);
                out.write(response("200 OK", "application/json", half));
            }
            case WRONG_CONTENT ->
                out.write(response(
                        "200 OK",
                        "text/html",
                        "<html><body>Please sign in</body></html>".getBytes(StandardCharsets.UTF_8)));
            case EMPTY_CHOICES -> {
                whole.putArray("choices");
                out.write(response("200 OK", "application/json", whole));
            }
            case NULL_USAGE -> {
                whole.putNull("usage");
                out.write(response("200 OK", "application/json", whole));
            }
            case TWICE -> {
                byte[] twice = Arrays.copyOf(response, 2 * response.length);
                System.arraycopy(response, 0, twice, response.length, response.length);
                out.write(twice);
            }
        }
        return true;
    }

    private static boolean awaitClient(InputStream in) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
        return false;
    }

    private static ObjectNode error(String message) {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("error").put("message", message);
        return body;
    }

    private static ObjectNode completion(String reply, long prompt, long completion) {
        ObjectNode body = JSON.createObjectNode()
                .put("id", "c")
                .put("object", "chat.completion")
                .put("created", 1)
                .put("model", "faulty");
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0).put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", reply);
        body.putObject("usage")
                .put("prompt_tokens", prompt)
                .put("completion_tokens", completion)
                .put("total_tokens", prompt + completion);
        return body;
    }

    private static byte[] response(String status, String type, ObjectNode body) throws IOException {
        return response(status, type, JSON.writeValueAsBytes(body));
    }

    private static byte[] response(String status, String type, byte[] body) {
        byte[] head = "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(status, type, body.length)
                .getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
