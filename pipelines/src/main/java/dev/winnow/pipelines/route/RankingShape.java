package dev.winnow.pipelines.route;

import dev.winnow.retrievers.Hit;
import java.util.List;
import java.util.Map;

/** What the scores of a ranking tell of how sure a retriever is. */
final class RankingShape {
    /** Each of them is 0 where nothing was found. */
    enum Feature {
        /** The best score. */
        TOP("top"),
        /** The best score less the second; 0 where there is no second. */
        GAP("gap"),
        /** The best score less the last. */
        RANGE("range"),
        /** The mean of the scores. */
        MEAN("mean"),
        /** Their standard deviation, as of a whole population. */
        DEVIATION("deviation"),
        /**
         * How evenly they are spread: the entropy of the softmax of standardised scores over its greatest value, the
         * logarithm of their number; in [0, 1], and 1 where all are equal. 0 for a single hit.
         */
        ENTROPY("entropy"),
        /** How many were found. */
        HITS("hits"),
        /** Share of the question's terms, by their idf, that stand in the best five hits or their titles; in [0, 1]. */
        COVERAGE("coverage");

        private final String word;

        Feature(String word) {
            this.word = word;
        }

        /** The feature's name for a retriever. */
        String of(String retriever) {
            return retriever + "." + word;
        }
    }

    /** Hits in which the question's terms are looked for. */
    static final int COVERING = 5;

    private RankingShape() {}

    /** Adds what the scores of a retriever's hits tell, best first; not their coverage. */
    static void into(String retriever, List<Hit> hits, Map<String, Double> features) {
        double[] scores = hits.stream().mapToDouble(Hit::score).toArray();
        int count = scores.length;
        double top = count == 0 ? 0 : scores[0];
        double mean = 0;
        for (double score : scores) {
            mean += score / count;
        }
        double variance = 0;
        for (double score : scores) {
            variance += (score - mean) * (score - mean) / count;
        }
        double deviation = Math.sqrt(variance);
        features.put(Feature.TOP.of(retriever), top);
        features.put(Feature.GAP.of(retriever), count < 2 ? 0 : top - scores[1]);
        features.put(Feature.RANGE.of(retriever), count == 0 ? 0 : top - scores[count - 1]);
        features.put(Feature.MEAN.of(retriever), mean);
        features.put(Feature.DEVIATION.of(retriever), deviation);
        features.put(Feature.ENTROPY.of(retriever), entropy(scores, deviation));
        features.put(Feature.HITS.of(retriever), (double) count);
    }

    /** Of scores by falling value. */
    static double entropy(double[] scores, double deviation) {
        if (scores.length < 2) {
            return 0;
        }
        double sum = 0;
        double[] weights = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            // The mean cancels; less the greatest, nothing overflows.
            weights[i] = deviation == 0 ? 1 : Math.exp((scores[i] - scores[0]) / deviation);
            sum += weights[i];
        }
        double entropy = 0;
        for (double weight : weights) {
            double share = weight / sum;
            entropy -= share == 0 ? 0 : share * Math.log(share);
        }
        return Math.min(1, Math.max(0, entropy / Math.log(scores.length)));
    }
}
