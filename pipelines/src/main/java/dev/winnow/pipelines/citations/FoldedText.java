package dev.winnow.pipelines.citations;

import dev.winnow.indexer.chunk.Span;
import dev.winnow.indexer.corpus.Scripts;
import java.util.Optional;

/**
 * A text in which kinds of quotation mark, dash and white space, and amounts of white space, make no difference. Offsets are
 * those of the text as it was.
 */
final class FoldedText {
    private final String folded;
    /** Where each unit of the folded text stands in the text. */
    private final int[] starts;

    private FoldedText(String folded, int[] starts) {
        this.folded = folded;
        this.starts = starts;
    }

    static FoldedText of(String text) {
        char[] folded = new char[text.length()];
        int[] starts = new int[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = fold(text.charAt(i));
            if (c != 0 && (c != ' ' || length == 0 || folded[length - 1] != ' ')) {
                starts[length] = i;
                folded[length++] = c;
            }
        }
        return new FoldedText(new String(folded, 0, length), starts);
    }

    /** The text itself, without white space around it. */
    static String fold(String text) {
        return of(text).folded.strip();
    }

    /** A character that stands for its like; 0 for what is not seen. */
    private static char fold(char c) {
        if (c > ' ' && c < '`') {
            return c;
        }
        return switch (c) {
            case '\u2018', '\u2019', '\u201A', '\u201B', '\u2032', '\u00B4', '`', '\u02BC' -> '\'';
            case '\u201C', '\u201D', '\u201E', '\u201F', '\u2033', '\u00AB', '\u00BB' -> '"';
            case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2015', '\u2212' -> '-';
            case '\u00AD', '\u200B', '\u200C', '\u200D', '\uFEFF' -> 0;
            default -> Character.isWhitespace(c) || Character.isSpaceChar(c) ? ' ' : c;
        };
    }

    /** Where folded words first stand, not inside of others. */
    Optional<Span> find(String words) {
        for (int at = folded.indexOf(words); at >= 0; at = folded.indexOf(words, at + 1)) {
            if (isEdge(at) && isEdge(at + words.length())) {
                return Optional.of(new Span(starts[at], starts[at + words.length() - 1] + 1));
            }
        }
        return Optional.empty();
    }

    /** Whether no word goes on at an offset; in scripts without spaces between words none does. */
    private boolean isEdge(int at) {
        return at == 0 || at == folded.length() || !joins(folded.codePointBefore(at)) || !joins(folded.codePointAt(at));
    }

    private static boolean joins(int c) {
        return Character.isLetterOrDigit(c) && !Scripts.isUnspaced(c);
    }
}
