package dev.winnow.app.report;

import dev.winnow.app.statistics.Bootstrap;
import dev.winnow.app.statistics.Interval;
import dev.winnow.app.statistics.Peak;
import dev.winnow.app.statistics.Sample;
import dev.winnow.app.statistics.Strata;
import dev.winnow.indexer.corpus.Seed;
import java.util.ArrayList;
import java.util.List;
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
    Optional<Estimate> of(Sample sample) {
        return Bootstrap.mean(sample, LEVEL, resamples, seed.random()).map(Intervals::estimate);
    }

    /** The same for each of several samples, in their order; those with the same clusters are drawn together. */
    List<Optional<Estimate>> of(List<Sample> samples) {
        List<Sample> varied =
                samples.stream().filter(sample -> !sample.isConstant()).toList();
        List<double[]> means = means(varied);
        List<Optional<Estimate>> estimates = new ArrayList<>();
        int next = 0;
        for (Sample sample : samples) {
            estimates.add(
                    sample.isConstant()
                            ? of(sample)
                            : Optional.of(of(sample.mean(), means.get(next++), sample.size())));
        }
        return estimates;
    }

    /** The means of the resamples of each of several samples, in their order; those with the same clusters are drawn together. */
    List<double[]> means(List<Sample> samples) {
        List<List<Integer>> alike = new ArrayList<>();
        for (int at = 0; at < samples.size(); at++) {
            Sample sample = samples.get(at);
            alike.stream()
                    .filter(group -> samples.get(group.getFirst()).isLike(sample))
                    .findFirst()
                    .orElseGet(() -> {
                        alike.add(new ArrayList<>());
                        return alike.getLast();
                    })
                    .add(at);
        }
        double[][] all = new double[samples.size()][];
        for (List<Integer> group : alike) {
            double[][] means =
                    Bootstrap.means(group.stream().map(samples::get).toList(), resamples, seed.random());
            for (int i = 0; i < means.length; i++) {
                all[group.get(i)] = means[i];
            }
        }
        return List.of(all);
    }

    /** The means of the resamples of these values; for the same questions, always of the same draws. */
    double[] means(Sample sample) {
        return Bootstrap.means(sample, resamples, seed.random());
    }

    /** The resamples of questions in strata: those of a stratum that shares no cluster with others are drawn apart. */
    Strata.Draws draws(Strata strata) {
        return strata.draw(resamples, stratum -> seed.child("part", stratum).random());
    }

    /** A mean and the interval that its resampled means give. */
    Estimate of(double mean, double[] means, int questions) {
        return estimate(Bootstrap.interval(mean, means, LEVEL, questions));
    }

    /** The top of a curve, given by point, then by question. */
    Optional<Peak> peak(List<Sample> curve) {
        return Peak.of(curve, LEVEL, resamples, seed::random);
    }

    private static Estimate estimate(Interval interval) {
        return new Estimate(interval.mean(), interval.low(), interval.high(), interval.count());
    }
}
