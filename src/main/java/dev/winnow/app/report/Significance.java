package dev.winnow.app.report;

import dev.winnow.app.metrics.MetricSpec.Direction;
import dev.winnow.app.report.Pairs.Pair;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.ReportData.Model;
import dev.winnow.app.report.StrategyRow.Family;
import dev.winnow.app.statistics.FalseDiscovery;
import dev.winnow.app.statistics.McNemar;
import dev.winnow.app.statistics.Moments;
import dev.winnow.app.statistics.Power;
import dev.winnow.app.statistics.Sample;
import dev.winnow.app.statistics.Wilcoxon;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Every two strategies of a model compared by a test, with all p values of a measure adjusted together (Benjamini and
 * Hochberg, 1995), so that of the differences called significant at 0.05 at most one in twenty is expected to be chance.
 */
final class Significance {
    /** A difference with an adjusted p value below this is called significant. */
    static final double LEVEL = 0.05;

    /** So many strategies of a model are tested in all pairs; of more, the references and the best. */
    static final int MOST = 100;

    private final Results results;
    private final Map<Key, Comparison> comparisons = new HashMap<>();
    private final List<Matrix> matrices = new ArrayList<>();

    Significance(Results results) {
        this.results = results;
        for (Measure measure : results.mainMeasures()) {
            compare(measure);
        }
    }

    private record Key(Measure measure, StrategyRow left, StrategyRow right) {}

    /** How a p value was found. */
    enum Test {
        /** Of right and wrong answers. */
        MCNEMAR("McNemar, exact"),
        /** Of graded scores. */
        WILCOXON("Wilcoxon signed-rank"),
        /** Of documents' mean differences, where documents have several questions. */
        WILCOXON_OF_DOCUMENTS("Wilcoxon signed-rank over documents");

        private final String text;

        Test(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /**
     * One strategy tested against another.
     *
     * @param pair left less right
     * @param p two-sided, not adjusted
     * @param adjusted p over all pairs of the measure
     * @param dz mean difference in standard deviations of the differences
     * @param rankBiserial in [-1, 1], above 0 where left is higher more often or by more; of documents where these are tested
     * @param oddsRatio questions that only left gets right by those that only right does; empty for graded scores
     */
    record Comparison(
            Measure measure,
            StrategyRow left,
            StrategyRow right,
            Pair pair,
            Test test,
            int clusters,
            double p,
            double adjusted,
            double dz,
            double rankBiserial,
            OptionalDouble oddsRatio,
            Power power) {
        boolean significant() {
            return adjusted < LEVEL;
        }

        private Comparison adjusted(double value) {
            return new Comparison(
                    measure, left, right, pair, test, clusters, p, value, dz, rankBiserial, oddsRatio, power);
        }

        /** The same seen from the other side. */
        Comparison turned() {
            return new Comparison(
                    measure,
                    /* left= */ right,
                    /* right= */ left,
                    pair.turned(),
                    test,
                    clusters,
                    p,
                    adjusted,
                    0 - dz,
                    0 - rankBiserial,
                    oddsRatio.isPresent() ? OptionalDouble.of(1 / oddsRatio.getAsDouble()) : oddsRatio,
                    new Power(0 - power.difference(), power.standardError(), power.questions()));
        }
    }

    /** The strategies of a model that are tested against each other by a measure, in the order of rows. */
    record Matrix(Measure measure, Model model, List<StrategyRow> rows) {}

    List<Matrix> matrices() {
        return matrices;
    }

    private void compare(Measure measure) {
        List<Comparison> found = new ArrayList<>();
        for (Model model : results.data().models()) {
            List<StrategyRow> rows = tested(measure, model);
            if (rows.size() > 1) {
                matrices.add(new Matrix(measure, model, rows));
            }
            for (int i = 0; i < rows.size(); i++) {
                for (int j = i + 1; j < rows.size(); j++) {
                    test(measure, rows.get(i), rows.get(j)).ifPresent(found::add);
                }
            }
        }
        double[] adjusted = FalseDiscovery.adjusted(
                found.stream().mapToDouble(Comparison::p).toArray());
        for (int i = 0; i < adjusted.length; i++) {
            Comparison one = found.get(i).adjusted(adjusted[i]);
            comparisons.put(new Key(measure, one.left(), one.right()), one);
        }
    }

    private List<StrategyRow> tested(Measure measure, Model model) {
        double sign = measure.direction() == Direction.HIGHER ? 1 : -1;
        List<StrategyRow> measured = results.rows(model).stream()
                .filter(row -> row.estimate(measure.name()).isPresent())
                .toList();
        return measured.stream()
                .sorted(Comparator.<StrategyRow, Boolean>comparing(
                                row -> row.family() == Family.RETRIEVAL || row.family() == Family.OTHER)
                        .thenComparingDouble(row -> -sign
                                * row.estimate(measure.name()).orElseThrow().mean()))
                .limit(MOST)
                .sorted(Comparator.comparingInt(measured::indexOf))
                .toList();
    }

    private Optional<Comparison> test(Measure measure, StrategyRow left, StrategyRow right) {
        Pairs pairs = results.pairs(measure);
        return pairs.of(left, right).map(pair -> {
            Sample differences = pairs.differences(left, right);
            boolean graded = !isRightOrWrong(results.perQuestion(left, measure))
                    || !isRightOrWrong(results.perQuestion(right, measure));
            Wilcoxon wilcoxon = graded(differences);
            int above = count(differences.values(), 1);
            int below = count(differences.values(), -1);
            Test test =
                    !differences.isIndependent() ? Test.WILCOXON_OF_DOCUMENTS : graded ? Test.WILCOXON : Test.MCNEMAR;
            return new Comparison(
                    measure,
                    left,
                    right,
                    pair,
                    test,
                    differences.clusters(),
                    test == Test.MCNEMAR ? new McNemar(above, below).exact() : wilcoxon.p(),
                    1,
                    Moments.of(differences.values()).cohensDz(),
                    wilcoxon.rankBiserial(),
                    graded ? OptionalDouble.empty() : OptionalDouble.of(new McNemar(above, below).oddsRatio()),
                    new Power(differences.mean(), differences.standardError(), differences.size()));
        });
    }

    /** The test of graded differences: of questions, or of documents' means where documents have several questions. */
    static Wilcoxon graded(Sample differences) {
        double[] values = differences.isIndependent() ? differences.values() : differences.clusterMeans();
        return Wilcoxon.of(Pairs.withoutNoise(values));
    }

    private static boolean isRightOrWrong(double[] scores) {
        return Arrays.stream(scores).allMatch(score -> Double.isNaN(score) || score == 0 || score == 1);
    }

    private static int count(double[] differences, int sign) {
        return (int) Arrays.stream(differences)
                .filter(difference -> Math.signum(difference) == sign)
                .count();
    }

    /** Left against right; empty where they were not tested or have no question in common. */
    Optional<Comparison> of(Measure measure, StrategyRow left, StrategyRow right) {
        Comparison found = comparisons.get(new Key(measure, left, right));
        return found != null
                ? Optional.of(found)
                : Optional.ofNullable(comparisons.get(new Key(measure, right, left)))
                        .map(Comparison::turned);
    }

    /** All comparisons of a matrix, in the order of rows. */
    List<Comparison> of(Matrix matrix) {
        List<Comparison> all = new ArrayList<>();
        for (int i = 0; i < matrix.rows().size(); i++) {
            for (int j = i + 1; j < matrix.rows().size(); j++) {
                of(matrix.measure(), matrix.rows().get(i), matrix.rows().get(j)).ifPresent(all::add);
            }
        }
        return all;
    }
}
