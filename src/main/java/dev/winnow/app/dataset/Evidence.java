package dev.winnow.app.dataset;

import dev.winnow.indexer.corpus.DocumentId;

/**
 * Where a document holds what a question needs, in UTF-16 offsets; it survives any chunking.
 *
 * @param grain how precisely the place is known
 */
public record Evidence(DocumentId document, int start, int end, Grain grain) {
    /** How precisely a place is known. */
    public enum Grain {
        /** Exactly this text is needed: it is found when all of it is shown. */
        SPAN,
        /** The evidence stands somewhere in this stretch: it is found when any of the stretch is shown. */
        REGION
    }

    public Evidence {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException(
                    "evidence in '" + document + "' must be a span, got [" + start + ", " + end + ")");
        }
    }

    /** Whether a span of a document has a character in common with it. */
    public boolean overlaps(DocumentId other, int from, int to) {
        return document.equals(other) && from < end && start < to;
    }
}
