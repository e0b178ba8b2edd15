package dev.winnow.app.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.metrics.MetricSpec.Direction;
import dev.winnow.app.report.Pairs.Pair;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.ReportData.Model;
import dev.winnow.app.report.StrategyRow.Family;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Every strategy against one baseline, question by question, by the first measure of answers and the one of evidence. */
final class Differences {
    /** So many strategies of a model can be compared in any pair on the page. */
    static final int MOST_IN_PAIRS = 24;

    private final Results results;
    private final List<Line> lines = new ArrayList<>();

    Differences(Results results) {
        this.results = results;
        for (Measure measure : results.mainMeasures()) {
            for (Model model : results.data().models()) {
                baseline(results, model).ifPresent(baseline -> results.rows(model).stream()
                        .filter(row -> !row.equals(baseline))
                        .forEach(row -> results.pairs(measure)
                                .of(row, baseline)
                                .ifPresent(pair -> lines.add(new Line(measure, row, baseline, pair)))));
            }
        }
    }

    /** A strategy less the baseline. */
    record Line(Measure measure, StrategyRow row, StrategyRow baseline, Pair pair) {}

    List<Line> lines() {
        return lines;
    }

    /** A model's full context; without one, the strategy with the best mean but the oracle. */
    static Optional<StrategyRow> baseline(Results results, Model model) {
        Optional<StrategyRow> full = results.fullContext(model);
        if (full.isPresent() || results.mainMeasures().isEmpty()) {
            return full;
        }
        Measure measure = results.mainMeasures().getFirst();
        double sign = measure.direction() == Direction.HIGHER ? 1 : -1;
        return results.rows(model).stream()
                .filter(row -> row.family() != Family.ORACLE)
                .filter(row -> row.estimate(measure.name()).isPresent())
                .min(Comparator.comparingDouble(row ->
                        -sign * row.estimate(measure.name()).orElseThrow().mean()));
    }

    Sheet sheet() {
        List<List<String>> rows = new ArrayList<>();
        for (Line line : lines) {
            Estimate difference = line.pair().difference();
            rows.add(List.of(
                    line.measure().name(),
                    line.row().strategy().id(),
                    line.baseline().strategy().id(),
                    line.row().model().id(),
                    Digits.fixed(difference.mean(), 4),
                    Digits.fixed(difference.low(), 4),
                    Digits.fixed(difference.high(), 4),
                    Integer.toString(line.pair().wins()),
                    Integer.toString(line.pair().ties()),
                    Integer.toString(line.pair().losses()),
                    Integer.toString(difference.questions())));
        }
        Table figures = new Table(
                Sheet.columns(
                        List.of("measure", "strategy", "baseline", "model"),
                        List.of("difference", "low", "high", "wins", "ties", "losses", "questions")),
                rows);
        return Sheet.of("differences", figures, toRead());
    }

    private Table toRead() {
        List<String> numbers = new ArrayList<>();
        List<Measure> measures = results.mainMeasures();
        for (Measure measure : measures) {
            numbers.add(measure.name());
            numbers.add("wins / ties / losses");
        }
        List<List<String>> rows = new ArrayList<>();
        for (StrategyRow row : results.rows()) {
            List<Line> own =
                    lines.stream().filter(line -> line.row().equals(row)).toList();
            if (!own.isEmpty()) {
                List<String> cells = new ArrayList<>(List.of(
                        row.strategy().id(),
                        row.model().id(),
                        own.getFirst().baseline().strategy().id()));
                for (Measure measure : measures) {
                    Optional<Pair> pair = own.stream()
                            .filter(line -> line.measure().equals(measure))
                            .map(Line::pair)
                            .findFirst();
                    cells.add(pair.map(found -> signed(found.difference())).orElse(""));
                    cells.add(pair.map(found -> found.wins() + " / " + found.ties() + " / " + found.losses())
                            .orElse(""));
                }
                rows.add(cells);
            }
        }
        return new Table(Sheet.columns(List.of("strategy", "model", "baseline"), numbers), rows);
    }

