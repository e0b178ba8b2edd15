package dev.winnow.app.report;

import dev.winnow.app.statistics.Bootstrap;
import dev.winnow.app.statistics.Interval;
import dev.winnow.app.statistics.Peak;
import dev.winnow.indexer.corpus.Seed;
import java.util.Optional;

/**
 * Where the mean of a measure over questions may lie: the 95 % bootstrap interval. All come from one seed, so that the
 * same questions are drawn for every strategy.
 */
record Intervals(Seed seed, int resamples) {
    private static final double LEVEL = 0.95;

    /** Resamples are drawn per cell of each table; few questions afford more of them than many do. */
    static Intervals of(ReportData data) {
        return new Intervals(
                data.seed().child("bootstrap", "report"), data.questions().size() <= 2000 ? 2000 : 500);
    }

    /** The mean of these values, one per question, and its interval; empty without values. */
    Optional<Estimate> of(double[] values) {
        return Bootstrap.mean(values, LEVEL, resamples, seed.random()).map(Intervals::estimate);
    }

    /** The means of the resamples of these values; for as many values, always of the same draws. */
    double[] means(double[] values) {
        return Bootstrap.means(values, resamples, seed.random());
    }

    /** The same from resamples of one part of the questions, which are drawn apart from those of other parts. */
    double[] means(double[] values, String part) {
        return Bootstrap.means(values, resamples, seed.child("part", part).random());
    }

    /** The mean of {@code left - right} over questions that both have, and its interval; empty without such. */
    Optional<Estimate> difference(double[] left, double[] right) {
        return Bootstrap.difference(left, right, LEVEL, resamples, seed.random())
                .map(Intervals::estimate);
    }

    /** A mean and the interval that its resampled means give. */
    Estimate of(double mean, double[] means, int questions) {
        return estimate(Bootstrap.interval(mean, means, LEVEL, questions));
    }

    /** The top of a curve, given by point, then by question. */
    Optional<Peak> peak(double[][] curve) {
        return Peak.of(curve, LEVEL, resamples, seed::random);
    }

    private static Estimate estimate(Interval interval) {
        return new Estimate(interval.mean(), interval.low(), interval.high(), interval.count());
    }
}
