package dev.winnow.app.report;

import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as tables print them: the same characters on every machine. */
public final class Digits {
    private Digits() {}

    /** So many digits behind the point; zero has no sign. */
    public static String fixed(double value, int digits) {
        String text = String.format(Locale.ROOT, "%." + digits + "f", value);
        return text.startsWith("-") && text.chars().allMatch(c -> c == '-' || c == '.' || c == '0')
                ? text.substring(1)
                : text;
    }

    /** The same, or nothing. */
    public static String fixed(OptionalDouble value, int digits) {
        return value.isPresent() ? fixed(value.getAsDouble(), digits) : "";
    }

    /** A whole number with commas between thousands. */
    public static String grouped(double value) {
        return String.format(Locale.ROOT, "%,d", Math.round(value));
    }

    /** A time that people read: {@code 0.4 ms}, {@code 85 ms}, {@code 3.2 s}. */
    public static String duration(double millis) {
        if (millis >= 10_000) {
            return fixed(millis / 1000, 0) + " s";
        }
        if (millis >= 1000) {
            return fixed(millis / 1000, 1) + " s";
        }
        return fixed(millis, millis < 10 ? 1 : 0) + " ms";
    }

    /** Dollars with enough digits to tell small amounts apart. */
    public static String dollars(double value) {
        return "$" + fixed(value, value == 0 || value >= 100 ? 0 : value >= 1 ? 2 : value >= 0.01 ? 4 : 6);
    }

    /** A share, such as {@code 14 %}; small ones get a digit behind the point. */
    public static String percent(double share) {
        return fixed(100 * share, share < 0.0995 ? 1 : 0) + " %";
    }
}
