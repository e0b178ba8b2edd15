package dev.winnow.pipelines.route;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.retrievers.Hit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How far two retrievers find the same passages. Both ways round it is the same. */
final class RankingAgreement {
    /** Each of them is in [0, 1], and 0 where either found nothing. */
    enum Feature {
        /** Share of the best five that both have. */
        OVERLAP_5("overlap-5"),
        /** Share of the best ten that both have. */
        OVERLAP_10("overlap-10"),
        /** Rank-biased overlap. */
        RBO("rbo");

        private final String word;

        Feature(String word) {
            this.word = word;
        }

        /** The feature's name for two retrievers, the first by name first. */
        String of(String retriever, String other) {
            return retriever + "+" + other + "." + word;
        }
    }

    /** How much each rank counts beside the one before it: the first ten have 86 % of the weight. */
    private static final double PERSISTENCE = 0.9;

    private RankingAgreement() {}

    /** Adds how far the hits of two retrievers agree. */
    static void into(
            String retriever, List<Hit> hits, String other, List<Hit> otherHits, Map<String, Double> features) {
        List<Passage> one = hits.stream().map(Hit::passage).toList();
        List<Passage> two = otherHits.stream().map(Hit::passage).toList();
        features.put(Feature.OVERLAP_5.of(retriever, other), overlap(one, two, 5));
        features.put(Feature.OVERLAP_10.of(retriever, other), overlap(one, two, 10));
        features.put(Feature.RBO.of(retriever, other), rankBiasedOverlap(one, two, PERSISTENCE));
    }

    /** What both lists have among their first, as a share of the longer's. */
    static <T> double overlap(List<T> one, List<T> two, int first) {
        Set<T> left = new HashSet<>(one.subList(0, Math.min(first, one.size())));
        Set<T> right = new HashSet<>(two.subList(0, Math.min(first, two.size())));
        int longer = Math.max(left.size(), right.size());
        left.retainAll(right);
        return longer == 0 ? 0 : (double) left.size() / longer;
    }

    /**
     * Rank-biased overlap, extrapolated from lists of two lengths (Webber, Moffat and Zobel, A Similarity Measure for
     * Indefinite Rankings, 2010, equation 32).
     *
     * @param p how much each rank counts beside the one before it, in (0, 1)
     */
    static <T> double rankBiasedOverlap(List<T> one, List<T> two, double p) {
        List<T> shorter = one.size() <= two.size() ? one : two;
        List<T> longer = one.size() <= two.size() ? two : one;
        int s = shorter.size();
        int l = longer.size();
        if (s == 0) {
            return 0;
        }
        Set<T> inShorter = new HashSet<>();
        Set<T> inLonger = new HashSet<>();
        double sum = 0;
        double weight = 1;
        int common = 0;
        int commonAtShorter = 0;
        for (int d = 1; d <= l; d++) {
            weight *= p;
            T right = longer.get(d - 1);
            inLonger.add(right);
            if (d <= s) {
                T left = shorter.get(d - 1);
                inShorter.add(left);
                common += left.equals(right)
                        ? 1
                        : (inLonger.contains(left) ? 1 : 0) + (inShorter.contains(right) ? 1 : 0);
                commonAtShorter = common;
                sum += weight * common / d;
            } else {
                common += inShorter.contains(right) ? 1 : 0;
                sum += weight * (common / (double) d + commonAtShorter * (double) (d - s) / ((double) s * d));
            }
        }
        double extrapolated = (common - commonAtShorter) / (double) l + commonAtShorter / (double) s;
        return Math.min(1, Math.max(0, (1 - p) / p * sum + extrapolated * weight));
    }
}
