package dev.winnow.app.report;

import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.ReportData.Model;
import dev.winnow.app.report.StrategyRow.Family;
import dev.winnow.app.report.SweetPoints.Curve;
import dev.winnow.app.statistics.FalseDiscovery;
import dev.winnow.app.statistics.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Strategies compared at equal spending. Strategies that differ in their size alone are a curve of quality by what they spend;
 * between two sizes it is the straight line, question by question: what is scored, and spent, if a share of the questions, chosen
 * by lot, is asked with the larger size. So every other strategy within the curve's range meets it at its own spending, and two
 * curves meet over the range that both cover.
 */
final class MatchedBudgets {
    /** A curve has so many points at least. */
    static final int FEWEST = 2;

    /** Two curves are compared over a range that ends at least so much above its beginning. */
    private static final double LEAST_RANGE = 1.05;

    private final Results results;
    private final List<Match> matches = new ArrayList<>();

    MatchedBudgets(Results results) {
        this.results = results;
        List<Curve> curves = SweetPoints.curves(results, FEWEST);
        for (Spending spending : Spending.values()) {
            for (Measure measure : results.mainMeasures()) {
                List<Match> found = new ArrayList<>();
                for (Model model : results.data().models()) {
                    match(spending, measure, model, curves, found);
                }
                double[] adjusted = FalseDiscovery.adjusted(
                        found.stream().mapToDouble(Match::p).toArray());
                for (int i = 0; i < adjusted.length; i++) {
                    matches.add(found.get(i).adjusted(adjusted[i]));
                }
            }
        }
    }

    /** What is made equal: means of a question. */
    enum Spending {
        TOKENS("tokens", "prompt and reply tokens"),
        MONEY("usd", "US dollars"),
        LATENCY("ms", "milliseconds");

        private final String unit;
        private final String text;

        Spending(String unit, String text) {
            this.unit = unit;
            this.text = text;
        }

        double of(StrategyRow row) {
            return switch (this) {
                case TOKENS -> row.tokens();
                case MONEY -> row.cost().orElse(0);
                case LATENCY -> row.total().mean().orElse(0);
            };
        }

        /** What tables call it. */
        String unit() {
            return unit;
        }

        /** What prose calls it. */
        String text() {
            return text;
        }

        /** A value for reading. */
        String figure(double value) {
            return switch (this) {
                case TOKENS -> Digits.grouped(value);
                case MONEY -> Digits.dollars(value);
                case LATENCY -> Digits.duration(value);
            };
        }
    }

    /** Where two are compared. */
    enum Kind {
        /** At what one strategy spends. */
        POINT,
        /** Over the range of spending that two curves share, every doubling of spending alike. */
        RANGE
    }

    /**
     * Left less right at equal spending.
     *
     * @param left a strategy's id, or a curve
     * @param right a curve
     * @param from the spending, or where the range begins
     * @param to the same, or where it ends
     * @param between the two strategies that the curve's value is between, with the share of the larger one; of a range empty
     */
    record Match(
            Spending spending,
            Kind kind,
            Measure measure,
            Model model,
            String left,
            String right,
            double from,
            double to,
            String between,
            Estimate difference,
            double p,
            double adjusted) {
        private Match adjusted(double value) {
            return new Match(spending, kind, measure, model, left, right, from, to, between, difference, p, value);
        }
    }

    List<Match> matches() {
        return matches;
    }

    /** A curve by rising spending. What it scores anywhere is a mixture of its strategies' scores. */
    private static final class Path {
        private final Curve curve;
        private final List<StrategyRow> rows;
        private final double[] spent;

        Path(Curve curve, List<StrategyRow> rows, double[] spent) {
            this.curve = curve;
            this.rows = rows;
            this.spent = spent;
        }

        double least() {
            return spent[0];
        }

        double most() {
            return spent[spent.length - 1];
        }

        /** The point at or below a spending within the range, but the last. */
        int below(double spending) {
            int place = 0;
            while (place < spent.length - 2 && spent[place + 1] <= spending) {
                place++;
            }
            return place;
        }

        double share(double spending, int place) {
            return (spending - spent[place]) / (spent[place + 1] - spent[place]);
        }

        /** The strategies' parts at a spending within the range. */
        double[] at(double spending) {
            double[] parts = new double[spent.length];
            int place = below(spending);
            parts[place] = 1 - share(spending, place);
            parts[place + 1] = share(spending, place);
            return parts;
        }

        /**
         * The strategies' parts of the mean over a range, by the logarithm of spending. Along one line {@code a + b s} the
         * integral over {@code d log s} from u to v is {@code a log(v / u) + b (v - u)}.
         */
        double[] over(double from, double to) {
            double[] parts = new double[spent.length];
            double whole = Math.log(to / from);
            for (int place = below(from); place < spent.length - 1 && spent[place] < to; place++) {
                double u = Math.max(from, spent[place]);
                double v = Math.min(to, spent[place + 1]);
                double logarithm = Math.log(v / u);
                double ofUpper = ((v - u) - spent[place] * logarithm) / (spent[place + 1] - spent[place]);
                parts[place] += (logarithm - ofUpper) / whole;
                parts[place + 1] += ofUpper / whole;
            }
            return parts;
        }
    }

