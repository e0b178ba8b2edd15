package dev.winnow.app.report;

import dev.winnow.app.metrics.MetricSpec.Direction;
import dev.winnow.app.report.ReportData.Measure;
import java.util.Arrays;
import java.util.HashMap;
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
        Estimate difference = same ? ofAll(left, right) : ofSome(all, others, common);
        return Optional.of(new Pair(difference, wins, common.length - wins - losses, losses));
    }

    private static int count(double[] values) {
        return Results.present(values, i -> true).length;
    }

    /** Where both have all questions, the resamples of each are drawn once, however many pairs it is in. */
    private Estimate ofAll(StrategyRow left, StrategyRow right) {
        double[] mine = means(left);
        double[] others = means(right);
        double[] differences = new double[mine.length];
        Arrays.setAll(differences, i -> mine[i] - others[i]);
        double[] values = Results.present(results.perQuestion(left, measure), i -> true);
        double[] against = Results.present(results.perQuestion(right, measure), i -> true);
        double mean = IntStream.range(0, values.length)
                        .mapToDouble(i -> values[i] - against[i])
                        .sum()
                / values.length;
        return results.intervals().of(mean, differences, values.length);
    }

    private double[] means(StrategyRow row) {
        return means.computeIfAbsent(
                row, key -> results.intervals().means(Results.present(results.perQuestion(key, measure), i -> true)));
    }

    private Estimate ofSome(double[] left, double[] right, int[] common) {
        return results.intervals()
                .difference(
                        Arrays.stream(common).mapToDouble(i -> left[i]).toArray(),
                        Arrays.stream(common).mapToDouble(i -> right[i]).toArray())
                .orElseThrow();
    }
}
