package dev.winnow.app.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A YAML value that knows its place. */
sealed interface Tree {
    Spot at();

    /** What it is, as a message says it. */
    String described();

    /** It on one line, as it would be written in flow style. */
    String inline();

    /** The same value, said to stand somewhere else. */
    Tree movedTo(Spot place);

    /** Whether it says that there is no value. */
    default boolean isNull() {
        return false;
    }

    /** How a text stands in the file. */
    enum Style {
        PLAIN,
        QUOTED
    }

    /** A single value; its type is decided by who reads it. */
    record Word(Spot at, String text, Style style) implements Tree {
        private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

        @Override
        public boolean isNull() {
            return style == Style.PLAIN && NULLS.contains(text);
        }

        @Override
        public String described() {
            return "'" + text + "'";
        }

        @Override
        public String inline() {
            return text;
        }

        @Override
        public Word movedTo(Spot place) {
            return new Word(place, text, style);
        }
    }

    /** A list. */
    record Items(Spot at, List<Tree> items) implements Tree {
        @Override
        public String described() {
            return "a list";
        }

        @Override
        public String inline() {
            return items.stream().map(Tree::inline).collect(Collectors.joining(", ", "[", "]"));
        }

        @Override
        public Items movedTo(Spot place) {
            return new Items(
                    place, items.stream().map(item -> item.movedTo(place)).toList());
        }
    }

    /** A map; the order of its keys is kept. */
    record Keys(Spot at, Map<String, Entry> entries) implements Tree {
        @Override
        public String described() {
            return "a map";
        }

        @Override
        public String inline() {
            return entries.entrySet().stream()
                    .map(entry ->
                            entry.getKey() + ": " + entry.getValue().value().inline())
                    .collect(Collectors.joining(", ", "{", "}"));
        }

        @Override
        public Keys movedTo(Spot place) {
            Map<String, Entry> moved = new LinkedHashMap<>();
            entries.forEach((key, entry) ->
                    moved.put(key, new Entry(place, entry.value().movedTo(place))));
            return new Keys(place, moved);
        }
    }

    /** A key's place, and its value. */
    record Entry(Spot keyAt, Tree value) {}
}
