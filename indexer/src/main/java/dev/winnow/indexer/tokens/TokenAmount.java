package dev.winnow.indexer.tokens;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Any number of tokens as people write it: as a {@link TokenSize}, and beyond: {@code 500M}, {@code 10G}, {@code 1Gi}. */
public record TokenAmount(long tokens) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,10})([KMG]i?)?");

    public TokenAmount {
        if (tokens < 1) {
            throw new IllegalArgumentException("a number of tokens must be at least 1, got " + tokens);
        }
    }

    /**
     * The number that is written so.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static TokenAmount parse(String written) {
        Matcher form = FORM.matcher(written.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "a number of tokens is a whole number with K (1,000), Ki (1,024), M, Mi, G"
                            + " or Gi behind it, got '" + written + "'");
        }
        try {
            return new TokenAmount(Math.multiplyExact(Long.parseLong(form.group(1)), unit(form.group(2))));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("a number of tokens must be below 2^63, got " + written, e);
        }
    }

    /** What stands behind a number, which may be nothing. */
    static long unit(String suffix) {
        return switch (suffix == null ? "" : suffix) {
            case "K" -> 1_000L;
            case "Ki" -> 1L << 10;
            case "M" -> 1_000_000L;
            case "Mi" -> 1L << 20;
            case "G" -> 1_000_000_000L;
            case "Gi" -> 1L << 30;
            default -> 1L;
        };
    }

    /** The shortest way to write it. */
    @Override
    public String toString() {
        if (tokens % 1_000_000_000 == 0) {
            return tokens / 1_000_000_000 + "G";
        }
        if (tokens % 1_000_000 == 0) {
            return tokens / 1_000_000 + "M";
        }
        if (tokens % 1_000 == 0) {
            return tokens / 1_000 + "K";
        }
        return tokens % 1_024 == 0 ? tokens / 1_024 + "Ki" : Long.toString(tokens);
    }
}
