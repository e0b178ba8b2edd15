package dev.winnow.pipelines.model;

import java.util.OptionalDouble;

/**
 * How freely a model chooses its words.
 *
 * @param value from 0; empty where the server decides, as some thinking models want it
 */
public record Temperature(OptionalDouble value) {
    /** It is not sent. */
    public static final Temperature UNSET = new Temperature(OptionalDouble.empty());

    private static final String NOT_SENT = "unset";

    public static Temperature of(double value) {
        return new Temperature(OptionalDouble.of(value));
    }

    /**
     * A number, or {@code unset}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static Temperature parse(String text) {
        if (text.equals(NOT_SENT)) {
            return UNSET;
        }
        try {
            return of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a number or unset, got '" + text + "'", e);
        }
    }

    boolean within(double most) {
        return value.isEmpty() || (value.getAsDouble() >= 0 && value.getAsDouble() <= most);
    }

    @Override
    public String toString() {
        return value.isPresent() ? Double.toString(value.getAsDouble()) : NOT_SENT;
    }
}
