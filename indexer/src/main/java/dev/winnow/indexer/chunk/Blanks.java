package dev.winnow.indexer.chunk;

import java.util.Optional;

/** White space: what {@link Character#isWhitespace} says, and the spaces that do not break a line. */
final class Blanks {
    private Blanks() {}

    static boolean isBlank(char c) {
        return c <= ' ' ? Character.isWhitespace(c) : c >= 0x85 && (Character.isWhitespace(c) || isSpace(c));
    }

    private static boolean isSpace(char c) {
        return Character.isSpaceChar(c) || c == 0x85;
    }

    static boolean isNewline(char c) {
        return c == '\n' || c == '\r' || c == '\u2028' || c == '\u2029' || c == 0x85 || c == '\f' || c == 0x0B;
    }

    /** The first offset from start on that is not blank, or end. */
    static int skip(String text, int start, int end) {
        int at = start;
        while (at < end && isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** What remains between two offsets without the white space around it; empty if nothing does. */
    static Optional<Span> trim(String text, int start, int end) {
        int first = skip(text, start, end);
        int last = end;
        while (last > first && isBlank(text.charAt(last - 1))) {
            last--;
        }
        return first < last ? Optional.of(new Span(first, last)) : Optional.empty();
    }
}
