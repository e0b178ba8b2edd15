package dev.winnow.indexer.chunk;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.indexer.tokens.TokenCounter;
import java.util.ArrayList;
import java.util.List;

/**
 * Windows of as many whole sentences as fit, each beginning with the last sentences of the one before, as many as fit
 * into the overlap. The overlap is given up where the next sentence would not fit beside it. A sentence that is longer
 * than a window is cut, behind a word where one ends in the last quarter.
 */
final class SentenceWindows implements Chunker {
    private final TokenCounter counter;
    private final Language language;
    private final int size;
    private final int overlap;

    SentenceWindows(TokenCounter counter, Language language, int size, int overlap) {
        this.counter = counter;
        this.language = language;
        this.size = size;
        this.overlap = overlap;
    }

    @Override
    public List<Passage> chunk(Document document) {
        TokenisedText text = new TokenisedText(document.text(), counter);
        return Passages.of(document, windows(text, Sentences.of(document.text(), language), size, overlap));
    }

    /** Windows over these sentences, in tokens of the text as a whole. */
    static List<Span> windows(TokenisedText text, List<Span> sentences, int size, int overlap) {
        List<Span> units = new ArrayList<>();
        for (Span sentence : sentences) {
            addCut(text, sentence, size, units);
        }
        List<Span> windows = new ArrayList<>();
        int first = 0;
        while (first < units.size()) {
            int start = units.get(first).start();
            int last = first;
            while (last + 1 < units.size()
                    && text.between(start, units.get(last + 1).end()) <= size) {
                last++;
            }
            windows.add(new Span(start, units.get(last).end()));
            int next = last + 1;
            if (next == units.size()) {
                break;
            }
            first = next;
            while (repeats(text, units, first - 1, last, overlap) && fits(text, units, first - 1, next, size)) {
                first--;
            }
        }
        return windows;
    }

    private static boolean repeats(TokenisedText text, List<Span> units, int first, int last, int overlap) {
        return overlap > 0 && first >= 0 && fits(text, units, first, last, overlap);
    }

    private static boolean fits(TokenisedText text, List<Span> units, int first, int last, int tokens) {
        return text.between(units.get(first).start(), units.get(last).end()) <= tokens;
    }

    private static void addCut(TokenisedText text, Span sentence, int size, List<Span> units) {
        int start = sentence.start();
        while (text.between(start, sentence.end()) > size) {
            int end = cut(text, start, size);
            if (end >= sentence.end()) {
                break;
            }
            Blanks.trim(text.text(), start, end).ifPresent(units::add);
            start = Blanks.skip(text.text(), end, sentence.end());
        }
        Blanks.trim(text.text(), start, sentence.end()).ifPresent(units::add);
    }

    private static int cut(TokenisedText text, int start, int size) {
        int latest = text.until(start) + size;
        int earliest = latest - size / 4;
        for (int tokens = latest; tokens > earliest; tokens--) {
            int end = text.cut(tokens);
            if (end < text.text().length() && Blanks.isBlank(text.text().charAt(end))) {
                return end;
            }
        }
        return text.cut(latest);
    }
}
