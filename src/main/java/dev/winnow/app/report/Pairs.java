package dev.winnow.app.report;

import dev.winnow.app.metrics.MetricSpec.Direction;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.statistics.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Strategies compared question by question, by one measure. Both sides of a pair see the same resamples of the questions
 * that both have, so what makes a question hard for both cancels.
 */
final class Pairs {
    /** Scores this close are equal: means over repetitions end in noise. */
    private static final double NOISE = 1e-12;

    private final Results results;
    private final Measure measure;
    private final Map<StrategyRow, double[]> means = new HashMap<>();

    Pairs(Results results, Measure measure) {
        this.results = results;
        this.measure = measure;
    }

    /**
     * How one strategy does against another.
     *
     * @param difference the mean of left less right over the questions that both have
     * @param wins questions on which left is better, by the measure's direction
     * @param ties questions on which both score the same
     * @param losses questions on which right is better
     */
    record Pair(Estimate difference, int wins, int ties, int losses) {
        /** The same seen from the other side. */
        Pair turned() {
            return new Pair(
                    new Estimate(
                            0 - difference.mean(), 0 - difference.high(), 0 - difference.low(), difference.questions()),
                    /* wins= */ losses,
                    ties,
                    /* losses= */ wins);
        }
    }

    /** Left against right; empty where they have no question in common. */
    Optional<Pair> of(StrategyRow left, StrategyRow right) {
        // One order is computed, the other turned, so that the two never differ by a rounding.
        return results.rows().indexOf(left) > results.rows().indexOf(right)
                ? compare(right, left).map(Pair::turned)
                : compare(left, right);
    }

    private Optional<Pair> compare(StrategyRow left, StrategyRow right) {
        double[] all = results.perQuestion(left, measure);
        double[] others = results.perQuestion(right, measure);
        int[] common = IntStream.range(0, all.length)
                .filter(i -> !Double.isNaN(all[i]) && !Double.isNaN(others[i]))
                .toArray();
        if (common.length == 0) {
            return Optional.empty();
        }
        double sign = measure.direction() == Direction.HIGHER ? 1 : -1;
        int wins = 0;
        int losses = 0;
        for (int i : common) {
            double better = sign * (all[i] - others[i]);
            wins += better > NOISE ? 1 : 0;
            losses += better < -NOISE ? 1 : 0;
        }
        boolean same = common.length == count(all) && common.length == count(others);
        Estimate difference = same
                ? ofAll(left, right)
                : results.intervals().of(differences(left, right)).orElseThrow();
        return Optional.of(new Pair(difference, wins, common.length - wins - losses, losses));
    }

    private static int count(double[] values) {
        return (int) Arrays.stream(values).filter(value -> !Double.isNaN(value)).count();
    }

    /** Where both have all questions, the resamples of each are drawn once, however many pairs it is in. */
    private Estimate ofAll(StrategyRow left, StrategyRow right) {
        double[] mine = means(left);
        double[] others = means(right);
        double[] differences = new double[mine.length];
        Arrays.setAll(differences, i -> mine[i] - others[i]);
        Sample sample = differences(left, right);
        return results.intervals().of(sample.mean(), differences, sample.size());
    }

    /** Left less right for each question that both have; what is but noise is 0. */
    Sample differences(StrategyRow left, StrategyRow right) {
        return results.sample(
                withoutNoise(Results.less(results.perQuestion(left, measure), results.perQuestion(right, measure))),
                place -> true);
    }

    /** The same, with 0 for what is but noise. */
    static double[] withoutNoise(double[] differences) {
        return Arrays.stream(differences)
                .map(difference -> Math.abs(difference) <= NOISE ? 0 : difference)
                .toArray();
    }

    /** How many questions a row has a score for. */
    int questions(StrategyRow row) {
        return count(results.perQuestion(row, measure));
    }

    /** The means of a row's resamples, drawn once: for rows with scores for the same questions, of the same draws. */
    double[] means(StrategyRow row) {
        if (means.isEmpty()) {
            List<StrategyRow> rows = new ArrayList<>();
            List<Sample> samples = new ArrayList<>();
            for (StrategyRow each : results.rows()) {
                Sample sample = results.sample(results.perQuestion(each, measure), place -> true);
                if (sample.size() > 0) {
                    rows.add(each);
                    samples.add(sample);
                }
            }
            List<double[]> drawn = results.intervals().means(samples);
            for (int i = 0; i < drawn.size(); i++) {
                means.put(rows.get(i), drawn.get(i));
            }
        }
        return means.get(row);
    }
}