    private static String signed(Estimate difference) {
        String text = difference.text(3);
        return difference.mean() > 0 && !text.startsWith("0.000") ? "+" + text : text;
    }

    /** The page's section; nothing where there is nothing to compare. */
    String html() {
        if (lines.isEmpty()) {
            return "";
        }
        return "<section id=\"differences\">\n<h2>Question by question against a baseline</h2>\n<p class=\"note\">The mean"
                + " difference to the baseline, full context where there is one, with its paired 95 % bootstrap interval, and on"
                + " how many questions a strategy is better, the same or worse. The intervals are not corrected for the number"
                + " of comparisons: of twenty that compare equals, one excludes zero by chance. P values of any two strategies,"
                + " below and in the matrix above, are.</p>\n"
                + "<div class=\"controls\" id=\"pair-controls\"></div><p class=\"pair-result\" id=\"pair-result\""
                + " aria-live=\"polite\"></p>\n"
                + TableHtml.of(toRead(), "Table of differences") + TableHtml.copy("differences") + query()
                + "</section>\n";
    }

    private String query() {
        RowsQuery query = new RowsQuery(results.data());
        Line line = lines.getFirst();
        return query.html(
                "differences",
                "select x.question, x.score, y.score as baseline from scores x join scores y"
                        + " using (question, model, repetition, metric) where " + query.isOf("x", line.row()) + " and "
                        + query.isOf("y", line.baseline()) + " and metric = "
                        + RowsQuery.text(line.measure().name())
                        + " and x.score <> y.score order by x.score - y.score");
    }

    /**
     * For the page: by main measure and model the strategies that can be paired, as indexes into the rows of the page's
     * data, and each pair of them once.
     */
    void json(ArrayNode array) {
        for (Measure measure : results.mainMeasures()) {
            for (Model model : results.data().models()) {
                List<StrategyRow> rows = inPairs(model, measure);
                ObjectNode node = array.addObject();
                node.put("measure", results.data().measures().indexOf(measure));
                node.put("model", results.data().models().indexOf(model));
                ArrayNode indexes = node.putArray("rows");
                rows.forEach(row -> indexes.add(results.rows().indexOf(row)));
                ArrayNode pairs = node.putArray("pairs");
                for (int i = 0; i < rows.size(); i++) {
                    for (int j = i + 1; j < rows.size(); j++) {
                        ArrayNode cell = pairs.addArray().add(i).add(j);
                        results.pairs(measure).of(rows.get(i), rows.get(j)).ifPresent(pair -> cell.addAll(
                                        ChartData.estimate(pair.difference()))
                                .add(pair.wins())
                                .add(pair.ties())
                                .add(pair.losses()));
                        results.tables()
                                .significance()
                                .of(measure, rows.get(i), rows.get(j))
                                .ifPresent(tested -> cell.add(tested.adjusted())
                                        .add(tested.power().questionsToSettle().orElse(0)));
                    }
                }
            }
        }
    }

    /** All strategies, or the references and the best of the others, in the order of rows. */
    private List<StrategyRow> inPairs(Model model, Measure measure) {
        double sign = measure.direction() == Direction.HIGHER ? 1 : -1;
        List<StrategyRow> measured = results.rows(model).stream()
                .filter(row -> row.estimate(measure.name()).isPresent())
                .toList();
        return measured.stream()
                .sorted(Comparator.<StrategyRow, Boolean>comparing(
                                row -> row.family() == Family.RETRIEVAL || row.family() == Family.OTHER)
                        .thenComparingDouble(row -> -sign
                                * row.estimate(measure.name()).orElseThrow().mean()))
                .limit(MOST_IN_PAIRS)
                .sorted(Comparator.comparingInt(measured::indexOf))
                .toList();
    }
}
