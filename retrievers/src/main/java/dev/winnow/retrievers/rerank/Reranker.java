package dev.winnow.retrievers.rerank;

import java.util.List;

/** Scores passages for a query. Safe for use by several threads. */
public interface Reranker {
    /**
     * New scores.
     *
     * @param candidates by falling score of the retriever that found them, at least one
     */
    Reranked rerank(String query, List<Candidate> candidates);
}
