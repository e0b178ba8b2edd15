package dev.winnow.app.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every key that a configuration can have: those of the root, of nested records, and of each kind. */
public final class Schema {
    /** Whether a key must be given. */
    public enum Presence {
        REQUIRED,
        /** It has a default. */
        DEFAULT,
        /** It may be absent. */
        OPTIONAL
    }

    /**
     * A key.
     *
     * @param family what it belongs to: {@code retriever}; empty for keys of the root and of records in it
     * @param kind the name that {@code use} takes; where there is no family, the keys that lead there, joined by points
     * @param name the key itself; empty for a kind that has no keys
     * @param type what it must be, in words
     * @param defaultValue the YAML that stands for it where it is left out; empty if there is none
     */
    public record Key(String family, String kind, String name, String type, Presence presence, String defaultValue) {
        @Override
        public String toString() {
            String owner = (family + " " + kind).strip();
            return owner.isEmpty() || name.isEmpty() ? owner + name : owner + ": " + name;
        }
    }

    private final Kinds kinds;
    private final Set<Key> keys = new LinkedHashSet<>();
    private final Set<Class<?>> visited = new LinkedHashSet<>();

    private Schema(Kinds kinds) {
        this.kinds = kinds;
    }

    /** The keys of a root record and of everything it can hold. */
    public static List<Key> of(Class<?> root, Kinds kinds) {
        Schema schema = new Schema(kinds);
        schema.record(root, "", "");
        return List.copyOf(schema.keys);
    }

    /**
     * The keys that a text, such as a commented reference, does not mention. A key of the root or of a record counts as
     * mentioned anywhere as {@code key:}; a key of a kind, between {@code use: kind} and the next {@code use:}. Commented
     * lines count.
     */
    public static List<Key> missingFrom(String yaml, List<Key> keys) {
        return keys.stream().filter(key -> !mentioned(key, yaml)).toList();
    }

    private static boolean mentioned(Key key, String yaml) {
        if (key.family().isEmpty()) {
            return keyIn(yaml, key.name());
        }
        Matcher section = Pattern.compile(
                        "\\buse:\\s*" + Pattern.quote(key.kind()) + "(?![\\w-])(?:(?!\\buse:).)*", Pattern.DOTALL)
                .matcher(yaml);
        while (section.find()) {
            if (key.name().isEmpty() || keyIn(section.group(), key.name())) {
                return true;
            }
        }
        return false;
    }

    private static boolean keyIn(String yaml, String key) {
        return Pattern.compile("(?<![\\w-])" + Pattern.quote(key) + ":")
                .matcher(yaml)
                .find();
    }

    private void record(Class<?> type, String family, String kind) {
        List<Component> components = Component.of(type, kinds);
        if (components.isEmpty()) {
            keys.add(new Key(family, kind, "", "", Presence.OPTIONAL, ""));
        }
        for (Component component : components) {
            keys.add(new Key(
                    family,
                    kind,
                    component.key(),
                    described(component.shape()),
                    presence(component),
                    component.preset().orElse("")));
        }
        for (Component component : components) {
            String path = family.isEmpty() && !kind.isEmpty() ? kind + "." + component.key() : component.key();
            inside(component.shape()).ifPresent(shape -> visit(shape, family.isEmpty() ? path : kind + "." + path));
        }
    }

    private void visit(Shape shape, String path) {
        switch (shape) {
            case Shape.Nested nested -> {
                if (visited.add(nested.type())) {
                    record(nested.type(), "", path);
                }
            }
            case Shape.OneOf family -> {
                if (visited.add(family.family())) {
                    family.kinds().forEach((use, type) -> record(type, family.noun(), use));
                }
            }
            default -> throw new IllegalStateException("nothing inside " + shape);
        }
    }

    /** The records or kinds that a value can hold. */
    private static Optional<Shape> inside(Shape shape) {
        return switch (shape) {
            case Scalar scalar -> Optional.empty();
            case Shape.Free free -> Optional.empty();
            case Shape.Maybe maybe -> inside(maybe.of());
            case Shape.ListOf list -> inside(list.of());
            case Shape.MapOf map -> inside(map.of());
            case Shape.Nested nested -> Optional.of(nested);
            case Shape.OneOf family -> Optional.of(family);
            case Shape.Spanned grid -> Optional.of(grid.of());
        };
    }

    private static String described(Shape shape) {
        return switch (shape) {
            case Shape.ListOf list -> "a list, each " + described(list.of());
            case Shape.MapOf map -> "a map by name, each " + described(map.of());
            case Shape.Spanned grid -> "a list, each " + grid.of().described();
            default -> shape.described();
        };
    }

    private static Presence presence(Component component) {
        if (component.preset().isPresent()) {
            return Presence.DEFAULT;
        }
        return component.required() ? Presence.REQUIRED : Presence.OPTIONAL;
    }
}
