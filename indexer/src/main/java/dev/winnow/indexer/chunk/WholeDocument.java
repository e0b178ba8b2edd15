package dev.winnow.indexer.chunk;

import dev.winnow.indexer.corpus.Document;
import java.util.List;

/** The whole text as one passage. */
final class WholeDocument implements Chunker {
    @Override
    public List<Passage> chunk(Document document) {
        String text = document.text();
        return Passages.of(
                document, Blanks.trim(text, 0, text.length()).map(List::of).orElse(List.of()));
    }
}
