package dev.winnow.indexer.chunk;

/**
 * A stretch of a text.
 *
 * @param start first UTF-16 unit, from 0
 * @param end one behind the last UTF-16 unit
 */
public record Span(int start, int end) {
    public Span {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("[" + start + ", " + end + ") is no span");
        }
    }

    /** The text between start and end. */
    public String of(String text) {
        return text.substring(start, end);
    }
}
