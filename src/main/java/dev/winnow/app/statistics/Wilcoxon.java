package dev.winnow.app.statistics;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Wilcoxon's signed-rank test of paired differences. Absolute differences are ranked, equal ones share the mean of their ranks;
 * zeros are ranked too and then left out (Pratt, Journal of the American Statistical Association 54, 1959): left out before,
 * they would let a handful of small differences pass for large ones.
 *
 * @param positive sum of the ranks of differences above zero
 * @param negative of those below
 * @param differing how many differences are not zero
 * @param zeros how many are
 * @param p two-sided: twice the smaller tail, at most 1; 1 where nothing differs
 * @param method how p was found
 */
public record Wilcoxon(double positive, double negative, int differing, int zeros, double p, Method method) {
    /** Up to so many differences that are not zero p is exact; as many sign patterns are counted exactly by a double. */
    public static final int EXACT_UP_TO = 50;
    /** Counting takes memory and time in proportion to the ranks, which zeros push up. */
    public static final int EXACT_AMONG = 10_000;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    /** How a p value was found. */
    public enum Method {
        /** By the distribution of the sum over all sign patterns of the ranks at hand, ties and zeros included. */
        EXACT,
        /** By the normal distribution with the same mean and variance, corrected for ties, without continuity correction. */
        NORMAL
    }

    /**
     * Of finite differences: exact for up to {@link #EXACT_UP_TO} that are not zero, among up to {@link #EXACT_AMONG} values in
     * all.
     */
    public static Wilcoxon of(double[] differences) {
        boolean few = Arrays.stream(differences).filter(d -> d != 0).count() <= EXACT_UP_TO;
        return of(differences, few && differences.length <= EXACT_AMONG ? Method.EXACT : Method.NORMAL);
    }

    /**
     * By a method.
     *
     * @throws IllegalArgumentException if a value is not finite, or if more than {@link #EXACT_UP_TO} values that are not zero are
     *     asked to be done exactly
     */
    public static Wilcoxon of(double[] differences, Method method) {
        for (double difference : differences) {
            if (!Double.isFinite(difference)) {
                throw new IllegalArgumentException("differences must be finite, got " + difference);
            }
        }
        int[] twice = doubledRanks(differences);
        long positive = 0;
        long negative = 0;
        int zeros = 0;
        for (int i = 0; i < twice.length; i++) {
            positive += differences[i] > 0 ? twice[i] : 0;
            negative += differences[i] < 0 ? twice[i] : 0;
            zeros += differences[i] == 0 ? 1 : 0;
        }
        int[] signed = IntStream.range(0, twice.length)
                .filter(i -> differences[i] != 0)
                .map(i -> twice[i])
                .toArray();
        if (method == Method.EXACT && signed.length > EXACT_UP_TO) {
            throw new IllegalArgumentException(
                    "exact for up to " + EXACT_UP_TO + " differences that are not zero, got " + signed.length);
        }
        double p = signed.length == 0
                ? 1
                : method == Method.EXACT
                        ? exact(signed, Math.min(positive, negative))
                        : normal(signed, Math.min(positive, negative));
        return new Wilcoxon(positive / 2.0, negative / 2.0, signed.length, zeros, p, method);
    }

    /**
     * The matched-pairs rank-biserial correlation (Kerby, The Simple Difference Formula, Comprehensive Psychology 3, 2014): the
     * share of rank sum that is positive less the share that is negative, in [-1, 1]; 0 where nothing differs.
     */
    public double rankBiserial() {
        return differing == 0 ? 0 : (positive - negative) / (positive + negative);
    }

    /** Twice the rank of each absolute value, from 1, so that shared ranks stay whole numbers; zeros have the first ranks. */
    private static int[] doubledRanks(double[] differences) {
        double[] sorted = Arrays.stream(differences).map(Math::abs).sorted().toArray();
        int[] last = new int[sorted.length];
        int[] first = new int[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            first[i] = i > 0 && sorted[i] == sorted[i - 1] ? first[i - 1] : i;
        }
        for (int i = sorted.length - 1; i >= 0; i--) {
            last[i] = i + 1 < sorted.length && sorted[i] == sorted[i + 1] ? last[i + 1] : i;
        }
        return Arrays.stream(differences)
                .mapToInt(difference -> Arrays.binarySearch(sorted, Math.abs(difference)))
                .map(place -> first[place] + last[place] + 2)
                .toArray();
    }

    /** Counts the sign patterns by their sum, one rank after the other. */
    private static double exact(int[] ranks, long smaller) {
        int most = Arrays.stream(ranks).sum();
        double[] patterns = new double[most + 1];
        patterns[0] = 1;
        int reached = 0;
        for (int rank : ranks) {
            reached += rank;
            for (int sum = reached; sum >= rank; sum--) {
                patterns[sum] += patterns[sum - rank];
            }
        }
        double tail = Arrays.stream(patterns, 0, (int) smaller + 1).sum();
        return Math.min(1, 2 * tail / Math.pow(2, ranks.length));
    }

    /** Given the ranks, their sum with fair signs has half their total for its mean and a quarter of their squares for its variance. */
    private static double normal(int[] ranks, long smaller) {
        double mean = Arrays.stream(ranks).asLongStream().sum() / 2.0;
        double variance =
                Arrays.stream(ranks).mapToDouble(rank -> (double) rank * rank).sum() / 4;
        return Math.min(1, 2 * NORMAL.cumulativeProbability((smaller - mean) / Math.sqrt(variance)));
    }
}
