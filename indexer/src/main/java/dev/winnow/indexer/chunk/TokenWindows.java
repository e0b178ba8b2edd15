package dev.winnow.indexer.chunk;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.tokens.TokenCounter;
import java.util.ArrayList;
import java.util.List;

/** Windows of a fixed number of tokens, each beginning a fixed number of tokens before the end of the last. */
final class TokenWindows implements Chunker {
    private final TokenCounter counter;
    private final int size;
    private final int overlap;

    TokenWindows(TokenCounter counter, int size, int overlap) {
        this.counter = counter;
        this.size = size;
        this.overlap = overlap;
    }

    @Override
    public List<Passage> chunk(Document document) {
        TokenisedText text = new TokenisedText(document.text(), counter);
        List<Span> spans = new ArrayList<>();
        int first = 0;
        int behind = 0;
        do {
            behind = (int) Math.min((long) first + size, text.size());
            int end = behind == text.size() ? text.text().length() : text.cut(behind);
            Blanks.trim(text.text(), text.cut(first), end).ifPresent(span -> add(span, spans));
            first = behind - overlap;
        } while (behind < text.size());
        return Passages.of(document, spans);
    }

    /** Windows that white space or a character of many tokens shrinks to a part of a neighbour are left out. */
    private static void add(Span span, List<Span> spans) {
        if (!spans.isEmpty()) {
            Span last = spans.getLast();
            if (span.end() <= last.end()) {
                return;
            }
            if (span.start() == last.start()) {
                spans.removeLast();
            }
        }
        spans.add(span);
    }
}
