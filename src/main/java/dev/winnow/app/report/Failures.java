package dev.winnow.app.report;

import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.metrics.EvidenceRecall;
import dev.winnow.app.metrics.Metric;
import dev.winnow.app.metrics.MetricSpec.Direction;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.pipelines.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What went wrong: how many trials of each strategy ended in which way, by the first measure of answers. */
final class Failures {
    static final String SHEET = "failures";

    /** Scores this close to the best are right, this close to the worst wrong: means of judges end in noise. */
    private static final double NOISE = 1e-3;

    private final Results results;
    private final Optional<Measure> measure;
    private final Metric recall = new EvidenceRecall().open();
    private final List<Map<Ending, Integer>> counts = new ArrayList<>();

    Failures(Results results) {
        this.results = results;
        this.measure = results.data().answerMeasure();
        for (StrategyRow row : results.rows()) {
            Map<Ending, Integer> own = new EnumMap<>(Ending.class);
            for (Trial trial : results.trials(row)) {
                own.merge(of(trial), 1, Integer::sum);
            }
            counts.add(own);
        }
    }

    /** How a trial ended. */
    Ending of(Trial trial) {
        if (!(trial.outcome() instanceof Outcome.Answered answered)) {
            return Ending.FAILED;
        }
        Gold gold = results.data().gold().get(trial.question());
        OptionalDouble quality = quality(trial);
        if (gold == null || quality.isEmpty()) {
            return Ending.NOT_JUDGED;
        }
        if (quality.getAsDouble() > NOISE) {
            return quality.getAsDouble() > 1 - NOISE ? Ending.RIGHT : Ending.PARTLY;
        }
        return switch (answered.answer()) {
            case Answer.Refused refused -> gold.unanswerable() ? Ending.OTHERWISE : Ending.WRONGLY_REFUSED;
            case Answer.Given given -> gold.unanswerable() ? Ending.INVENTED : byEvidence(gold, trial);
        };
    }

    /** Whether a trial ended right. */
    boolean isRight(Trial trial) {
        return trial.outcome() instanceof Outcome.Answered && quality(trial).orElse(0) > 1 - NOISE;
    }

    /** The score of its answer, 1 for the best; empty where it has none. */
    private OptionalDouble quality(Trial trial) {
        if (measure.isEmpty()) {
            return OptionalDouble.empty();
        }
        OptionalDouble score = results.score(trial, measure.get());
        return score.isPresent() && measure.get().direction() == Direction.LOWER
                ? OptionalDouble.of(1 - score.getAsDouble())
                : score;
    }

    private Ending byEvidence(Gold gold, Trial trial) {
        OptionalDouble shown = recall.score(gold, trial);
        return shown.isEmpty() ? Ending.OTHERWISE : shown.getAsDouble() == 1 ? Ending.WITH_GOLD : Ending.WITHOUT_GOLD;
    }

    /** How many trials of a row ended so. */
    int count(StrategyRow row, Ending ending) {
        return counts.get(results.rows().indexOf(row)).getOrDefault(ending, 0);
    }

    /** Empty where nothing measures answers, or nothing went wrong. */
    Optional<Sheet> sheet() {
        return shown().isEmpty()
                ? Optional.empty()
                : Optional.of(Sheet.of(SHEET, table(List.of(Ending.values())), table(shown())));
    }

    /** The ways in which trials ended; none where nothing measures answers or nothing went wrong. */
    private List<Ending> shown() {
        List<Ending> met = Arrays.stream(Ending.values())
                .filter(ending -> counts.stream().anyMatch(own -> own.containsKey(ending)))
                .toList();
        return measure.isEmpty() || met.stream().noneMatch(Ending::isFailure) ? List.of() : met;
    }

    private Table table(List<Ending> endings) {
        List<String> numbers = new ArrayList<>(List.of("trials"));
        endings.forEach(ending -> numbers.add(ending.label()));
        List<List<String>> rows = new ArrayList<>();
        for (StrategyRow row : results.rows()) {
            List<String> cells =
                    new ArrayList<>(List.of(row.strategy().id(), row.model().id()));
            cells.add(Integer.toString(results.trials(row).size()));
            endings.forEach(ending -> cells.add(Integer.toString(count(row, ending))));
            rows.add(cells);
        }
        return new Table(Sheet.columns(List.of("strategy", "model"), numbers), rows);
    }

    /** The page's section; nothing where there is nothing to tell. */
    String html() {
        List<Ending> endings = shown();
        if (endings.isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder(
                        "<section id=\"failures\">\n<h2>What went wrong</h2>\n<p class=\"note\">")
                .append(Html.prose("Each trial is in one column, by "
                        + measure.orElseThrow().label()
                        + ". With gold shown, all evidence was in the prompt and the reader failed; without gold, some of it"
                        + " was not there to read. Invented: answered what the documents do not answer. A number leads to its"
                        + " questions below."))
                .append(
                        "</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table of what went wrong\">"
                                + "<table class=\"plain failures\"><thead><tr><th scope=\"col\">strategy</th>");
        boolean models = results.data().models().size() > 1;
        html.append(models ? "<th scope=\"col\">model</th>" : "")
                .append("<th scope=\"col\" class=\"number\">trials</th>");
        endings.forEach(ending -> html.append("<th scope=\"col\" class=\"number\">")
                .append(Html.escape(ending.label()))
                .append("</th>"));
        html.append("</tr></thead><tbody>\n");
        for (StrategyRow row : results.rows()) {
            html.append("<tr><th scope=\"row\"><code>")
                    .append(Html.escape(row.strategy().id()))
                    .append("</code></th>")
                    .append(models ? "<td>" + Html.escape(row.model().id()) + "</td>" : "")
                    .append("<td class=\"number\">")
                    .append(Digits.grouped(results.trials(row).size()))
                    .append("</td>");
            endings.forEach(ending -> html.append(cell(row, ending)));
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n")
                .append(TableHtml.copy(SHEET))
                .append(query())
                .append("</section>\n")
                .toString();
    }

    private String query() {
        RowsQuery query = new RowsQuery(results.data());
        return query.html(
                SHEET,
                "select a.question, a.outcome, a.answer, q.answers as gold, s.score from answers a join scores s using (run, key)"
                        + " join questions q on q.id = a.question and q.run = a.run where "
                        + query.isOf("a", results.rows().getFirst()) + " and s.metric = "
                        + RowsQuery.text(measure.orElseThrow().name()) + " and s.score < 1 order by s.score");
    }

    /** Coloured by the share of the row's trials, where it went wrong. */
    private String cell(StrategyRow row, Ending ending) {
        int count = count(row, ending);
        if (count == 0) {
            return "<td class=\"number none\">0</td>";
        }
        double share = (double) count / results.trials(row).size();
        String colour = ending.isFailure()
                ? " class=\"number cell worse\" style=\"--share:" + Math.round(60 * share) + "%\""
                : " class=\"number\"";
        return "<td" + colour + " title=\"" + Digits.percent(share) + "\">"
                + RowsLink.of(results, row).ended(ending).around(Digits.grouped(count)) + "</td>";
    }
}
