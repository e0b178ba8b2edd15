package dev.winnow.pipelines.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** A call as a line of {@code calls.jsonl}, and back. */
public final class CallJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** For text that UTF-8 cannot hold, such as half of a character at the limit of reply tokens. */
    private static final ObjectWriter ESCAPED = JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private CallJson() {}

    /** One line of JSON, without its end. */
    public static String write(CallRecord call) {
        ObjectNode line = JSON.createObjectNode();
        line.put("key", call.key());
        line.put("model", call.model());
        line.put("task", call.task());
        line.put("prompt", call.prompt());
        line.put("repetition", call.repetition());
        switch (call.end()) {
            case CallRecord.Replied replied -> write(replied.completion(), line);
            case CallRecord.Failed failed -> {
                line.put("failure", name(failed.reason()));
                line.put("message", failed.message());
                line.set("reported", usage(failed.billed()));
            }
        }
        line.set("attempts", attempts(call.end().attempts()));
        line.put("at", call.at().toString());
        try {
            String text = JSON.writeValueAsString(line);
            return StandardCharsets.UTF_8.newEncoder().canEncode(text) ? text : ESCAPED.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of strings and numbers can be written", e);
        }
    }

    private static void write(Completion reply, ObjectNode line) {
        line.put("reply", reply.text());
        line.put("stop", name(reply.stop()));
        line.set("counted", usage(reply.counted()));
        line.set("reported", reply.reported().<JsonNode>map(CallJson::usage).orElse(line.nullNode()));
        line.put("latency_ms", millis(reply.latency()));
        reply.firstToken().ifPresent(first -> line.put("first_token_ms", millis(first)));
        line.set(
                "confidence",
                reply.confidence().isPresent()
                        ? line.numberNode(reply.confidence().getAsDouble())
                        : line.nullNode());
        if (!reply.logProbabilities().isEmpty()) {
            ArrayNode tokens = line.putArray("log_probabilities");
            reply.logProbabilities()
                    .forEach(each -> tokens.addArray().add(each.token()).add(each.logProbability()));
        }
    }

    private static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Our count. */
    public static ObjectNode usage(TokenUsage usage) {
        return JSON.createObjectNode().put("prompt", usage.prompt()).put("completion", usage.completion());
    }

    /** The provider's account; what is zero for most of them is left out. */
    public static ObjectNode usage(ReportedUsage usage) {
        ObjectNode json = JSON.createObjectNode().put("prompt", usage.prompt());
        putUnlessZero(json, "cached", usage.cached());
        putUnlessZero(json, "written", usage.written());
        json.put("completion", usage.completion());
        putUnlessZero(json, "reasoning", usage.reasoning());
        return json;
    }

    private static void putUnlessZero(ObjectNode json, String key, long tokens) {
        if (tokens != 0) {
            json.put(key, tokens);
        }
    }

    /** How often something was sent. */
    public static ObjectNode attempts(Attempts attempts) {
        ObjectNode json = JSON.createObjectNode().put("made", attempts.made());
        if (attempts.lost() > 0) {
            json.put("lost", attempts.lost());
            json.set("at_most", usage(attempts.atMost()));
        }
        if (!attempts.charged().equals(ReportedUsage.NONE)) {
            json.set("charged", usage(attempts.charged()));
        }
        return json;
    }

    /**
     * The call that {@link #write} wrote; keys it does not know are passed over.
     *
     * @throws IllegalArgumentException with the rule and the value, if it is not such a line
     */
    public static CallRecord read(String line) {
        JsonNode call;
        try {
            call = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a whole JSON object", e);
        }
        if (!call.isObject()) {
            throw new IllegalArgumentException("a call must be a JSON object");
        }
        Attempts attempts = attempts(call.path("attempts"));
        return new CallRecord(
                text(call, "key"),
                text(call, "model"),
                text(call, "task"),
                text(call, "prompt"),
                Math.toIntExact(whole(call, "repetition")),
                call.has("failure") ? failed(call, attempts) : new CallRecord.Replied(completion(call, attempts)),
                instant(text(call, "at")));
    }

    private static CallRecord.Failed failed(JsonNode call, Attempts attempts) {
        return new CallRecord.Failed(
                value(ModelException.Reason.class, call, "failure"),
                text(call, "message"),
                attempts,
                reported(call.path("reported"), "reported"));
    }

    private static Completion completion(JsonNode call, Attempts attempts) {
        return new Completion(
                text(call, "reply"),
                counted(call.path("counted"), "counted"),
                absent(call, "reported") ? Optional.empty() : Optional.of(reported(call.path("reported"), "reported")),
                value(Completion.StopReason.class, call, "stop"),
                time(call, "latency_ms"),
                absent(call, "first_token_ms") ? Optional.empty() : Optional.of(time(call, "first_token_ms")),
                attempts,
                absent(call, "confidence") ? OptionalDouble.empty() : OptionalDouble.of(number(call, "confidence")),
                logProbabilities(call.path("log_probabilities")));
    }

    private static Duration time(JsonNode call, String key) {
        return Duration.ofNanos(Math.round(number(call, key) * 1e6));
    }

    private static List<TokenLogProbability> logProbabilities(JsonNode tokens) {
        List<TokenLogProbability> all = new ArrayList<>();
        tokens.forEach(each -> all.add(
                new TokenLogProbability(each.path(0).asText(), each.path(1).asDouble())));
        return all;
    }

    /**
     * Our count, as {@link #usage(TokenUsage)} wrote it.
     *
     * @param key for the message
     * @throws IllegalArgumentException if it is none
     */
    public static TokenUsage counted(JsonNode value, String key) {
        requireUsage(value, key);
        return new TokenUsage(whole(value, "prompt"), whole(value, "completion"));
    }

    /**
     * The provider's account, as {@link #usage(ReportedUsage)} wrote it.
     *
     * @param key for the message
     * @throws IllegalArgumentException if it is none
     */
    public static ReportedUsage reported(JsonNode value, String key) {
        requireUsage(value, key);
        return new ReportedUsage(
                whole(value, "prompt"),
                wholeOrNone(value, "cached"),
                wholeOrNone(value, "written"),
                whole(value, "completion"),
                wholeOrNone(value, "reasoning"));
    }

    private static void requireUsage(JsonNode value, String key) {
        if (!value.isObject()) {
            throw wrong(key, "an object with prompt and completion", value);
        }
    }

    /**
     * As {@link #attempts(Attempts)} wrote them; one where nothing is said.
     *
     * @throws IllegalArgumentException if they are none
     */
    public static Attempts attempts(JsonNode value) {
        if (value.isMissingNode()) {
            return Attempts.ONE;
        }
        return new Attempts(
                Math.toIntExact(whole(value, "made")),
                Math.toIntExact(wholeOrNone(value, "lost")),
                absent(value, "at_most") ? TokenUsage.NONE : counted(value.path("at_most"), "at_most"),
                absent(value, "charged") ? ReportedUsage.NONE : reported(value.path("charged"), "charged"));
    }

    private static boolean absent(JsonNode call, String key) {
        return call.path(key).isMissingNode() || call.path(key).isNull();
    }

    private static String text(JsonNode call, String key) {
        JsonNode value = call.path(key);
        if (!value.isTextual()) {
            throw wrong(key, "a string", value);
        }
        return value.textValue();
    }

    private static long whole(JsonNode call, String key) {
        JsonNode value = call.path(key);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw wrong(key, "a whole number from 0", value);
        }
        return value.longValue();
    }

    private static double number(JsonNode call, String key) {
        JsonNode value = call.path(key);
        if (!value.isNumber()) {
            throw wrong(key, "a number", value);
        }
        return value.doubleValue();
    }

    private static long wholeOrNone(JsonNode call, String key) {
        return absent(call, key) ? 0 : whole(call, key);
    }

    private static <E extends Enum<E>> E value(Class<E> type, JsonNode call, String key) {
        String written = text(call, key);
        for (E each : type.getEnumConstants()) {
            if (name(each).equals(written)) {
                return each;
            }
        }
        throw new IllegalArgumentException("'" + key + "' must be one of "
                + Arrays.stream(type.getEnumConstants()).map(CallJson::name).collect(Collectors.joining(", "))
                + ", got '" + written + "'");
    }

    private static Instant instant(String written) {
        try {
            return Instant.parse(written);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "'at' must be a time such as 2026-01-31T12:00:00Z, got '" + written + "'", e);
        }
    }

    private static IllegalArgumentException wrong(String key, String rule, JsonNode value) {
        return new IllegalArgumentException(
                "'" + key + "' must be " + rule + ", " + (value.isMissingNode() ? "and is missing" : "got " + value));
    }
}
