package dev.winnow.app.statistics;

import java.util.Arrays;

/**
 * Mean and spread of values.
 *
 * @param deviation the standard deviation with n - 1 below; 0 of fewer than two values
 */
public record Moments(double mean, double deviation, int count) {
    /** Of finite values, at least one. */
    public static Moments of(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values have no mean");
        }
        double mean = Arrays.stream(values).sum() / values.length;
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return new Moments(mean, values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)), values.length);
    }

    /**
     * Cohen's d of paired differences, d_z: their mean in standard deviations (Lakens, Calculating and reporting effect sizes,
     * Frontiers in Psychology 4, 2013, equation 6). 0 where all values are 0, infinite where all are the same otherwise.
     */
    public double cohensDz() {
        return mean == 0 ? 0 : mean / deviation;
    }
}
