package dev.winnow.app.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Where a curve of means is highest, and where else its top may lie: each resample of the questions has a highest point,
 * and the range holds the middle share of those (percentile bootstrap of the argmax). Equal means count for the earlier
 * point.
 *
 * @param best the point with the highest mean
 * @param low the earliest point of the range
 * @param high the latest point of the range
 * @param share of resamples in which the best point is the highest, in [0, 1]
 */
public record Peak(int best, int low, int high, double share) {
    /** Means this close are equal: sums of floating-point numbers end in noise. */
    private static final double NOISE = 1e-12;

    /**
     * The top of a curve; empty without points or without questions.
     *
     * @param curve by point: every point has the same questions in the same order and the same clusters
     * @param level the share of resamples that the range holds, in (0, 1)
     * @param random gives the same generator each time, so that all points see the same draws
     * @throws IllegalArgumentException if points differ in their number of questions, or an argument is out of range
     */
    public static Optional<Peak> of(
            List<Sample> curve, double level, int resamples, Supplier<? extends RandomGenerator> random) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level must be between 0 and 1, got " + level);
        }
        if (curve.isEmpty() || curve.getFirst().size() == 0) {
            return Optional.empty();
        }
        double[] means = new double[curve.size()];
        double[][] draws = new double[curve.size()][];
        for (int point = 0; point < curve.size(); point++) {
            Sample sample = curve.get(point);
            if (sample.size() != curve.getFirst().size()) {
                throw new IllegalArgumentException("every point needs the same questions, got "
                        + curve.getFirst().size() + " and " + sample.size());
            }
            means[point] = sample.mean();
            draws[point] = Bootstrap.means(sample, resamples, random.get());
        }
        int best = highest(means);
        int[] tops = new int[resamples];
        double[] drawn = new double[curve.size()];
        for (int i = 0; i < resamples; i++) {
            for (int point = 0; point < drawn.length; point++) {
                drawn[point] = draws[point][i];
            }
            tops[i] = highest(drawn);
        }
        long same = Arrays.stream(tops).filter(top -> top == best).count();
        Arrays.sort(tops);
        double tail = (1 - level) / 2;
        int from = (int) Math.floor(tail * (resamples - 1));
        return Optional.of(new Peak(
                best,
                Math.min(best, tops[from]),
                Math.max(best, tops[resamples - 1 - from]),
                (double) same / resamples));
    }

    private static int highest(double[] means) {
        int best = 0;
        for (int point = 1; point < means.length; point++) {
            if (means[point] > means[best] + NOISE) {
                best = point;
            }
        }
        return best;
    }
}
