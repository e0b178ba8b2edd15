package dev.winnow.pipelines.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A value in a router's file, which knows its place, such as {@code model.weights[1]}. Whatever is not as it must be is an
 * {@link InputException} with file and place.
 */
record RouterJson(Path file, String place, JsonNode value) {
    static RouterJson root(Path file, JsonNode value) {
        RouterJson root = new RouterJson(file, "", value);
        if (!value.isObject()) {
            throw root.wrong("a JSON object");
        }
        return root;
    }

    /** An enum's constant as files write it. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What is wrong here. */
    InputException problem(String message) {
        return new InputException(file, (place.isEmpty() ? "it" : place) + " " + message);
    }

    private InputException wrong(String wanted) {
        String text = value.toString();
        return problem("must be " + wanted + ", got " + (text.length() > 60 ? text.substring(0, 60) + "..." : text));
    }

    /** The value of a key that must be there. */
    RouterJson get(String key) {
        return optional(key)
                .orElseThrow(
                        () -> problem("has no key '" + key + "'; add it" + (value.isObject() ? nearest(key) : "")));
    }

    private String nearest(String key) {
        return Suggestion.nearest(key, keys())
                .map(found -> ", or mend '" + found + "' if that is meant")
                .orElse("");
    }

    Optional<RouterJson> optional(String key) {
        if (!value.isObject()) {
            throw wrong("an object");
        }
        return Optional.ofNullable(value.get(key))
                .map(found -> new RouterJson(file, place.isEmpty() ? key : place + "." + key, found));
    }

    /** The keys that it has. */
    Set<String> keys() {
        if (!value.isObject()) {
            throw wrong("an object");
        }
        Set<String> keys = new TreeSet<>();
        value.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /** Requires that it has no other keys. */
    void allows(Set<String> known) {
        for (String key : keys()) {
            if (!known.contains(key)) {
                throw problem("has a key '" + key + "' that is not known" + Suggestion.of(key, known));
            }
        }
    }

    <T> List<T> list(Function<RouterJson, T> reading) {
        if (!value.isArray()) {
            throw wrong("a list");
        }
        List<T> list = new ArrayList<>(value.size());
        for (int i = 0; i < value.size(); i++) {
            list.add(reading.apply(new RouterJson(file, place + "[" + i + "]", value.get(i))));
        }
        return list;
    }

    double number() {
        if (!value.isNumber()) {
            throw wrong("a number");
        }
        return value.doubleValue();
    }

    int integer() {
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrong("a whole number");
        }
        return value.intValue();
    }

    String text() {
        if (value.getNodeType() != JsonNodeType.STRING) {
            throw wrong("text in quotes");
        }
        return value.textValue();
    }

    /** A text that is one of these. */
    String oneOf(Collection<String> known) {
        String text = text();
        if (!known.contains(text)) {
            throw problem("is '" + text + "', which is not known" + Suggestion.of(text, known));
        }
        return text;
    }

    <E extends Enum<E>> E oneOf(Class<E> type) {
        List<E> constants = Arrays.asList(type.getEnumConstants());
        String text = oneOf(constants.stream().map(RouterJson::word).toList());
        return constants.stream()
                .filter(constant -> word(constant).equals(text))
                .findFirst()
                .orElseThrow();
    }

    /** What is made of this; a value that is out of its range is told with its place. */
    <T> T made(Supplier<T> making) {
        try {
            return making.get();
        } catch (IllegalArgumentException e) {
            throw new InputException(file, (place.isEmpty() ? "" : place + ": ") + e.getMessage());
        }
    }
}
