package dev.winnow.retrievers.rerank;

import dev.winnow.retrievers.RetrievalUsage;
import java.util.List;

/**
 * New scores.
 *
 * @param scores one for each candidate, in their order; higher is better, all finite
 * @param usage what they took
 */
public record Reranked(List<Float> scores, RetrievalUsage usage) {
    public Reranked {
        scores = List.copyOf(scores);
        for (float score : scores) {
            if (!Float.isFinite(score)) {
                throw new IllegalArgumentException("a score must be a finite number, got " + score);
            }
        }
    }
}
