package dev.winnow.app.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Percentile bootstrap of a mean (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13): draw as many
 * values as there are, with replacement, many times; the interval holds the middle share of the means of those draws.
 */
public final class Bootstrap {
    /** Up to this many values the unevenness is below one in 60,000. */
    private static final int BATCHED = 4_096;

    /** Any level that passes the check, where none is needed. */
    private static final double HALF = 0.5;

    private Bootstrap() {}

    /**
     * The mean of values and its interval; empty without values. Of a single value, or of equal ones, the interval is a
     * point: the method knows nothing beyond the values. The same generator state gives the same interval.
     *
     * @param values finite
     * @param level the confidence, in (0, 1)
     * @param resamples how many times to draw, at least 1; the cost is their product with the number of values
     * @throws IllegalArgumentException if an argument is out of range
     */
    public static Optional<Interval> mean(double[] values, double level, int resamples, RandomGenerator random) {
        check(values, level, resamples);
        if (values.length == 0) {
            return Optional.empty();
        }
        double least = Arrays.stream(values).min().getAsDouble();
        double most = Arrays.stream(values).max().getAsDouble();
        if (least == most) {
            return Optional.of(new Interval(least, least, least, level, values.length));
        }
        double mean = Arrays.stream(values).sum() / values.length;
        return Optional.of(interval(mean, means(values, resamples, random), level, values.length));
    }

    /**
     * The means of the draws, in the order drawn. Two sides with as many values each and the same generator state see the
     * same draws: the difference of their means is that of the paired draw.
     *
     * @throws IllegalArgumentException if there are no values, or an argument is out of range
     */
    public static double[] means(double[] values, int resamples, RandomGenerator random) {
        check(values, HALF, resamples);
        if (values.length == 0) {
            throw new IllegalArgumentException("nothing can be drawn from no values");
        }
        double[] means = new double[resamples];
        for (int i = 0; i < resamples; i++) {
            means[i] = resample(values, random) / values.length;
        }
        return means;
    }

    /**
     * The mean of a sample and its interval, of draws of whole clusters: as many clusters as there are, with replacement, each
     * with all its values. Without clusters it is {@link #mean(double[], double, int, RandomGenerator)}, draw by draw.
     *
     * @throws IllegalArgumentException if an argument is out of range
     */
    public static Optional<Interval> mean(Sample sample, double level, int resamples, RandomGenerator random) {
        if (sample.isIndependent()) {
            return mean(sample.values(), level, resamples, random);
        }
        double[] values = sample.values();
        check(values, level, resamples);
        if (Arrays.stream(values).allMatch(value -> value == values[0])) {
            return Optional.of(new Interval(values[0], values[0], values[0], level, values.length));
        }
        return Optional.of(interval(sample.mean(), means(sample, resamples, random), level, sample.size()));
    }

    /**
     * The means of draws of whole clusters, in the order drawn. Samples with the same clusters and the same generator state
     * see the same draws.
     *
     * @throws IllegalArgumentException if there are no values, or an argument is out of range
     */
    public static double[] means(Sample sample, int resamples, RandomGenerator random) {
        if (sample.isIndependent()) {
            return means(sample.values(), resamples, random);
        }
        check(sample.values(), HALF, resamples);
        double[] sums = sample.sums();
        int[] sizes = sample.sizes();
        double[] means = new double[resamples];
        for (int i = 0; i < resamples; i++) {
            double sum = 0;
            long size = 0;
            for (int drawn = 0; drawn < sums.length; drawn++) {
                int cluster = random.nextInt(sums.length);
                sum += sums[cluster];
                size += sizes[cluster];
            }
            means[i] = sum / size;
        }
        return means;
    }

    /**
     * The means of draws of several samples with the same clusters, by sample: bit for bit what
     * {@link #means(Sample, int, RandomGenerator)} gives for each of them with the same generator state, but each draw is made
     * once for all.
     *
     * @throws IllegalArgumentException if there are no values, an argument is out of range, or the samples are not alike
     */
    public static double[][] means(List<Sample> samples, int resamples, RandomGenerator random) {
        Sample first = samples.getFirst();
        if (first.size() == 0) {
            throw new IllegalArgumentException("nothing can be drawn from no values");
        }
        int width = samples.size();
        int count = first.clusters();
        double[] table = new double[count * width];
        for (int at = 0; at < width; at++) {
            Sample sample = samples.get(at);
            if (!sample.isLike(first)) {
                throw new IllegalArgumentException("samples that are drawn together must have the same clusters");
            }
            double[] drawn = sample.isIndependent() ? sample.values() : sample.sums();
            check(sample.values(), HALF, resamples);
            for (int i = 0; i < count; i++) {
                table[i * width + at] = drawn[i];
            }
        }
        int[] sizes = first.isIndependent() ? new int[0] : first.sizes();
        double[][] means = new double[width][resamples];
        double[] even = new double[width];
        double[] odd = new double[width];
        for (int resample = 0; resample < resamples; resample++) {
            Arrays.fill(even, 0);
            Arrays.fill(odd, 0);
            long size = first.isIndependent()
                    ? drawValues(table, count, even, odd, random)
                    : drawClusters(table, sizes, even, random);
            for (int at = 0; at < width; at++) {
                means[at][resample] = (even[at] + odd[at]) / size;
            }
        }
        return means;
    }

