package dev.winnow.app.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Which of many tests still say something (Benjamini and Hochberg, Journal of the Royal Statistical Society B 57, 1995). */
public final class FalseDiscovery {
    private FalseDiscovery() {}

    /**
     * The adjusted p values, in the order given: calling all tests below a level discoveries, at most that share of them
     * is expected to be false. With the k-th smallest p of m being p(k), it is the least {@code m p(j) / j} of all
     * {@code j >= k}, and at most 1.
     *
     * @param values p values, in [0, 1]
     */
    public static double[] adjusted(double[] values) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(place -> values[place]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[values.length];
        double least = 1;
        for (int rank = values.length; rank >= 1; rank--) {
            least = Math.min(least, values[order[rank - 1]] * values.length / rank);
            adjusted[order[rank - 1]] = least;
        }
        return adjusted;
    }
}
