package dev.winnow.pipelines.model.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.winnow.pipelines.model.ChatSpec;
import dev.winnow.pipelines.model.Completion.StopReason;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.ReportedUsage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A chat model behind HTTP: one request, one reply, whatever the provider's protocol. */
public final class HttpChatClient implements ChatClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_OF_AN_ERROR = 64 << 10;

    /** Requests differ by repetition and by the JSON that is asked for; nobody has more kinds at once. */
    private static final int MOST_FRAMES = 256;

    private static final String DONE = "[DONE]";

    private final ChatSpec spec;
    private final Protocol protocol;
    private final Secrets secrets;
    private final ChatErrors errors;
    private final Wire wire = new Wire();
    private final Map<RequestKind, Frame> frames = new ConcurrentHashMap<>();

    private HttpChatClient(ChatSpec spec, Protocol protocol, Secrets secrets) {
        this.spec = spec;
        this.protocol = protocol;
        this.secrets = secrets;
        errors = new ChatErrors(spec, secrets);
    }

    /**
     * A client for an endpoint.
     *
     * @param environment the value of an environment variable
     * @throws dev.winnow.indexer.spec.InputException if a key or a header is missing there, or extra fields of the body
     *     are fields that the client sets
     */
    public static HttpChatClient open(
            ChatSpec spec, Protocol protocol, Function<String, Optional<String>> environment) {
        HttpChatClient client = new HttpChatClient(spec, protocol, Secrets.of(spec, environment));
        // Settings that the provider's client does not take are said now and not at the first call.
        client.frame(new RequestKind(List.of(Message.Role.SYSTEM, Message.Role.USER), Optional.empty(), 0));
        return client;
    }

    @Override
    public ChatReply send(Prompt prompt, Duration deadline) throws AttemptFailure, InterruptedException {
        java.net.http.HttpRequest request = frame(RequestKind.of(prompt)).request(prompt, protocol);
        long start = System.nanoTime();
        try (Wire.Answer answer = wire.send(request, start + deadline.toNanos())) {
            return reply(answer, start);
        } catch (HttpTimeoutException e) {
            throw errors.of(e, deadline);
        } catch (InterruptedIOException e) {
            // The flag is set; as this is thrown on, it is not needed any more.
            Thread.interrupted();
            throw new InterruptedException();
        } catch (IOException e) {
            throw errors.of(e, deadline);
        }
    }

    private Frame frame(RequestKind kind) {
        if (frames.size() > MOST_FRAMES) {
            frames.clear();
        }
        return frames.computeIfAbsent(kind, asked -> Frame.of(spec, protocol, asked, secrets));
    }

    private ChatReply reply(Wire.Answer answer, long start) throws IOException, AttemptFailure {
        if (answer.status() / 100 != 2) {
            String said = new String(answer.body().readNBytes(MOST_OF_AN_ERROR), StandardCharsets.UTF_8);
            throw errors.status(answer.status(), said, headers(answer, ifJson(said)));
        }
        IncomingReply reply = new IncomingReply();
        Optional<Duration> firstToken = Optional.empty();
        if (answer.isEventStream()) {
            firstToken = events(answer, reply, start);
        } else {
            whole(answer, reply);
        }
        Optional<ReportedUsage> usage = protocol.account(reply.usage());
        if (reply.failure().isPresent()) {
            JsonNode failure = reply.failure().get();
            throw errors.afterwards(failure, usage, headers(answer, failure));
        }
        if (reply.withheld().isPresent()
                || (reply.stop().equals(Optional.of(StopReason.FILTERED)) && !reply.hasText())) {
            throw errors.withheld(reply.withheld().orElse("no text came"), usage, answer.headers());
        }
        if (!reply.hasMessage()) {
            throw errors.unusable("there is no message in it", usage, answer.headers());
        }
        return new ChatReply(
                reply.text(),
                usage,
                reply.stop().orElse(StopReason.OTHER),
                Duration.ofNanos(System.nanoTime() - start),
                firstToken,
                answer.headers());
    }

    private void whole(Wire.Answer answer, IncomingReply reply) throws IOException, AttemptFailure {
        JsonNode json;
        try {
            json = JSON.readTree(answer.body().readAllBytes());
        } catch (JsonProcessingException e) {
            throw errors.malformed("the body is not the JSON of one", answer.headers());
        }
        if (!json.isObject()) {
            throw errors.malformed("the body is not the JSON of one", answer.headers());
        }
        protocol.read(json, reply);
        if (!reply.hasMessage() && IncomingReply.isError(json.path("error"))) {
            throw errors.inside(json, ChatErrors.Place.WHOLE, headers(answer, json));
        }
    }

    /** Reads events to the last; gives the time of the first one with text. */
    private Optional<Duration> events(Wire.Answer answer, IncomingReply reply, long start)
            throws IOException, AttemptFailure {
        Optional<Duration> first = Optional.empty();
        Events events = new Events(answer.body());
        while (!reply.isFinished()) {
            String data = events.next();
            if (data == null) {
                break;
            }
            if (data.strip().equals(DONE)) {
                reply.finished();
            } else {
                read(data, answer, reply);
                if (first.isEmpty() && reply.hasText()) {
                    first = Optional.of(Duration.ofNanos(System.nanoTime() - start));
                }
            }
        }
        if (!reply.ended()) {
            throw errors.malformed("the stream ended early", answer.headers());
        }
        return first;
    }

    private void read(String data, Wire.Answer answer, IncomingReply reply) throws AttemptFailure {
        JsonNode json;
        try {
            json = JSON.readTree(data);
        } catch (JsonProcessingException e) {
            throw errors.malformed("an event is not JSON", answer.headers());
        }
        if (IncomingReply.isError(json.path("error"))) {
            throw errors.inside(json, ChatErrors.Place.STREAM, headers(answer, json));
        }
        protocol.read(json, reply);
    }

    private static JsonNode ifJson(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** The headers of an answer, and the wait that its body asks for where they ask for none. */
    private Map<String, List<String>> headers(Wire.Answer answer, JsonNode body) {
        Map<String, List<String>> headers = answer.headers();
        if (!headers.containsKey(HeaderTime.RETRY_AFTER) && !headers.containsKey(HeaderTime.RETRY_AFTER_MS)) {
            protocol.retryAfter(body.path("error"))
                    .ifPresent(wait -> headers.put(HeaderTime.RETRY_AFTER, List.of(wait)));
        }
        return headers;
    }
}
