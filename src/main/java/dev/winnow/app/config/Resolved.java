package dev.winnow.app.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A bound configuration written out again, with every default filled in, grids multiplied out, paths absolute and
 * variables replaced. Keys stand in the order of the records' components, so that one configuration has one text; bound
 * again it gives an equal value.
 */
public final class Resolved {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Resolved() {}

    /**
     * As YAML text.
     *
     * @param root a record, or a member of one of the families
     */
    public static String yaml(Object root, Kinds kinds) {
        return YamlWriter.write(tree(root, kinds));
    }

    /**
     * As YAML in one line, which is JSON too.
     *
     * @param root a record, or a member of one of the families
     */
    public static String inline(Object root, Kinds kinds) {
        try {
            return JSON.writeValueAsString(tree(root, kinds));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists, texts and numbers can be written", e);
        }
    }

    /** As maps, lists, texts and numbers, ready to be written as JSON. */
    public static Map<String, Object> tree(Object root, Kinds kinds) {
        Map<String, Object> keys = new LinkedHashMap<>();
        kinds.nameOf(root.getClass()).ifPresent(use -> keys.put("use", use));
        return record(root, keys, kinds);
    }

    private static Map<String, Object> record(Object record, Map<String, Object> into, Kinds kinds) {
        for (Component component : Component.of(record.getClass(), kinds)) {
            value(component.shape(), component.in(record), kinds).ifPresent(value -> into.put(component.key(), value));
        }
        return into;
    }

    /** Empty for a value that is absent. */
    static Optional<Object> value(Shape shape, Object value, Kinds kinds) {
        return switch (shape) {
            case Scalar scalar -> Optional.of(word(scalar, value));
            case Shape.Maybe maybe -> ((Optional<?>) value).flatMap(present -> value(maybe.of(), present, kinds));
            case Shape.ListOf list ->
                Optional.of(((List<?>) value)
                        .stream()
                                .flatMap(item -> value(list.of(), item, kinds).stream())
                                .toList());
            case Shape.MapOf map -> {
                Map<String, Object> entries = new LinkedHashMap<>();
                ((Map<?, ?>) value).forEach((name, entry) -> value(map.of(), entry, kinds)
                        .ifPresent(written -> entries.put(String.valueOf(name), written)));
                yield Optional.of(entries);
            }
            case Shape.Free free -> Optional.of(FreeBinding.written((JsonNode) value));
            case Shape.Nested nested -> Optional.of(record(value, new LinkedHashMap<>(), kinds));
            case Shape.OneOf family -> Optional.of(member(family, value, Optional.empty(), kinds));
            case Shape.Spanned grid ->
                Optional.of(((Grid<?>) value)
                        .variants().stream()
                                .map(variant -> member(grid.of(), variant.spec(), Optional.of(variant.id()), kinds))
                                .toList());
        };
    }

    private static Map<String, Object> member(Shape.OneOf family, Object value, Optional<String> name, Kinds kinds) {
        String use = family.kinds().entrySet().stream()
                .filter(kind -> kind.getValue() == value.getClass())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        value.getClass().getName() + " is no kind of " + family.noun() + " that YAML can name"));
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("use", use);
        name.ifPresent(id -> keys.put("name", id));
        return record(value, keys, kinds);
    }

    private static Object word(Scalar scalar, Object value) {
        Object word = scalar.writing().apply(value);
        return word instanceof String text ? Variables.literal(text) : word;
    }
}
