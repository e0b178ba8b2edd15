package dev.winnow.app.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Values of no fixed type, between YAML and JSON. What a word without quotes means is decided by the core schema of YAML
 * 1.2: null, true, false and numbers are what they look like, everything else is text; infinities are text, as JSON has none.
 */
final class FreeBinding {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern TRUTH = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,1000}");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,4})?");

    private final Binding binding;

    FreeBinding(Binding binding) {
        this.binding = binding;
    }

    /** The value as JSON; empty if a variable in it has no value. */
    Optional<JsonNode> value(Tree tree) {
        return switch (tree) {
            case Tree.Word word -> binding.expanded(word, String.class).map(text -> word(word, text));
            case Tree.Items items -> {
                ArrayNode list = JSON.arrayNode();
                items.items().forEach(item -> value(item).ifPresent(list::add));
                yield list.size() == items.items().size() ? Optional.of(list) : Optional.empty();
            }
            case Tree.Keys keys -> {
                ObjectNode map = JSON.objectNode();
                keys.entries().forEach((key, entry) -> value(entry.value()).ifPresent(value -> map.set(key, value)));
                yield map.size() == keys.entries().size() ? Optional.of(map) : Optional.empty();
            }
        };
    }

    private static JsonNode word(Tree.Word word, String text) {
        if (word.isNull()) {
            return JSON.nullNode();
        }
        if (word.style() == Tree.Style.QUOTED) {
            return JSON.textNode(text);
        }
        if (TRUTH.matcher(text).matches()) {
            return JSON.booleanNode(Boolean.parseBoolean(text));
        }
        if (WHOLE.matcher(text).matches()) {
            BigInteger number = new BigInteger(text);
            return number.bitLength() < Long.SIZE ? JSON.numberNode(number.longValue()) : JSON.numberNode(number);
        }
        if (DECIMAL.matcher(text).matches()) {
            double number = new BigDecimal(text).doubleValue();
            return Double.isInfinite(number) ? JSON.textNode(text) : JSON.numberNode(number);
        }
        return JSON.textNode(text);
    }

    /** As maps, lists, texts, numbers, truth values and null, so that what is written reads as an equal value. */
    static Object written(JsonNode value) {
        if (value.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            value.properties().forEach(entry -> map.put(entry.getKey(), written(entry.getValue())));
            return map;
        }
        if (value.isArray()) {
            List<Object> list = new ArrayList<>();
            value.forEach(item -> list.add(written(item)));
            return list;
        }
        if (value.isNumber()) {
            return value.numberValue();
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        return value.isNull() ? null : Variables.literal(value.asText());
    }
}
