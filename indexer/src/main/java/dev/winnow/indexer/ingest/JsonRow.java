package dev.winnow.indexer.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.indexer.spec.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * One JSON object of a line, read field by field. A field that is missing or of the wrong type is noted as a problem and
 * read as an empty value; {@link #sound()} then says no. A field that is null counts as absent.
 */
public final class JsonRow {
    private final Path file;
    private final int line;
    private final long offset;
    private final String prefix;
    private final ObjectNode object;
    private final Problems problems;
    private final Optional<JsonRow> parent;
    private boolean sound = true;

    /** The object of a whole line. */
    JsonRow(Path file, int line, long offset, ObjectNode object, Problems problems) {
        this(file, line, offset, "", object, problems, Optional.empty());
    }

    private JsonRow(
            Path file,
            int line,
            long offset,
            String prefix,
            ObjectNode object,
            Problems problems,
            Optional<JsonRow> parent) {
        this.file = file;
        this.line = line;
        this.offset = offset;
        this.prefix = prefix;
        this.object = object;
        this.problems = problems;
        this.parent = parent;
    }

    /** The line's number, from 1. */
    public int line() {
        return line;
    }

    /** Where the line starts, in bytes of the unpacked file. */
    long offset() {
        return offset;
    }

    /** Whether no problem was noted with this object. */
    public boolean sound() {
        return sound;
    }

    /** Notes a problem with this line. */
    public void problem(String message) {
        problems.at(file, line, message);
        unsound();
    }

    private void unsound() {
        sound = false;
        parent.ifPresent(JsonRow::unsound);
    }

    /** Whether the field stands there, be it null. */
    public boolean names(String field) {
        return object.has(field);
    }

    public boolean has(String field) {
        return !get(field).isNull();
    }

    /** The field as it is; a null node if it is absent. */
    public JsonNode get(String field) {
        JsonNode node = object.get(field);
        return node == null ? NullNode.getInstance() : node;
    }

    /** A string that must be there and must not be blank. */
    public String required(String field) {
        String value = requiredText(field);
        if (sound && value.isBlank()) {
            problem(name(field) + " must not be empty");
        }
        return value;
    }

    /** A string that must be there and may be empty. */
    public String requiredText(String field) {
        if (!has(field)) {
            problem(name(field) + " is missing; add \"" + field + "\": \"...\"");
            return "";
        }
        return string(name(field), get(field));
    }

    /** A string; empty if it is absent. */
    public String optional(String field) {
        return has(field) ? string(name(field), get(field)) : "";
    }

    /** A list of strings; empty if it is absent. */
    public List<String> strings(String field) {
        List<String> values = new ArrayList<>();
        int i = 0;
        for (JsonNode item : list(field)) {
            String value = string(element(field, i++), item);
            values.add(value);
        }
        return values;
    }

    /** A list of objects; empty if it is absent. A problem with one of them is a problem with this row. */
    public List<JsonRow> rows(String field) {
        List<JsonRow> rows = new ArrayList<>();
        int i = 0;
        for (JsonNode item : list(field)) {
            String path = prefix + field + "[" + i++ + "]";
            if (item instanceof ObjectNode child) {
                rows.add(new JsonRow(file, line, offset, path + ".", child, problems, Optional.of(this)));
            } else {
                wrongType("'" + path + "'", "an object", item);
            }
        }
        return rows;
    }

    private Iterable<JsonNode> list(String field) {
        JsonNode node = get(field);
        if (node.isNull()) {
            return List.of();
        }
        if (!node.isArray()) {
            wrongType(name(field), "a list", node);
            return List.of();
        }
        return node;
    }

    /** A whole number; empty if it is absent. */
    public OptionalInt integer(String field) {
        JsonNode node = get(field);
        if (node.isNull()) {
            return OptionalInt.empty();
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            wrongType(name(field), "a whole number", node);
            return OptionalInt.empty();
        }
        return OptionalInt.of(node.intValue());
    }

    /** An object of names and values, empty if it is absent. Values that are not strings are kept as their JSON text. */
    public Map<String, String> values(String field) {
        Map<String, String> values = new TreeMap<>();
        JsonNode node = get(field);
        if (node.isObject()) {
            node.properties().forEach(entry -> {
                JsonNode value = entry.getValue();
                if (!value.isNull()) {
                    String named = name(field + "." + entry.getKey());
                    values.put(entry.getKey(), value.isTextual() ? string(named, value) : value.toString());
                }
            });
        } else if (!node.isNull()) {
            wrongType(name(field), "an object", node);
        }
        return values;
    }

    /** Notes a problem for each field that is not among these. */
    public void only(Set<String> known) {
        object.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                problem("unknown field " + name(field) + Suggestion.of(field, known));
            }
        });
    }

    private String string(String named, JsonNode node) {
        if (!node.isTextual()) {
            wrongType(named, "a string", node);
            return "";
        }
        String value = node.textValue();
        for (int i = 0; i < value.length(); i++) {
            char unit = value.charAt(i);
            if (Character.isSurrogate(unit)) {
                if (Character.isHighSurrogate(unit)
                        && i + 1 < value.length()
                        && Character.isLowSurrogate(value.charAt(i + 1))) {
                    i++;
                } else {
                    problem(String.format(
                            "%s holds half a character (\\u%04x); write \\ufffd instead", named, (int) unit));
                    return "";
                }
            }
        }
        return value;
    }

    private void wrongType(String named, String wanted, JsonNode got) {
        String brief = got.isValueNode() ? " " + got : "";
        problem(named + " must be " + wanted + ", got " + kind(got) + brief);
    }

    private String name(String field) {
        return "'" + prefix + field + "'";
    }

    private String element(String field, int index) {
        return "'" + prefix + field + "[" + index + "]'";
    }

    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case STRING -> "the string";
            case NUMBER -> "the number";
            case BOOLEAN -> "the truth value";
            case NULL -> "null";
            case BINARY, MISSING, POJO -> "something else";
        };
    }
}
