package dev.winnow.app.report;

import dev.winnow.app.ledger.IndexCost;
import dev.winnow.app.metrics.MetricSpec.Direction;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.StrategyRow.Family;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The page's table of strategies: each measure with its interval drawn, coverage, tokens, calls, time and cost. */
final class StrategyTable {
    /** With more measures than this, intervals are drawn and told on hovering, not printed. */
    private static final int MOST_WITH_FIGURES = 4;

    private final Results results;
    private final List<Measure> measures;
    private final Map<Measure, Estimate> best = new HashMap<>();
    private final Map<Measure, double[]> scales = new HashMap<>();
    private final double dearest;
    private final boolean streamed;
    private final boolean cites;
    private final StringBuilder html = new StringBuilder();

    StrategyTable(Results results) {
        this.results = results;
        this.measures = results.data().measuresInOrder();
        this.streamed = results.streamed();
        this.cites = results.cites();
        this.dearest = results.rows().stream()
                .mapToDouble(row -> row.cost().orElse(0))
                .max()
                .orElse(0);
        for (Measure measure : measures) {
            List<Estimate> estimates = estimates(results.rows(), measure);
            double low = Math.min(
                    0, estimates.stream().mapToDouble(Estimate::low).min().orElse(0));
            double high = Math.max(
                    1, estimates.stream().mapToDouble(Estimate::high).max().orElse(1));
            scales.put(measure, new double[] {low, high});
            double sign = measure.direction() == Direction.HIGHER ? 1 : -1;
            List<StrategyRow> contest = results.rows().stream()
                    .filter(row -> row.family() != Family.ORACLE)
                    .toList();
            estimates(contest, measure).stream()
                    .max(Comparator.comparingDouble(estimate -> sign * estimate.mean()))
                    .ifPresent(estimate -> best.put(measure, estimate));
        }
    }

    private static List<Estimate> estimates(List<StrategyRow> rows, Measure measure) {
        return rows.stream()
                .flatMap(row -> row.estimate(measure.name()).stream())
                .toList();
    }

    String html() {
        boolean models = results.data().models().size() > 1;
        boolean priced = dearest > 0;
        html.append("<table class=\"strategies sortable")
                .append(measures.size() > MOST_WITH_FIGURES ? " compact" : "")
                .append("\"><thead><tr>");
        heading("Strategy", "text", "");
        if (models) {
            heading("Model", "text", "");
        }
        for (Measure measure : measures) {
            heading(
                    measure.label(),
                    measure.direction() == Direction.LOWER ? "lower is better" : "95 % interval",
                    "score",
                    "Mean over questions, 95 % bootstrap interval"
                            + (measure.direction() == Direction.LOWER ? "; lower is better" : ""));
        }
        heading(
                "Answered",
                "of " + Digits.grouped(results.data().questions().size() * (double) results.repetitions()),
                "number",
                "Trials with an answer or a refusal, of all; failures count as wrong");
        if (cites) {
            heading(
                    "Invented citations",
                    "of all",
                    "number",
                    "What answers cite and nobody showed them, of all that they cite");
        }
        heading("Allowed", "tokens", "number", "Tokens of passages that the budget allowed");
        heading("Used", "tokens", "number", "Tokens of the passages shown, mean per question");
        heading("Prompt + reply", "tokens", "number", "Tokens sent and received, mean per question");
        heading("Calls", "a question", "number", "Model calls, mean per question");
        heading(
                "Latency",
                "p50, p95",
                "number",
                "Median and 95th percentile of answered trials"
                        + (streamed
                                ? "; below, median and 90th percentile of the time to the first token of streamed replies"
                                : ""));
        if (priced) {
            heading(
                    "Cost",
                    "1,000 questions",
                    "number",
                    "US dollars per 1,000 questions at the configured price, what a server's cache spared left out; calls"
                            + " that the ledger already had are charged too");
        }
        if (!results.data().indexCosts().isEmpty()) {
            heading(
                    "Index",
                    "tokens, time",
                    "number",
                    "What the index took, once: tokens that an encoder read, and time to build and embed; no other column"
                            + " includes it");
        }
        html.append("</tr></thead><tbody>\n");
        for (StrategyRow row : results.rows()) {
            row(row, models, priced);
        }
        return html.append("</tbody></table>").toString();
    }

    private void heading(String name, String kind, String title) {
        heading(name, "", kind, title);
    }

    private void heading(String name, String under, String kind, String title) {
        html.append("<th scope=\"col\" class=\"")
                .append(kind)
                .append("\" title=\"")
                .append(Html.escape(title))
                .append("\"><button type=\"button\">")
                .append(Html.escape(name))
                .append("</button>")
                .append(under.isEmpty() ? "" : "<small>" + Html.escape(under) + "</small>")
                .append("</th>");
    }

