package dev.winnow.indexer.corpus;

/**
 * The documents that questions are asked of, in a fixed order. Iterating twice gives the same documents in the same
 * order; an implementation over files streams and does not hold all texts at once.
 */
public interface Corpus extends Iterable<Document> {
    /**
     * The document of that id.
     *
     * @throws java.util.NoSuchElementException if the corpus has none
     */
    Document get(DocumentId id);

    /** Identifies every id, title, text, link and metadata entry, and their order. */
    Fingerprint fingerprint();

    /** How many documents there are. */
    int size();
}
