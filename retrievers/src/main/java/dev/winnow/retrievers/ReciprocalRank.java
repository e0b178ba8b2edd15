package dev.winnow.retrievers;

import dev.winnow.indexer.spec.Default;
import java.util.List;

/**
 * Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009): the score of a hit is the sum, over the rankings
 * that hold it, of {@code 1 / (constant + rank)}.
 *
 * @param constant 60 in the paper; larger values make ranks count more evenly
 */
public record ReciprocalRank(@Default("60") int constant) implements FusionMethod {
    public ReciprocalRank {
        if (constant < 1) {
            throw new IllegalArgumentException("constant must be at least 1, got " + constant);
        }
    }

    @Override
    public Ranking fuse(List<Ranking> rankings, Query.Level level, int depth) {
        FusedScores scores = new FusedScores(level);
        for (Ranking ranking : rankings) {
            int rank = 1;
            for (Hit hit : ranking.hits()) {
                scores.add(hit, 1.0 / (constant + rank++));
            }
        }
        return scores.ranking().top(depth);
    }
}
