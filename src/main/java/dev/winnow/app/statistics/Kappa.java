package dev.winnow.app.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Cohen's kappa: how far two judges agree beyond what chance would make of their habits, from 1 (always) over 0 (as chance) to
 * below (Cohen, Educational and Psychological Measurement 20, 1960; weighted: Psychological Bulletin 70, 1968).
 *
 * @param value kappa; 1 where both always say the same one thing, which leaves chance nothing
 * @param observed the (weighted) share on which they agree
 * @param expected the same by chance
 * @param standardError by the large-sample variance of Fleiss, Cohen and Everitt (Psychological Bulletin 72, 1969)
 * @param count how many things were judged
 */
public record Kappa(double value, double observed, double expected, double standardError, int count) {
    /** What a disagreement counts. */
    public enum Weights {
        /** All of it: categories have no order. */
        NONE {
            @Override
            double agreement(int left, int right, int most) {
                return left == right ? 1 : 0;
            }
        },
        /** By how many categories lie between: {@code 1 - |i - j| / (k - 1)}. */
        LINEAR {
            @Override
            double agreement(int left, int right, int most) {
                return 1 - (double) Math.abs(left - right) / most;
            }
        },
        /** By the square of that: {@code 1 - (i - j)^2 / (k - 1)^2}. */
        QUADRATIC {
            @Override
            double agreement(int left, int right, int most) {
                double apart = (double) (left - right) / most;
                return 1 - apart * apart;
            }
        };

        abstract double agreement(int left, int right, int most);
    }

    /**
     * Of a table of counts.
     *
     * @param counts by the first judge's category, then by the second's; square, at least 2 x 2, at least one thing judged
     * @throws IllegalArgumentException if it is anything else
     */
    public static Kappa of(int[][] counts, Weights weights) {
        int n = check(counts);
        int k = counts.length;
        double[] left = new double[k];
        double[] right = new double[k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                left[i] += (double) counts[i][j] / n;
                right[j] += (double) counts[i][j] / n;
            }
        }
        double observed = 0;
        double expected = 0;
        double[] ofLeft = new double[k];
        double[] ofRight = new double[k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                double weight = weights.agreement(i, j, k - 1);
                observed += weight * counts[i][j] / n;
                expected += weight * left[i] * right[j];
                ofLeft[i] += weight * right[j];
                ofRight[j] += weight * left[i];
            }
        }
        if (expected >= 1) {
            return new Kappa(1, observed, expected, 0, n);
        }
        double sum = 0;
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                double part =
                        weights.agreement(i, j, k - 1) * (1 - expected) - (ofLeft[i] + ofRight[j]) * (1 - observed);
                sum += counts[i][j] * part * part / n;
            }
        }
        double centre = observed * expected - 2 * expected + observed;
        double variance = (sum - centre * centre) / (n * Math.pow(1 - expected, 4));
        return new Kappa(
                (observed - expected) / (1 - expected), observed, expected, Math.sqrt(Math.max(0, variance)), n);
    }

    /** The normal interval of the value, kept within [-1, 1]. */
    public Interval interval(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level must be between 0 and 1, got " + level);
        }
        double half = standardError * NormalDistribution.of(0, 1).inverseCumulativeProbability((1 + level) / 2);
        return new Interval(value, Math.max(-1, value - half), Math.min(1, value + half), level, count);
    }

    private static int check(int[][] counts) {
        int n = 0;
        for (int[] row : counts) {
            if (row.length != counts.length) {
                throw new IllegalArgumentException(
                        "both judges need the same categories, got " + counts.length + " and " + row.length);
            }
            for (int count : row) {
                if (count < 0) {
                    throw new IllegalArgumentException("counts must not be negative, got " + count);
                }
                n += count;
            }
        }
        if (counts.length < 2 || n == 0) {
            throw new IllegalArgumentException("agreement needs two categories and something judged");
        }
        return n;
    }
}
