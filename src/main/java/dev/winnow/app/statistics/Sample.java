package dev.winnow.app.statistics;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Values, one per question, and which of them belong together. Questions about one document share what makes it hard, so
 * they say less than as many questions about as many documents; a bootstrap that draws documents with all their questions
 * knows that, one that draws questions does not (Davison and Hinkley, Bootstrap Methods and their Application, 1997, section
 * 3.8; Cameron, Gelbach and Miller, Bootstrap-Based Improvements for Inference with Clustered Errors, 2008).
 */
public final class Sample {
    private final double[] values;
    private final int[] clusters;
    private final int count;

    private Sample(double[] values, int[] clusters, int count) {
        this.values = values;
        this.clusters = clusters;
        this.count = count;
    }

    /** Values that have nothing to do with each other: each is a cluster of its own. */
    public static Sample independent(double[] values) {
        return new Sample(values.clone(), IntStream.range(0, values.length).toArray(), values.length);
    }

    /**
     * Values in clusters.
     *
     * @param clusters of each value the number of its cluster; any numbers, the same for values that belong together
     * @throws IllegalArgumentException if both differ in length
     */
    public static Sample clustered(double[] values, int[] clusters) {
        if (values.length != clusters.length) {
            throw new IllegalArgumentException("every value needs a cluster, got " + values.length + " values and "
                    + clusters.length + " clusters");
        }
        int[] names = clusters.clone();
        Arrays.sort(names);
        int count = 0;
        for (int i = 0; i < names.length; i++) {
            if (i == 0 || names[i] != names[i - 1]) {
                names[count++] = names[i];
            }
        }
        int[] dense = new int[clusters.length];
        for (int i = 0; i < dense.length; i++) {
            dense[i] = Arrays.binarySearch(names, 0, count, clusters[i]);
        }
        return new Sample(values.clone(), dense, count);
    }

    /** Other values of the same questions, in the same clusters. */
    public Sample with(double[] others) {
        if (others.length != values.length) {
            throw new IllegalArgumentException("expected " + values.length + " values, got " + others.length);
        }
        return new Sample(others.clone(), clusters, count);
    }

    /** Whether another has as many values, in the same clusters. */
    public boolean isLike(Sample other) {
        return count == other.count
                && values.length == other.values.length
                && ((isIndependent() && other.isIndependent()) || Arrays.equals(clusters, other.clusters));
    }

    /** Whether all values are the same, or there are none. */
    public boolean isConstant() {
        return Arrays.stream(values).allMatch(value -> value == values[0]);
    }

    /** How many values there are. */
    public int size() {
        return values.length;
    }

    /** How many clusters they are in. */
    public int clusters() {
        return count;
    }

    /** Whether every value is a cluster of its own. */
    public boolean isIndependent() {
        return count == values.length;
    }

    /** A copy of the values, in their order. */
    public double[] values() {
        return values.clone();
    }

    /** Their mean; not a number without values. */
    public double mean() {
        return Arrays.stream(values).sum() / values.length;
    }

    /** The mean of each cluster's values. */
    public double[] clusterMeans() {
        double[] means = sums();
        int[] sizes = sizes();
        Arrays.setAll(means, cluster -> means[cluster] / sizes[cluster]);
        return means;
    }

    /**
     * The standard error of the mean, {@code sqrt(C / (C - 1) sum_c (S_c - n_c m)^2) / N} with C clusters of sums S_c and sizes n_c
     * and the mean m of all N values (Miller, Adding Error Bars to Evals, arXiv 2411.00640, section 2.2, with the correction for
     * few clusters). Without clusters it is the standard deviation by the root of N. 0 of fewer than two clusters.
     */
    public double standardError() {
        if (count < 2) {
            return 0;
        }
        double[] sums = sums();
        int[] sizes = sizes();
        double mean = mean();
        double squares = 0;
        for (int cluster = 0; cluster < count; cluster++) {
            double away = sums[cluster] - sizes[cluster] * mean;
            squares += away * away;
        }
        return Math.sqrt(squares * count / (count - 1)) / values.length;
    }

    /** The sum of each cluster's values. */
    double[] sums() {
        double[] sums = new double[count];
        for (int i = 0; i < values.length; i++) {
            sums[clusters[i]] += values[i];
        }
        return sums;
    }

    /** How many values each cluster has. */
    int[] sizes() {
        int[] sizes = new int[count];
        for (int cluster : clusters) {
            sizes[cluster]++;
        }
        return sizes;
    }
}
