package dev.winnow.app.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** What a Java type looks like in YAML. */
sealed interface Shape
        permits Scalar, Shape.Maybe, Shape.ListOf, Shape.MapOf, Shape.Nested, Shape.OneOf, Shape.Spanned, Shape.Free {
    /** What it must be, as a message says it. */
    String described();

    /** A value that may be absent. */
    record Maybe(Shape of) implements Shape {
        @Override
        public String described() {
            return of.described();
        }
    }

    /** A list. */
    record ListOf(Shape of) implements Shape {
        @Override
        public String described() {
            return "a list";
        }
    }

    /** A map by name. */
    record MapOf(Shape of) implements Shape {
        @Override
        public String described() {
            return "a map by name";
        }
    }

    /** A map with the keys of a record. */
    record Nested(Class<?> type) implements Shape {
        @Override
        public String described() {
            return "a map";
        }
    }

    /** A member of a family, named by {@code use}. */
    record OneOf(Class<?> family, SortedMap<String, Class<?>> kinds) implements Shape {
        String noun() {
            return Naming.noun(family);
        }

        @Override
        public String described() {
            return Naming.withArticle(noun());
        }
    }

    /** A list of members of a family whose scalar keys may span a grid. */
    record Spanned(OneOf of) implements Shape {
        @Override
        public String described() {
            return "a list";
        }
    }

    /** Whatever YAML can say: words, lists and maps of any depth, as JSON. */
    record Free() implements Shape {
        @Override
        public String described() {
            return "any value";
        }
    }

    /** Whether one word of YAML gives the value. */
    static Optional<Scalar> scalar(Shape shape) {
        return switch (shape) {
            case Scalar scalar -> Optional.of(scalar);
            case Maybe maybe -> scalar(maybe.of());
            default -> Optional.empty();
        };
    }

    /**
     * The shape of a type.
     *
     * @throws IllegalStateException if the type cannot be bound, which is a mistake of the record's author
     */
    static Shape of(Type type, Kinds kinds) {
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            Type[] arguments = generic.getActualTypeArguments();
            if (raw == Optional.class) {
                return new Maybe(of(arguments[0], kinds));
            }
            if (raw == List.class) {
                return new ListOf(of(arguments[0], kinds));
            }
            if (raw == Map.class && arguments[0] == String.class) {
                return new MapOf(of(arguments[1], kinds));
            }
            if (raw == Grid.class && of(arguments[0], kinds) instanceof OneOf family) {
                return new Spanned(family);
            }
        }
        if (type == JsonNode.class) {
            return new Free();
        }
        if (type instanceof Class<?> plain) {
            Optional<SortedMap<String, Class<?>>> known = kinds.of(plain);
            if (known.isPresent()) {
                return new OneOf(plain, known.get());
            }
            Optional<Scalar> scalar = Scalar.of(plain);
            if (scalar.isPresent()) {
                return scalar.get();
            }
            if (plain.isRecord()) {
                return new Nested(plain);
            }
        }
        throw new IllegalStateException(
                type + " cannot be bound: it is no scalar, record, list, map, grid or known family");
    }
}
