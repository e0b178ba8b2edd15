package dev.winnow.app.report;

import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.statistics.Moments;
import dev.winnow.app.statistics.Repeated;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** How much repetitions of the same question differ, against how much questions do. */
final class RepetitionSpread {
    static final String SHEET = "repetitions";

    private final Results results;
    private final List<Line> lines = new ArrayList<>();

    RepetitionSpread(Results results) {
        this.results = results;
        if (results.repetitions() > 1) {
            for (Measure measure : results.mainMeasures()) {
                results.rows().forEach(row -> line(measure, row).ifPresent(lines::add));
            }
        }
    }

    /**
     * A strategy's spread.
     *
     * @param means the mean over questions of each repetition, in order
     */
    record Line(Measure measure, StrategyRow row, List<Double> means, Repeated repeated) {
        double deviation() {
            return Moments.of(means.stream().mapToDouble(mean -> mean).toArray())
                    .deviation();
        }

        double lowest() {
            return Collections.min(means);
        }

        double highest() {
            return Collections.max(means);
        }
    }

    List<Line> lines() {
        return lines;
    }

    private Optional<Line> line(Measure measure, StrategyRow row) {
        Map<String, List<Double>> byQuestion = new TreeMap<>();
        Map<Integer, List<Double>> byRepetition = new TreeMap<>();
        for (Trial trial : results.trials(row)) {
            OptionalDouble score = results.score(trial, measure);
            if (score.isPresent()) {
                byQuestion
                        .computeIfAbsent(trial.question().value(), key -> new ArrayList<>())
                        .add(score.getAsDouble());
                byRepetition
                        .computeIfAbsent(trial.repetition(), key -> new ArrayList<>())
                        .add(score.getAsDouble());
            }
        }
        List<double[]> scores = byQuestion.values().stream()
                .map(own -> own.stream().mapToDouble(score -> score).toArray())
                .filter(own -> own.length > 1)
                .toList();
        if (scores.size() < 2) {
            return Optional.empty();
        }
        List<Double> means = byRepetition.values().stream()
                .map(own -> own.stream().mapToDouble(score -> score).average().orElseThrow())
                .toList();
        return Optional.of(new Line(measure, row, means, Repeated.of(scores)));
    }

    /** Nothing where nothing was repeated. */
    Optional<Sheet> sheet() {
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        List<List<String>> rows = new ArrayList<>();
        for (Line line : lines) {
            Repeated repeated = line.repeated();
            rows.add(List.of(
                    line.measure().name(),
                    line.row().strategy().id(),
                    line.row().model().id(),
                    Integer.toString(line.means().size()),
                    Integer.toString(repeated.questions()),
                    Digits.fixed(repeated.mean(), 4),
                    Digits.fixed(line.lowest(), 4),
                    Digits.fixed(line.highest(), 4),
                    Digits.fixed(line.deviation(), 6),
                    Digits.fixed(repeated.between(), 6),
                    Digits.fixed(repeated.within(), 6),
                    Digits.fixed(repeated.luck(), 4),
                    Digits.fixed(repeated.standardErrorOfLuck(), 6)));
        }
        Table figures = new Table(
                Sheet.columns(
                        List.of("measure", "strategy", "model"),
                        List.of(
                                "repetitions",
                                "questions",
                                "mean",
                                "lowest repetition",
                                "highest repetition",
                                "deviation of repetitions",
                                "variance between questions",
                                "variance within questions",
                                "share of luck",
                                "standard error of luck")),
                rows);
        return Optional.of(Sheet.of(SHEET, figures, toRead()));
    }

    private Table toRead() {
        return new Table(
                Sheet.columns(
                        List.of("strategy", "model", "measure"),
                        List.of("mean", "repetitions", "deviation between", "share of luck", "standard error of luck")),
                lines.stream()
                        .map(line -> List.of(
                                line.row().strategy().id(),
                                line.row().model().id(),
                                line.measure().name(),
                                Digits.fixed(line.repeated().mean(), 3),
                                Digits.fixed(line.lowest(), 3) + " to " + Digits.fixed(line.highest(), 3),
                                Digits.fixed(line.deviation(), 3),
                                Digits.percent(line.repeated().luck()),
                                Digits.fixed(line.repeated().standardErrorOfLuck(), 3)))
                        .toList());
    }

    /** The page's section; nothing where nothing was repeated. */
    String html() {
        return lines.isEmpty()
                ? ""
                : "<section id=\"repetitions\">\n<h2>How much is luck</h2>\n<p class=\"note\">The same question asked again, "
                        + results.repetitions() + " times in all. \"Repetitions\" is the range of the means that single"
                        + " repetitions have; the share of luck is the part of the variance of a single answer's score that lies"
                        + " between repetitions of one question. More repetitions reduce only that part; more questions reduce"
                        + " both.</p>\n"
                        + TableHtml.of(toRead(), "Table of repetitions") + TableHtml.copy(SHEET) + "</section>\n";
    }
}
