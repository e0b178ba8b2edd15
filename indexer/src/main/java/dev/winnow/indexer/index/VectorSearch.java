package dev.winnow.indexer.index;

/** How the passages nearest to a query are found. */
public enum VectorSearch {
    /** Every passage is compared: the same result always, and fast enough up to some hundred thousand passages. */
    EXACT,
    /** A graph is walked (HNSW; Malkov and Yashunin, 2016): faster on large corpora, and it may miss some. */
    HNSW
}
