package dev.winnow.retrievers.rerank;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.index.VectorSettings;

/**
 * A passage to be scored.
 *
 * @param title its document's, may be empty
 */
public record Candidate(Passage passage, String title) {
    /** Title and text together, as they are embedded. */
    public String text() {
        return VectorSettings.titled(title, passage.text());
    }
}
