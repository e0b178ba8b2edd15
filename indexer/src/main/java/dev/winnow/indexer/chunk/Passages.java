package dev.winnow.indexer.chunk;

import dev.winnow.indexer.corpus.Document;
import java.util.ArrayList;
import java.util.List;

/** Spans of a document as passages, numbered in the order given. */
final class Passages {
    private Passages() {}

    static List<Passage> of(Document document, List<Span> spans) {
        List<Passage> passages = new ArrayList<>(spans.size());
        for (Span span : spans) {
            passages.add(Passage.of(document, passages.size(), span.start(), span.end()));
        }
        return List.copyOf(passages);
    }
}
