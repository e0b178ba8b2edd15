package dev.winnow.app.report;

import dev.winnow.indexer.corpus.Seed;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** The mean of some values, with an interval. */
interface Intervals {
    /**
     * The mean of these values, one per question, and its interval.
     *
     * @throws IllegalArgumentException if there are none
     */
    Estimate of(double[] values);

    /** 95 % percentile bootstrap intervals (Efron and Tibshirani, 1993, chapter 13) of so many resamples. */
    static Intervals bootstrap(Seed seed, int resamples) {
        return values -> {
            RandomGenerator random = seed.random();
            double[] means = new double[resamples];
            for (int i = 0; i < resamples; i++) {
                double sum = 0;
                for (int j = 0; j < values.length; j++) {
                    sum += values[random.nextInt(values.length)];
                }
                means[i] = sum / values.length;
            }
            Arrays.sort(means);
            double mean = Arrays.stream(values).average().orElseThrow();
            return new Estimate(
                    mean, means[(int) (0.025 * (resamples - 1))], means[(int) Math.ceil(0.975 * (resamples - 1))], values.length);
        };
    }
}
