package dev.winnow.pipelines.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.winnow.indexer.tokens.TokenSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The rules that the settings of all chat endpoints share, and how those that decide replies are written down. */
final class ChatSettings {
    private static final ObjectMapper SORTED =
            new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Headers that the HTTP client sets. */
    private static final Set<String> OWN = Set.of(
            "accept",
            "accept-encoding",
            "connection",
            "content-length",
            "content-type",
            "expect",
            "host",
            "transfer-encoding",
            "upgrade");

    private ChatSettings() {}

    static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    /** The rules for what all of them have. */
    static void check(
            String model,
            int maxTokens,
            Duration deadline,
            Duration deadlineGrowth,
            int attempts,
            Optional<Integer> requestsPerMinute,
            Optional<Integer> tokensPerMinute,
            Optional<TokenSize> window,
            int margin,
            int concurrency) {
        require(!model.isBlank(), "model must be the name by which the server knows it, got ''");
        require(maxTokens >= 1, "max-tokens must be at least 1, got " + maxTokens);
        require(deadline.isPositive(), "deadline must be above 0, got " + deadline);
        require(!deadlineGrowth.isNegative(), "deadline-growth must be at least 0, got " + deadlineGrowth);
        require(attempts >= 1, "attempts must be at least 1, got " + attempts);
        requestsPerMinute.ifPresent(most -> require(most >= 1, "requests-per-minute must be at least 1, got " + most));
        tokensPerMinute.ifPresent(most -> require(most >= 1, "tokens-per-minute must be at least 1, got " + most));
        require(margin >= 0 && margin <= 100, "margin must be between 0 and 100 (percent), got " + margin);
        require(concurrency >= 1, "concurrency must be at least 1, got " + concurrency);
        window.ifPresent(size -> require(
                WindowChecked.promptRoom(size.tokens(), maxTokens, margin) > 0,
                "window " + size + " leaves no room for a prompt beside max-tokens " + maxTokens));
    }

    static void topP(Optional<Double> topP) {
        topP.ifPresent(p -> require(p > 0 && p <= 1, "top-p must be above 0 and at most 1, got " + p));
    }

    static void topK(Optional<Integer> topK) {
        topK.ifPresent(k -> require(k >= 1, "top-k must be at least 1, got " + k));
    }

    static void seed(Optional<Integer> seed) {
        seed.ifPresent(s -> require(s >= 0, "seed must be at least 0, got " + s));
    }

    static void temperature(Temperature temperature, int most) {
        require(
                temperature.within(most),
                "temperature must be between 0 and " + most + ", or unset, got " + temperature);
    }

    static List<String> stop(List<String> stop) {
        require(stop.stream().noneMatch(String::isEmpty), "stop must list texts that end a reply, got an empty one");
        return List.copyOf(stop);
    }

    /** Values that are written down must be no secrets; those of the environment are not written down. */
    static void headers(Map<String, String> headers, Map<String, String> fromEnv) {
        Set<String> seen = new HashSet<>();
        headers.forEach((name, value) -> {
            checkName("headers", name, seen);
            require(
                    !SecretName.is(name),
                    "headers: '" + name + "' looks like a secret, and values are written into the run's folder; write"
                            + " headers-from-env: {" + name + ": MY_VARIABLE} and export that variable");
            require(
                    !value.isBlank() && value.chars().allMatch(c -> c >= ' ' && c < 0x7f),
                    "headers: the value of '" + name + "' must be printable ASCII on one line");
        });
        fromEnv.forEach((name, variable) -> {
            checkName("headers-from-env", name, seen);
            require(
                    VARIABLE.matcher(variable).matches(),
                    "headers-from-env: '" + name
                            + "' must name an environment variable, letters, digits and '_', without ${}");
        });
    }

    private static void checkName(String key, String name, Set<String> seen) {
        require(HEADER.matcher(name).matches(), key + ": '" + name + "' cannot be the name of a header");
        String lower = name.toLowerCase(Locale.ROOT);
        require(!OWN.contains(lower), key + ": '" + name + "' is set by the client; remove it");
        require(seen.add(lower), key + ": '" + name + "' is given twice; keep one of them");
    }

    /**
     * The fields that go into a request's body as they are.
     *
     * @param ours fields that other keys decide, by the key to use instead; an empty text where there is none
     */
    static Map<String, JsonNode> body(Map<String, JsonNode> body, Map<String, String> ours) {
        body.forEach((field, value) -> checkField(field, value, ours));
        return Collections.unmodifiableMap(new LinkedHashMap<>(body));
    }

    private static void checkField(String field, JsonNode value, Map<String, String> ours) {
        String key = ours.get(field);
        require(
                key == null,
                "body: '" + field + "' is set by the client; "
                        + (key == null || key.isEmpty() ? "remove it" : "use the key " + key));
        require(
                !SecretName.is(field),
                "body: '" + field
                        + "' looks like a secret, and values are written into the run's folder; use api-key-env"
                        + " or headers-from-env");
        require(
                value.isObject() || ours.keySet().stream().noneMatch(path -> path.startsWith(field + ".")),
                "body: '" + field + "' holds fields that the client sets, so it must be a map");
        if (value.isObject()) {
            Map<String, String> below = new TreeMap<>();
            ours.forEach((path, instead) -> {
                if (path.startsWith(field + ".")) {
                    below.put(path.substring(field.length() + 1), instead);
                }
            });
            value.properties().forEach(entry -> checkField(entry.getKey(), entry.getValue(), below));
        }
        checkElements(value);
    }

    /** Maps in a list hold no fields of ours, but may hold secrets. */
    private static void checkElements(JsonNode list) {
        if (list.isArray()) {
            list.forEach(element -> {
                element.properties().forEach(entry -> checkField(entry.getKey(), entry.getValue(), Map.of()));
                checkElements(element);
            });
        }
    }

    /** What decides replies, as one line; settings that are not given leave no trace, so that new ones change nothing. */
    static final class Identity {
        private final List<String> parts = new ArrayList<>();

        Identity(String kind, ChatSpec spec) {
            parts.add(kind);
            with("base-url", spec.baseUrl());
            with("model", spec.model());
        }

        Identity with(String key, Object value) {
            parts.add(key + "=" + value);
            return this;
        }

        /** A setting that is written down as unset where it is not given. */
        Identity orUnset(String key, Optional<?> value) {
            return with(key, value.<Object>map(given -> given).orElse(Temperature.UNSET));
        }

        Identity ifGiven(String key, Optional<?> value) {
            value.ifPresent(given -> with(key, given));
            return this;
        }

        /** What every chat endpoint can have besides. */
        Identity rest(ChatSpec spec, List<String> stop) {
            if (!stop.isEmpty()) {
                with("stop", json(stop));
            }
            if (spec.structuredOutput() != StructuredOutput.NONE) {
                with("structured-output", spec.structuredOutput());
            }
            if (!spec.headers().isEmpty()) {
                with("headers", json(spec.headers()));
            }
            if (!spec.headersFromEnv().isEmpty()) {
                with("headers-from-env", json(spec.headersFromEnv()));
            }
            if (!spec.body().isEmpty()) {
                with("body", json(SORTED.convertValue(spec.body(), Map.class)));
            }
            return this;
        }

        static String json(Object value) {
            try {
                return SORTED.writeValueAsString(value);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("maps, lists and texts can be written", e);
            }
        }

        @Override
        public String toString() {
            return String.join(" ", parts);
        }
    }
}
