package dev.winnow.indexer.chunk;

import dev.winnow.indexer.corpus.DocumentId;

/**
 * The name of a passage: its document's id, {@code #}, and its ordinal in the document, from 0; for other spans of a
 * document {@code @start-end}.
 */
public record PassageId(String value) {
    /** The id of a document's passage of this ordinal. */
    public static PassageId of(DocumentId document, int ordinal) {
        return new PassageId(document.value() + "#" + ordinal);
    }

    /** The id of a span of a document that is none of its passages. */
    public static PassageId of(DocumentId document, int start, int end) {
        return new PassageId(document.value() + "@" + start + "-" + end);
    }

    @Override
    public String toString() {
        return value;
    }
}
