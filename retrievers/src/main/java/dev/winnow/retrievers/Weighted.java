package dev.winnow.retrievers;

import dev.winnow.indexer.spec.Default;
import java.util.List;

/**
 * The weighted sum of normalised scores (convex combination; Bruch, Gai and Ingber, An Analysis of Fusion Functions for
 * Hybrid Retrieval, 2023). A ranking that does not hold a hit adds as much as for its own worst, so that to be found never
 * lowers a score.
 *
 * @param weights one for each retriever, at least 0 and not all 0; equal where there are none
 * @param normalisation makes scores of different retrievers comparable
 */
public record Weighted(@Default("[]") List<Double> weights, @Default("min-max") Normalisation normalisation)
        implements FusionMethod {
    /** How the scores of one ranking are scaled. */
    public enum Normalisation {
        /** The ranking's best score becomes 1 and its worst 0; where all are equal, 1. */
        MIN_MAX,
        /** Less the ranking's mean, over its standard deviation; 0 where all are equal. */
        Z_SCORE,
        /** As they are. */
        NONE
    }

    public Weighted {
        weights = List.copyOf(weights);
        for (double weight : weights) {
            if (!(weight >= 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException("weights must be at least 0, got " + weight);
            }
        }
        if (!weights.isEmpty() && weights.stream().allMatch(weight -> weight == 0)) {
            throw new IllegalArgumentException("weights must not all be 0");
        }
    }

    @Override
    public void check(int retrievers) {
        if (!weights.isEmpty() && weights.size() != retrievers) {
            throw new IllegalArgumentException("weights must be one for each of the %d retrievers of 'of', got %d"
                    .formatted(retrievers, weights.size()));
        }
    }

    @Override
    public Ranking fuse(List<Ranking> rankings, Query.Level level, int depth) {
        FusedScores scores = new FusedScores(level);
        for (int i = 0; i < rankings.size(); i++) {
            double weight = weights.isEmpty() ? 1.0 / rankings.size() : weights.get(i);
            List<Hit> hits = rankings.get(i).hits();
            double[] normalised = normalised(hits);
            for (int rank = 0; rank < hits.size(); rank++) {
                scores.add(hits.get(rank), weight * (normalised[rank] - least(normalised)));
            }
        }
        return scores.ranking().top(depth);
    }

    /** What the worst of a ranking has, and what is not in it; 0 where scores begin there. */
    private double least(double[] normalised) {
        return switch (normalisation) {
            case MIN_MAX -> 0;
            case Z_SCORE, NONE -> Math.min(0, normalised[normalised.length - 1]);
        };
    }

    /** The scores of a ranking, scaled, in its order. */
    private double[] normalised(List<Hit> hits) {
        double[] scores = hits.stream().mapToDouble(Hit::score).toArray();
        if (scores.length == 0) {
            return scores;
        }
        double best = scores[0];
        double worst = scores[scores.length - 1];
        double mean = 0;
        for (double score : scores) {
            mean += score / scores.length;
        }
        double variance = 0;
        for (double score : scores) {
            variance += (score - mean) * (score - mean) / scores.length;
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] = switch (normalisation) {
                case MIN_MAX -> best == worst ? 1 : (scores[i] - worst) / (best - worst);
                case Z_SCORE -> best == worst ? 0 : (scores[i] - mean) / Math.sqrt(variance);
                case NONE -> scores[i];
            };
        }
        return scores;
    }
}
