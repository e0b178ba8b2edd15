package dev.winnow.indexer.index;

/** How the passages nearest to a query are found. */
public enum VectorSearch {
    /** Every passage is compared: the same result always, and fast enough up to some hundred thousand passages. */
    EXACT,
    /**
     * Every passage is compared by its quantised vector, and the best again by their exact ones: reads a fraction of the
     * memory of exact search, and may miss some.
     */
    FLAT,
    /** A graph is walked (HNSW; Malkov and Yashunin, 2016): faster on large corpora, and it may miss some. */
    HNSW
}
