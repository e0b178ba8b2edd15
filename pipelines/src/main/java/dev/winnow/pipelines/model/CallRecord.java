package dev.winnow.pipelines.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.indexer.ingest.Problems;
import dev.winnow.indexer.spec.InputException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * A model call that got its reply: a line of {@code calls.jsonl}.
 *
 * @param key as in {@link CallKey#key()}
 * @param model the model's id
 * @param task the task's name, such as {@code answer}
 * @param prompt digest of the rendered prompt, as in {@link CallKey#prompt()}
 * @param repetition which sample of the same prompt, from 0
 * @param counted tokens by the experiment's tokenizer
 * @param reported tokens by the provider's account, where it gave one
 * @param latencyMillis from sending the prompt to holding the whole reply
 * @param at when the reply was there
 */
public record CallRecord(
        String key,
        String model,
        String task,
        String prompt,
        int repetition,
        String reply,
        Completion.StopReason stop,
        TokenUsage counted,
        Optional<TokenUsage> reported,
        double latencyMillis,
        OptionalDouble confidence,
        Instant at) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** For text that UTF-8 cannot hold, such as half of a character at the limit of reply tokens. */
    private static final ObjectWriter ESCAPED = JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    /** The record of a call. */
    public static CallRecord of(ModelSpec model, Prompt prompt, Completion completion, Instant at) {
        CallKey key = CallKey.of(model, prompt);
        return new CallRecord(
                key.key(),
                model.id(),
                prompt.task().name(),
                key.prompt(),
                prompt.repetition(),
                completion.text(),
                completion.stop(),
                completion.counted(),
                completion.reported(),
                completion.latency().toNanos() / 1e6,
                completion.confidence(),
                at);
    }

    /** The reply, as it came. */
    public Completion completion() {
        Duration latency = Duration.ofNanos(Math.round(latencyMillis * 1e6));
        return new Completion(reply, counted, reported, stop, latency, confidence);
    }

    /** One line of JSON, without its end. */
    public String toJson() {
        ObjectNode line = JSON.createObjectNode();
        line.put("key", key);
        line.put("model", model);
        line.put("task", task);
        line.put("prompt", prompt);
        line.put("repetition", repetition);
        line.put("reply", reply);
        line.put("stop", stop.name().toLowerCase(Locale.ROOT));
        line.set("counted", json(counted));
        line.set("reported", reported.<JsonNode>map(CallRecord::json).orElse(line.nullNode()));
        line.put("latency_ms", latencyMillis);
        line.set("confidence", confidence.isPresent() ? line.numberNode(confidence.getAsDouble()) : line.nullNode());
        line.put("at", at.toString());
        try {
            return StandardCharsets.UTF_8.newEncoder().canEncode(reply)
                    ? JSON.writeValueAsString(line)
                    : ESCAPED.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of strings and numbers can be written", e);
        }
    }

    private static ObjectNode json(TokenUsage usage) {
        return JSON.createObjectNode().put("prompt", usage.prompt()).put("completion", usage.completion());
    }

    /**
     * The record that {@link #toJson()} wrote; keys it does not know are passed over.
     *
     * @throws IllegalArgumentException with the rule and the value, if it is not such a line
     */
    public static CallRecord fromJson(String line) {
        JsonNode call;
        try {
            call = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a whole JSON object", e);
        }
        if (!call.isObject()) {
            throw new IllegalArgumentException("a call must be a JSON object");
        }
        return new CallRecord(
                text(call, "key"),
                text(call, "model"),
                text(call, "task"),
                text(call, "prompt"),
                Math.toIntExact(whole(call, "repetition")),
                text(call, "reply"),
                stop(text(call, "stop")),
                usage(call, "counted"),
                absent(call, "reported") ? Optional.empty() : Optional.of(usage(call, "reported")),
                number(call, "latency_ms"),
                absent(call, "confidence") ? OptionalDouble.empty() : OptionalDouble.of(number(call, "confidence")),
                instant(text(call, "at")));
    }

    /**
     * Hands on the calls of a file, in order. What stands behind the last line end and is no whole record was being
     * written when its run was stopped, and is passed over.
     *
     * @throws InputException if the file is missing, with every other line that is not a call
     */
    public static void readAll(Path file, Consumer<CallRecord> each) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            Problems problems = new Problems();
            int number = 1;
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next != '\n') {
                    line.write(next);
                    continue;
                }
                try {
                    each.accept(fromJson(decode(line.toByteArray())));
                } catch (IllegalArgumentException e) {
                    problems.at(file, number, "this line is damaged (" + e.getMessage() + "); delete it");
                }
                line.reset();
                number++;
            }
            if (line.size() > 0) {
                unended(line.toByteArray()).ifPresent(each);
            }
            problems.throwIfAny();
        } catch (NoSuchFileException e) {
            throw new InputException(file, "no such file");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static Optional<CallRecord> unended(byte[] line) {
        try {
            return Optional.of(fromJson(decode(line)));
        } catch (IllegalArgumentException torn) {
            return Optional.empty();
        }
    }

    private static String decode(byte[] line) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8", e);
        }
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

    private static TokenUsage usage(JsonNode call, String key) {
        JsonNode value = call.path(key);
        if (!value.isObject()) {
            throw wrong(key, "an object with prompt and completion", value);
        }
        return new TokenUsage(whole(value, "prompt"), whole(value, "completion"));
    }

    private static Completion.StopReason stop(String written) {
        for (Completion.StopReason reason : Completion.StopReason.values()) {
            if (reason.name().toLowerCase(Locale.ROOT).equals(written)) {
                return reason;
            }
        }
        throw new IllegalArgumentException("'stop' must be end, length, filtered or other, got '" + written + "'");
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