    /** As {@link #resample}, for lines of a table; returns how many were drawn. */
    private static long drawValues(double[] table, int count, double[] even, double[] odd, RandomGenerator random) {
        int i = 0;
        for (int last = count <= BATCHED ? count - 4 : -1; i <= last; i += 4) {
            long bits = random.nextLong();
            add(table, (int) Math.unsignedMultiplyHigh(bits, count), even);
            bits *= count;
            add(table, (int) Math.unsignedMultiplyHigh(bits, count), odd);
            bits *= count;
            add(table, (int) Math.unsignedMultiplyHigh(bits, count), even);
            bits *= count;
            add(table, (int) Math.unsignedMultiplyHigh(bits, count), odd);
        }
        for (; i < count; i++) {
            add(table, random.nextInt(count), even);
        }
        return count;
    }

    private static long drawClusters(double[] table, int[] sizes, double[] sums, RandomGenerator random) {
        long size = 0;
        for (int drawn = 0; drawn < sizes.length; drawn++) {
            int cluster = random.nextInt(sizes.length);
            add(table, cluster, sums);
            size += sizes[cluster];
        }
        return size;
    }

    private static void add(double[] table, int line, double[] sums) {
        int from = line * sums.length;
        for (int at = 0; at < sums.length; at++) {
            sums[at] += table[from + at];
        }
    }

    /**
     * The interval that holds the middle share of resampled means.
     *
     * @param mean of the values themselves
     * @param means at least one, in any order; they are left as they are
     * @param count how many values there were
     */
    public static Interval interval(double mean, double[] means, double level, int count) {
        double[] sorted = means.clone();
        Arrays.sort(sorted);
        double tail = (1 - level) / 2;
        return new Interval(mean, percentile(sorted, tail), percentile(sorted, 1 - tail), level, count);
    }

    /**
     * The mean of {@code left - right} over pairs and its interval: both values of a pair are drawn together, so what
     * makes a question hard for both sides cancels.
     *
     * @throws IllegalArgumentException if an argument is out of range or the sides differ in length
     */
    public static Optional<Interval> difference(
            double[] left, double[] right, double level, int resamples, RandomGenerator random) {
        if (left.length != right.length) {
            throw new IllegalArgumentException(
                    "pairs need two sides of one length, got " + left.length + " and " + right.length);
        }
        double[] differences = new double[left.length];
        Arrays.setAll(differences, i -> left[i] - right[i]);
        return mean(differences, level, resamples, random);
    }

    /**
     * The sum of as many values as there are, each drawn from all. Random numbers cost more than anything else here, so
     * each gives four indexes: the whole part of the number, read as a fraction, times the count, is one; what is left
     * gives the next (Brackett-Rozinsky and Lemire, Batched Ranged Random Integer Generation, 2024). The draw is uneven
     * by at most the fourth power of the count in 2^64, and one index is taken at a time where that matters.
     */
    private static double resample(double[] values, RandomGenerator random) {
        int count = values.length;
        double even = 0;
        double odd = 0;
        int i = 0;
        for (int last = count <= BATCHED ? count - 4 : -1; i <= last; i += 4) {
            long bits = random.nextLong();
            even += values[(int) Math.unsignedMultiplyHigh(bits, count)];
            bits *= count;
            odd += values[(int) Math.unsignedMultiplyHigh(bits, count)];
            bits *= count;
            even += values[(int) Math.unsignedMultiplyHigh(bits, count)];
            bits *= count;
            odd += values[(int) Math.unsignedMultiplyHigh(bits, count)];
        }
        for (; i < count; i++) {
            even += values[random.nextInt(count)];
        }
        return even + odd;
    }

    /** The value at a share of the way through sorted values, by straight line between the two nearest. */
    private static double percentile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    private static void check(double[] values, double level, int resamples) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level must be between 0 and 1, got " + level);
        }
        if (resamples < 1) {
            throw new IllegalArgumentException("resamples must be at least 1, got " + resamples);
        }
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("values must be finite, got " + value);
            }
        }
    }
}
