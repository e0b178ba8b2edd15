package dev.winnow.indexer.chunk;

import dev.winnow.indexer.corpus.DocumentId;

/** The name of a passage: its document's id, {@code #}, and its ordinal in the document, from 0. */
public record PassageId(String value) {
    /** The id of a document's passage of this ordinal. */
    public static PassageId of(DocumentId document, int ordinal) {
        return new PassageId(document.value() + "#" + ordinal);
    }

    @Override
    public String toString() {
        return value;
    }
}
