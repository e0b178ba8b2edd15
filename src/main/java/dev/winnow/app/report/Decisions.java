package dev.winnow.app.report;

import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.Table.Column;
import dev.winnow.pipelines.Note;
import dev.winnow.pipelines.QuestionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What strategies decided or met on their way, such as routes, gates and replies that could not be used: how often, in how
 * many answers, and how good the answers are in which it happened.
 */
final class Decisions {
    static final String SHEET = "decisions";

    private final Results results;
    private final List<Line> lines = new ArrayList<>();

    Decisions(Results results) {
        this.results = results;
        for (StrategyRow row : results.rows()) {
            Map<Decision, Happened> happened = new TreeMap<>();
            for (Trial trial : results.trials(row)) {
                if (trial.outcome() instanceof Outcome.Answered) {
                    for (Note note : trial.notes()) {
                        happened.computeIfAbsent(new Decision(note.what(), note.outcome()), decision -> new Happened())
                                .in(trial);
                    }
                }
            }
            happened.forEach((decision, where) -> lines.add(new Line(row, decision, where)));
        }
    }

    /** A step and what came of it. */
    private record Decision(String step, String outcome) implements Comparable<Decision> {
        private static final Comparator<Decision> ORDER =
                Comparator.comparing(Decision::step).thenComparing(Decision::outcome);

        @Override
        public int compareTo(Decision other) {
            return ORDER.compare(this, other);
        }
    }

    /** How often, and in which answers. */
    private static final class Happened {
        private int times;
        private final List<Trial> answers = new ArrayList<>();

        private void in(Trial trial) {
            times++;
            // Notes of one answer come one after the other.
            if (answers.isEmpty() || !answers.getLast().equals(trial)) {
                answers.add(trial);
            }
        }
    }

    private record Line(StrategyRow row, Decision decision, Happened happened) {
        private double share() {
            return (double) happened.answers.size() / row.answered();
        }
    }

    /** Empty where no strategy decided anything. */
    Optional<Sheet> sheet() {
        return lines.isEmpty() ? Optional.empty() : Optional.of(Sheet.of(SHEET, figures(), toRead()));
    }

    private Table figures() {
        List<Column> columns = columns();
        for (Measure measure : results.mainMeasures()) {
            columns.add(Column.number(measure.name()));
            columns.add(Column.number(measure.name() + " low"));
            columns.add(Column.number(measure.name() + " high"));
            columns.add(Column.number(measure.name() + " questions"));
        }
        List<List<String>> rows = new ArrayList<>();
        for (Line line : lines) {
            List<String> cells = cells(line, Digits.fixed(line.share(), 4));
            results.mainMeasures().forEach(measure -> cells.addAll(Tables.cells(estimate(line, measure))));
            rows.add(cells);
        }
        return new Table(columns, rows);
    }

    private Table toRead() {
        List<Column> columns = columns();
        results.mainMeasures().forEach(measure -> columns.add(Column.number(measure.name())));
        List<List<String>> rows = new ArrayList<>();
        for (Line line : lines) {
            List<String> cells = cells(line, Digits.percent(line.share()));
            results.mainMeasures()
                    .forEach(measure -> cells.add(estimate(line, measure)
                            .map(estimate -> estimate.text(3))
                            .orElse("")));
            rows.add(cells);
        }
        return new Table(columns, rows);
    }

    private static List<Column> columns() {
        return Sheet.columns(List.of("strategy", "model", "step", "outcome"), List.of("times", "answers", "share"));
    }

    private static List<String> cells(Line line, String share) {
        return new ArrayList<>(List.of(
                line.row().strategy().id(),
                line.row().model().id(),
                line.decision().step(),
                line.decision().outcome(),
                Integer.toString(line.happened().times),
                Integer.toString(line.happened().answers.size()),
                share));
    }

    /** Over the questions in whose answers it happened, of each the mean of those. */
    private Optional<Estimate> estimate(Line line, Measure measure) {
        Map<QuestionId, List<Double>> scores = new TreeMap<>();
        for (Trial trial : line.happened().answers) {
            OptionalDouble score = results.score(trial, measure);
            if (score.isPresent()) {
                scores.computeIfAbsent(trial.question(), question -> new ArrayList<>())
                        .add(score.getAsDouble());
            }
        }
        return results.intervals().of(results.sample(scores, Decisions::mean));
    }

    private static double mean(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** The page's section; nothing where no strategy decided anything. */
    String html() {
        if (lines.isEmpty()) {
            return "";
        }
        return "<section id=\"decisions\">\n<h2>What strategies decided</h2>\n<p class=\"note\">"
                + Html.prose(
                        "Of strategies that go several ways: the routes that were taken, why one way was left for"
                                + " another, and replies to steps that could not be used as they were. A step may come several times"
                                + " in one answer; the share is that of the strategy's answers in which it came at least once, and"
                                + " means are over these. They tell easy questions from hard ones, not good decisions from bad.")
                + "</p>\n" + TableHtml.of(toRead(), "Table of what strategies decided")
                + TableHtml.copy(SHEET)
                + "</section>\n";
    }
}
