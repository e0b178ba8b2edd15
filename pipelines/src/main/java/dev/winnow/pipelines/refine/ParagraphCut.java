package dev.winnow.pipelines.refine;

import dev.winnow.indexer.chunk.Paragraphs;
import dev.winnow.indexer.chunk.Sentences;
import dev.winnow.indexer.chunk.Span;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.indexer.corpus.Scripts;
import java.util.ArrayList;
import java.util.List;

/**
 * How text falls into paragraphs: where blank lines stand; one that is too short is merged with the next, and one of more
 * than {@value #LONGEST} times the shortest is cut between sentences into pieces of twice the shortest at least, as a part
 * that does not fit a budget could never be chosen. A word is what stands between white space; letters of scripts without
 * spaces count one each.
 *
 * @param shortest words below which a paragraph is merged with the next, at least 1
 * @param language whose sentences a long paragraph is cut at
 */
public record ParagraphCut(int shortest, Language language) {
    private static final int LONGEST = 4;

    public ParagraphCut {
        if (shortest < 1) {
            throw new IllegalArgumentException("the shortest paragraph must have 1 word or more, got " + shortest);
        }
    }

    /** The paragraphs of a text, in its order: none is blank, none overlaps another, together they hold all but white space. */
    public List<Span> cut(String text) {
        List<Span> merged = new ArrayList<>();
        int start = -1;
        int words = 0;
        Span last = null;
        for (Span piece : pieces(text)) {
            start = start < 0 ? piece.start() : start;
            words += words(text, piece);
            last = piece;
            if (words >= shortest) {
                merged.add(new Span(start, piece.end()));
                start = -1;
                words = 0;
            }
        }
        if (start >= 0) {
            merged.add(new Span(start, last.end()));
        }
        return merged;
    }

    private List<Span> pieces(String text) {
        List<Span> pieces = new ArrayList<>();
        for (Span paragraph : Paragraphs.of(text)) {
            if (words(text, paragraph) > LONGEST * shortest) {
                addCut(text, paragraph, pieces);
            } else {
                pieces.add(paragraph);
            }
        }
        return pieces;
    }

    private void addCut(String text, Span paragraph, List<Span> pieces) {
        int left = words(text, paragraph);
        int start = -1;
        int words = 0;
        int end = paragraph.start();
        for (Span sentence : Sentences.of(paragraph.of(text), language)) {
            start = start < 0 ? paragraph.start() + sentence.start() : start;
            end = paragraph.start() + sentence.end();
            int own = words(text, new Span(paragraph.start() + sentence.start(), end));
            words += own;
            left -= own;
            // A rest that is too short stays with the last piece.
            if (words >= 2 * shortest && left >= shortest) {
                pieces.add(new Span(start, end));
                start = -1;
                words = 0;
            }
        }
        if (start >= 0) {
            pieces.add(new Span(start, end));
        }
    }

    static int words(String text, Span span) {
        int words = 0;
        boolean inside = false;
        for (int at = span.start(); at < span.end(); at++) {
            char c = text.charAt(at);
            if (isBlank(c)) {
                inside = false;
            } else if (c >= 0x0E00 && Scripts.isUnspaced(c)) {
                words++;
                inside = false;
            } else if (!inside) {
                words++;
                inside = true;
            }
        }
        return words;
    }

    /** Whether nothing but white space lies between two offsets, or they are not in order. */
    static boolean isBlank(String text, int start, int end) {
        for (int at = start; at < end; at++) {
            if (!isBlank(text.charAt(at))) {
                return false;
            }
        }
        return true;
    }

    static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }
}
