package dev.winnow.app.report;

import dev.winnow.app.statistics.Bootstrap;
import dev.winnow.app.statistics.Interval;
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

    private static Estimate estimate(Interval interval) {
        return new Estimate(interval.mean(), interval.low(), interval.high(), interval.count());
    }
}
