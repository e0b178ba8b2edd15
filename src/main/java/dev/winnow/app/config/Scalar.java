package dev.winnow.app.config;

import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.Suggestion;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A type whose values are one word of YAML.
 *
 * @param described what the word must be, as a message says it
 * @param reading from the word to the value
 * @param writing from the value to a word that reads as an equal value, or to a number
 */
record Scalar(Class<?> type, String described, Reading reading, Function<Object, Object> writing) implements Shape {
    private static final Pattern WHOLE = Pattern.compile("[-+]?\\d+(_\\d+)*");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(\\d+(_\\d+)*)?(\\.(\\d+(_\\d+)*)?)?([eE][-+]?\\d{1,4})?");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12}) ?(ms|s|m|h|d)");

    /** Units from large to small, in milliseconds. */
    private static final Map<String, Long> UNITS = units();

    /** From a word to a value. */
    @FunctionalInterface
    interface Reading {
        /**
         * The value.
         *
         * @param label the key, for the message
         * @param folder what relative paths start from
         * @throws IllegalArgumentException with the whole message
         */
        Object read(String label, String text, Path folder);
    }

    static Optional<Scalar> of(Class<?> type) {
        if (type == String.class) {
            return Optional.of(new Scalar(type, "text", (label, text, folder) -> text, value -> value));
        }
        if (type == int.class || type == Integer.class) {
            return Optional.of(whole(type, Integer.MIN_VALUE, Integer.MAX_VALUE, BigInteger::intValueExact));
        }
        if (type == long.class || type == Long.class) {
            return Optional.of(whole(type, Long.MIN_VALUE, Long.MAX_VALUE, BigInteger::longValueExact));
        }
        if (type == double.class || type == Double.class) {
            return Optional.of(new Scalar(type, "a number", Scalar::decimal, value -> value));
        }
        if (type == Path.class) {
            return Optional.of(new Scalar(type, "a path", Scalar::path, Object::toString));
        }
        if (type == Duration.class) {
            return Optional.of(new Scalar(
                    type, "a time such as 500ms, 30s, 2m or 1h", Scalar::duration, value -> written((Duration) value)));
        }
        if (type.isEnum()) {
            return Optional.of(choice(type));
        }
        return parsed(type).or(() -> wrapped(type));
    }

    private static Scalar whole(Class<?> type, long least, long most, Function<BigInteger, Object> narrow) {
        Reading reading = (label, text, folder) -> {
            if (!WHOLE.matcher(text).matches()) {
                throw new IllegalArgumentException(label + " must be a whole number, got '" + text + "'");
            }
            BigInteger value = new BigInteger(text.replace("_", ""));
            if (value.compareTo(BigInteger.valueOf(least)) < 0 || value.compareTo(BigInteger.valueOf(most)) > 0) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT, "%s must be between %,d and %,d, got '%s'", label, least, most, text));
            }
            return narrow.apply(value);
        };
        return new Scalar(type, "a whole number", reading, value -> value);
    }

    private static Object decimal(String label, String text, Path folder) {
        // The pattern lets a lone point or exponent pass; the parser does not.
        if (!text.isEmpty() && DECIMAL.matcher(text).matches()) {
            try {
                double value = new BigDecimal(text.replace("_", "")).doubleValue();
                if (!Double.isInfinite(value)) {
                    // Minus zero prints and compares unlike zero, and no setting means it.
                    return value == 0.0 ? 0.0 : value;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(label + " must be a number, got '" + text + "'", e);
            }
        }
        throw new IllegalArgumentException(label + " must be a number, got '" + text + "'");
    }

    private static Object path(String label, String text, Path folder) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(label + " must be a path, got nothing");
        }
        try {
            return folder.resolve(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(label + " must be a path, got '" + text + "'", e);
        }
    }

    private static Object duration(String label, String text, Path folder) {
        Matcher form = DURATION.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    label + " must be a time such as 500ms, 30s, 2m or 1h, got '" + text + "'");
        }
        return Duration.ofMillis(Math.multiplyExact(Long.parseLong(form.group(1)), unit(form.group(2))));
    }

    private static String written(Duration duration) {
        long millis = duration.toMillis();
        if (!Duration.ofMillis(millis).equals(duration) || duration.isNegative()) {
            throw new IllegalStateException("a time in a spec is whole milliseconds, not " + duration);
        }
        for (Map.Entry<String, Long> unit : UNITS.entrySet()) {
            if (millis > 0 && millis % unit.getValue() == 0) {
                return millis / unit.getValue() + unit.getKey();
            }
        }
        return millis + "s";
    }

    private static long unit(String name) {
        Long unit = UNITS.get(name);
        if (unit == null) {
            throw new IllegalStateException("no unit " + name);
        }
        return unit;
    }

    private static Map<String, Long> units() {
        Map<String, Long> units = new LinkedHashMap<>();
        units.put("d", 86_400_000L);
        units.put("h", 3_600_000L);
        units.put("m", 60_000L);
        units.put("s", 1_000L);
        units.put("ms", 1L);
        return units;
    }

    private static Scalar choice(Class<?> type) {
        Map<String, Object> constants = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(Naming.kebab(((Enum<?>) constant).name()), constant);
        }
        Reading reading = (label, text, folder) -> {
            Object constant = constants.get(text);
            if (constant == null) {
                throw new IllegalArgumentException(
                        "unknown " + label + " '" + text + "'" + Suggestion.of(text, constants.keySet()));
            }
            return constant;
        };
        return new Scalar(
                type,
                "one of " + String.join(", ", constants.keySet()),
                reading,
                value -> Naming.kebab(((Enum<?>) value).name()));
    }

    private static Optional<Scalar> parsed(Class<?> type) {
        return parsed(type, String.class, Path.class).or(() -> parsed(type, new Class<?>[] {String.class}));
    }

    /** By a static method of the type; one that takes a path as well is given the file's folder. */
    private static Optional<Scalar> parsed(Class<?> type, Class<?>... parameters) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().equals("parse")
                        && Modifier.isStatic(method.getModifiers())
                        && Modifier.isPublic(method.getModifiers())
                        && Arrays.equals(method.getParameterTypes(), parameters)
                        && type.isAssignableFrom(method.getReturnType()))
                .findFirst()
                .map(method -> new Scalar(
                        type,
                        Naming.withArticle(Naming.noun(type)),
                        (label, text, folder) -> labelled(
                                label, () -> parameters.length == 1 ? call(method, text) : call(method, text, folder)),
                        Object::toString));
    }

    /** A record around one text, such as an id. */
    private static Optional<Scalar> wrapped(Class<?> type) {
        RecordComponent[] components = type.isRecord() ? type.getRecordComponents() : new RecordComponent[0];
        if (components.length != 1
                || components[0].getType() != String.class
                || components[0].getAnnotation(Default.class) != null) {
            return Optional.empty();
        }
        Component only = Component.of(type, Kinds.none()).get(0);
        return Optional.of(new Scalar(
                type,
                Naming.withArticle(Naming.noun(type)),
                (label, text, folder) -> labelled(label, () -> Component.construct(type, List.of(text))),
                only::in));
    }

    private interface Building {
        Object build() throws InvocationTargetException;
    }

    private static Object labelled(String label, Building building) {
        try {
            return building.build();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException cause) {
                String message = String.valueOf(cause.getMessage());
                throw new IllegalArgumentException(
                        message.startsWith(label + " ") ? message : label + ": " + message, cause);
            }
            throw new IllegalStateException("cannot read " + label, e.getCause());
        }
    }

    private static Object call(Method method, Object... arguments) throws InvocationTargetException {
        method.setAccessible(true);
        try {
            return method.invoke(null, arguments);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("cannot call " + method, e);
        }
    }
}
