package dev.winnow.app.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes maps, lists, texts and numbers as YAML: maps and lists of them in block style, lists of words on one line. */
final class YamlWriter {
    /** Texts that mean themselves without quotes, inside lists too. */
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z0-9/](?:[A-Za-z0-9 _./+@%$-]|:(?=[A-Za-z0-9/]))*(?<! )");

    /** Texts that some reader of YAML takes for something else than text. */
    private static final Pattern LOADED =
            Pattern.compile("(?i)null|true|false|yes|no|on|off|y|n|[0-9].*(?<![a-z])|[0-9][0-9a-fox_.:+-]*");

    private final StringBuilder yaml = new StringBuilder();

    private YamlWriter() {}

    static String write(Map<String, Object> root) {
        YamlWriter writer = new YamlWriter();
        if (root.isEmpty()) {
            return "{}\n";
        }
        writer.entries(root, "", "");
        return writer.yaml.toString();
    }

    /** The entries, each on its line; {@code first} begins the first one, {@code indent} the others. */
    private void entries(Map<?, ?> map, String first, String indent) {
        String start = first;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            yaml.append(start).append(text(String.valueOf(entry.getKey()))).append(':');
            value(entry.getValue(), indent + "  ");
            start = indent;
        }
    }

    private void value(Object value, String indent) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            yaml.append('\n');
            entries(map, indent, indent);
        } else if (value instanceof List<?> list && list.stream().anyMatch(YamlWriter::nested)) {
            yaml.append('\n');
            for (Object item : list) {
                yaml.append(indent).append('-');
                item(item, indent + "  ");
            }
        } else {
            yaml.append(' ').append(inline(value)).append('\n');
        }
    }

    private void item(Object item, String indent) {
        if (item instanceof Map<?, ?> map && !map.isEmpty()) {
            entries(map, " ", indent);
        } else {
            value(item, indent);
        }
    }

    private static boolean nested(Object value) {
        return value instanceof Map<?, ?> || value instanceof List<?>;
    }

    private static String inline(Object value) {
        return switch (value) {
            case Map<?, ?> map -> "{}";
            case List<?> list -> list.stream().map(YamlWriter::inline).collect(Collectors.joining(", ", "[", "]"));
            case String text -> text(text);
            case null -> "null";
            default -> value.toString();
        };
    }

    private static String text(String text) {
        if (PLAIN.matcher(text).matches() && !LOADED.matcher(text).matches()) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(point -> {
            switch (point) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (plainInQuotes(point)) {
                        quoted.appendCodePoint(point);
                    } else {
                        quoted.append(String.format(point > 0xFFFF ? "\\U%08X" : "\\u%04X", point));
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    private static boolean plainInQuotes(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> false;
            default -> true;
        };
    }
}
