package dev.winnow.indexer.tokens;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of tokens as people write it: {@code 500}, {@code 16K} (16,000), {@code 16Ki} (16,384), {@code 1M}. */
public record TokenSize(int tokens) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,10})(K|Ki|M|Mi)?");

    public TokenSize {
        if (tokens < 1) {
            throw new IllegalArgumentException("a size must be at least 1 token, got " + tokens);
        }
    }

    /**
     * The size that is written so.
     *
     * @throws IllegalArgumentException if it is not a size
     */
    public static TokenSize parse(String written) {
        Matcher form = FORM.matcher(written.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "a size is a whole number with K (1,000), Ki (1,024), M or Mi behind it, got '" + written + "'");
        }
        long tokens = Long.parseLong(form.group(1)) * TokenAmount.unit(form.group(2));
        if (tokens > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a size must be below 2,147,483,648 tokens, got " + written);
        }
        return new TokenSize((int) tokens);
    }

    /** The shortest way to write it. */
    @Override
    public String toString() {
        if (tokens % 1_000_000 == 0) {
            return tokens / 1_000_000 + "M";
        }
        if (tokens % 1_000 == 0) {
            return tokens / 1_000 + "K";
        }
        return tokens % 1_024 == 0 ? tokens / 1_024 + "Ki" : Integer.toString(tokens);
    }
}