    /** Strategies and what each counts; of a difference, the right side's parts are negative. */
    private static final class Mixture {
        private final List<StrategyRow> rows;
        private final double[] parts;

        Mixture(List<StrategyRow> rows, double[] parts) {
            this.rows = rows;
            this.parts = parts;
        }

        static Mixture of(StrategyRow row) {
            return new Mixture(List.of(row), new double[] {1});
        }

        Mixture less(Mixture other) {
            List<StrategyRow> all = new ArrayList<>(rows);
            all.addAll(other.rows);
            return new Mixture(
                    all,
                    DoubleStream.concat(
                                    Arrays.stream(parts),
                                    Arrays.stream(other.parts).map(part -> -part))
                            .toArray());
        }

        /** Those that count. */
        IntStream present() {
            return IntStream.range(0, parts.length).filter(i -> parts[i] != 0);
        }

        double[] of(Function<StrategyRow, double[]> values) {
            List<double[]> own =
                    present().mapToObj(i -> values.apply(rows.get(i))).toList();
            double[] weights = present().mapToDouble(i -> parts[i]).toArray();
            double[] sum = new double[own.getFirst().length];
            for (int k = 0; k < weights.length; k++) {
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += weights[k] * own.get(k)[i];
                }
            }
            return sum;
        }
    }

    private void match(Spending spending, Measure measure, Model model, List<Curve> curves, List<Match> found) {
        List<Path> paths = curves.stream()
                .filter(curve -> curve.model().equals(model))
                .flatMap(curve -> path(curve, spending, measure).stream())
                .toList();
        for (int i = 0; i < paths.size(); i++) {
            for (int j = i + 1; j < paths.size(); j++) {
                Path left = paths.get(i);
                Path right = paths.get(j);
                double from = Math.max(left.least(), right.least());
                double to = Math.min(left.most(), right.most());
                if (to >= from * LEAST_RANGE && left.rows.stream().noneMatch(right.rows::contains)) {
                    add(
                            found,
                            spending,
                            Kind.RANGE,
                            measure,
                            model,
                            left.curve.label(),
                            right,
                            from,
                            to,
                            new Mixture(left.rows, left.over(from, to)));
                }
            }
        }
        for (StrategyRow row : results.rows(model)) {
            for (Path path : paths) {
                double spent = spending.of(row);
                if (row.family() != Family.ORACLE
                        && !path.rows.contains(row)
                        && row.estimate(measure.name()).isPresent()
                        && spent >= path.least()
                        && spent <= path.most()) {
                    add(
                            found,
                            spending,
                            Kind.POINT,
                            measure,
                            model,
                            row.strategy().id(),
                            path,
                            spent,
                            spent,
                            Mixture.of(row));
                }
            }
        }
    }

    /** Empty where spending is not known of each point, or does not rise. */
    private Optional<Path> path(Curve curve, Spending spending, Measure measure) {
        List<StrategyRow> rows = curve.rows().stream()
                .filter(row -> row.estimate(measure.name()).isPresent())
                .toList();
        double[] spent = rows.stream().mapToDouble(spending::of).toArray();
        if (rows.size() < FEWEST || spent[0] <= 0) {
            return Optional.empty();
        }
        for (int i = 1; i < spent.length; i++) {
            if (spent[i] <= spent[i - 1]) {
                return Optional.empty();
            }
        }
        return Optional.of(new Path(curve, rows, spent));
    }

    private void add(
            List<Match> found,
            Spending spending,
            Kind kind,
            Measure measure,
            Model model,
            String left,
            Path path,
            double from,
            double to,
            Mixture mine) {
        Mixture mixture = mine.less(new Mixture(path.rows, kind == Kind.POINT ? path.at(from) : path.over(from, to)));
        Sample sample =
                results.sample(Pairs.withoutNoise(mixture.of(row -> results.perQuestion(row, measure))), place -> true);
        if (sample.size() == 0) {
            return;
        }
        found.add(new Match(
                spending,
                kind,
                measure,
                model,
                left,
                path.curve.label(),
                from,
                to,
                kind == Kind.POINT ? between(path, from) : "",
                estimate(measure, mixture, sample),
                Significance.graded(sample).p(),
                1));
    }

    /** Where all have the same questions, resamples of each strategy are drawn once, and a mixture's are theirs mixed. */
    private Estimate estimate(Measure measure, Mixture mixture, Sample sample) {
        Pairs pairs = results.pairs(measure);
        boolean same = mixture.present()
                .mapToObj(i -> mixture.rows.get(i))
                .allMatch(row -> pairs.questions(row) == sample.size());
        return same
                ? results.intervals().of(sample.mean(), mixture.of(pairs::means), sample.size())
                : results.intervals().of(sample).orElseThrow();
    }

    private static String between(Path path, double spent) {
        int place = path.below(spent);
        return path.rows.get(place).strategy().id() + " + "
                + Digits.percent(path.share(spent, place)) + " of "
                + path.rows.get(place + 1).strategy().id();
    }
}