    private void row(StrategyRow row, boolean models, boolean priced) {
        html.append("<tr class=\"")
                .append(row.family() == Family.RETRIEVAL || row.family() == Family.OTHER ? "own" : "reference")
                .append("\"><th scope=\"row\"><code>")
                .append(Html.escape(row.strategy().id()))
                .append("</code></th>");
        if (models) {
            html.append("<td>").append(Html.escape(row.model().id())).append("</td>");
        }
        for (Measure measure : measures) {
            score(row, measure);
        }
        int trials = row.answered() + row.failed();
        cell(
                OptionalDouble.of(row.answered()),
                trials == 0
                        ? "–"
                        : Digits.grouped(row.answered())
                                + (row.failed() > 0
                                        ? " <span class=\"failed\">"
                                                + RowsLink.of(results, row)
                                                        .ended(Ending.FAILED)
                                                        .around(Digits.grouped(row.failed()) + " failed")
                                                + "</span>"
                                        : ""));
        if (cites) {
            CitationCount cited = CitationCount.of(results.trials(row));
            cell(
                    OptionalDouble.of((double) cited.invented()),
                    cited.all() == 0
                            ? "–"
                            : Digits.grouped((double) cited.invented()) + " <small>"
                                    + Digits.grouped((double) cited.all()) + "</small>");
        }
        cell(
                row.allowed(),
                row.allowed().isPresent() ? Digits.grouped(row.allowed().getAsDouble()) : trials == 0 ? "–" : "any");
        cell(row.used(), grouped(row.used()));
        cell(
                row.promptTokens().isPresent() ? OptionalDouble.of(row.tokens()) : OptionalDouble.empty(),
                row.promptTokens().isPresent()
                        ? grouped(row.promptTokens()) + " <small>+ " + grouped(row.completionTokens()) + "</small>"
                        : "–");
        cell(row.calls(), row.calls().isPresent() ? calls(row.calls().getAsDouble()) : "–");
        cell(row.total().median(), latency(row));
        if (priced) {
            cell(
                    row.cost(),
                    row.cost().isPresent()
                            ? "$" + Digits.fixed(1000 * row.cost().getAsDouble(), dearest < 0.01 ? 4 : 2)
                            : "–");
        }
        if (!results.data().indexCosts().isEmpty()) {
            Optional<IndexCost> index = results.index(row);
            cell(
                    index.map(cost -> OptionalDouble.of((double) cost.embeddedTokens()))
                            .orElse(OptionalDouble.empty()),
                    index.map(StrategyTable::index).orElse("–"));
        }
        html.append("</tr>\n");
    }

    private String latency(StrategyRow row) {
        Latency time = row.total();
        if (time.median().isEmpty()) {
            return "–";
        }
        Latency first = results.firstToken(row);
        return Digits.duration(time.median().getAsDouble()) + " <small>"
                + Digits.duration(time.p95().orElseThrow())
                + (first.median().isPresent()
                        ? "<br>first " + Digits.duration(first.median().getAsDouble()) + ", "
                                + Digits.duration(first.p90().orElseThrow())
                        : "")
                + "</small>";
    }

    private static String index(IndexCost cost) {
        String money =
                cost.usd().orElse(0) > 0 ? ", " + Digits.dollars(cost.usd().getAsDouble()) : "";
        return Digits.grouped((double) cost.embeddedTokens()) + " <small>"
                + Digits.duration(cost.buildMillis() + (double) cost.embeddingMillis()) + money + "</small>";
    }

    private static String grouped(OptionalDouble value) {
        return value.isPresent() ? Digits.grouped(value.getAsDouble()) : "–";
    }

    private static String calls(double calls) {
        return Digits.fixed(calls, calls == Math.rint(calls) ? 0 : 2);
    }

    /** A cell that sorts by a value. */
    private void cell(OptionalDouble value, String content) {
        html.append("<td class=\"number\"");
        value.ifPresent(present ->
                html.append(" data-value=\"").append(Digits.fixed(present, 8)).append('"'));
        html.append('>').append(content).append("</td>");
    }

    private void score(StrategyRow row, Measure measure) {
        Optional<Estimate> found = row.estimate(measure.name());
        if (found.isEmpty()) {
            html.append("<td class=\"score\">–</td>");
            return;
        }
        Estimate estimate = found.get();
        Estimate top = best.get(measure);
        String rank = "";
        if (top != null && row.family() != Family.ORACLE) {
            rank = estimate.mean() == top.mean() ? " best" : top.holds(estimate.mean()) ? " near" : "";
        }
        double[] scale = scales.get(measure);
        html.append("<td class=\"score")
                .append(rank)
                .append("\" data-value=\"")
                .append(Digits.fixed(estimate.mean(), 8))
                .append("\" title=\"")
                .append(Html.escape(estimate.text(3) + ", " + estimate.questions() + " questions"))
                .append("\"><b>")
                .append(RowsLink.of(results, row)
                        .by(measure, measure.direction() == Direction.HIGHER ? "a-low" : "a-high")
                        .around(Digits.fixed(estimate.mean(), 3)))
                .append("</b> <small>")
                .append(Digits.fixed(estimate.low(), 2))
                .append("–")
                .append(Digits.fixed(estimate.high(), 2))
                .append("</small><i style=\"--l:")
                .append(place(estimate.low(), scale))
                .append(";--m:")
                .append(place(estimate.mean(), scale))
                .append(";--h:")
                .append(place(estimate.high(), scale))
                .append("\"></i></td>");
    }

    private static String place(double value, double[] scale) {
        return Digits.fixed(100 * (value - scale[0]) / (scale[1] - scale[0]), 1);
    }
}
