package dev.winnow.app.report;

import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.ChangedSettings.Bearing;
import dev.winnow.app.report.ChangedSettings.Setting;
import dev.winnow.app.report.Changes.ChangedTrial;
import dev.winnow.app.report.Changes.Counts;
import dev.winnow.app.report.Changes.Kind;
import dev.winnow.app.report.Changes.Line;
import dev.winnow.app.report.Changes.Step;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.Sheet.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/** What changed between runs, as tables and as a section of the page. */
final class ChangeTables {
    static final String SHEET = "changes";
    static final String SETTINGS = "changed-settings";
    static final String TRIALS = "changed-answers";

    /** Changed answers that a table for reading has; the CSV has more. */
    private static final int MOST_TO_READ = 60;

    /** Settings that a cell names. */
    private static final int MOST_NAMED = 4;

    /** Characters of an answer or a setting that a table shows. */
    private static final int LONGEST = 160;

    private final Results results;
    private final Changes changes;

    ChangeTables(Results results, Changes changes) {
        this.results = results;
        this.changes = changes;
    }

    /** The summary, the settings and the answers; none where no two runs have a strategy in common. */
    List<Sheet> sheets() {
        if (changes.steps().isEmpty()) {
            return List.of();
        }
        return List.of(
                new Sheet(SHEET, figures(), sections(step -> toRead(step))),
                new Sheet(SETTINGS, settings(), sections(step -> settings(step, ChangeTables::excerpt))),
                new Sheet(TRIALS, trials(Integer.MAX_VALUE), List.of(new Section("", trials(MOST_TO_READ)))));
    }

    private interface OfStep {
        Table table(Step step);
    }

    private List<Section> sections(OfStep of) {
        return changes.steps().stream()
                .map(step -> new Section(title(step), of.table(step)))
                .toList();
    }

    private static String title(Step step) {
        return "from " + step.before().run() + " to " + step.after().run();
    }

    private Table figures() {
        List<List<String>> rows = new ArrayList<>();
        for (Step step : changes.steps()) {
            for (Line line : step.lines()) {
                Counts counts = line.counts();
                List<String> cells = new ArrayList<>(List.of(
                        step.before().run(),
                        step.after().run(),
                        line.strategy(),
                        line.before().model().id(),
                        changes.measure().map(Measure::name).orElse(""),
                        explanation(line, Integer.MAX_VALUE)));
                for (int count : List.of(
                        counts.trials,
                        counts.lost,
                        counts.won,
                        counts.rescored,
                        counts.answers,
                        counts.unexplained,
                        counts.passages,
                        counts.orders)) {
                    cells.add(Integer.toString(count));
                }
                cells.add(mean(line.before(), 4));
                cells.add(mean(line.after(), 4));
                line.pair()
                        .ifPresentOrElse(
                                pair -> cells.addAll(List.of(
                                        Digits.fixed(pair.difference().mean(), 4),
                                        Digits.fixed(pair.difference().low(), 4),
                                        Digits.fixed(pair.difference().high(), 4),
                                        Integer.toString(pair.wins()),
                                        Integer.toString(pair.ties()),
                                        Integer.toString(pair.losses()))),
                                () -> cells.addAll(List.of("", "", "", "", "", "")));
                cells.add(p(line.p()));
                cells.add(p(line.adjusted()));
                rows.add(cells);
            }
        }
        return new Table(
                Sheet.columns(
                        List.of("before", "after", "strategy", "model", "measure", "explained by"),
                        List.of(
                                "trials",
                                "right to wrong",
                                "wrong to right",
                                "scores changed",
                                "answers changed",
                                "asked alike",
                                "passages changed",
                                "order changed",
                                "mean before",
                                "mean after",
                                "difference",
                                "low",
                                "high",
                                "better",
                                "same",
                                "worse",
                                "p",
                                "adjusted p")),
                rows);
    }

    private String mean(StrategyRow row, int digits) {
        return changes.measure()
                .flatMap(measure -> row.estimate(measure.name()))
                .map(estimate -> Digits.fixed(estimate.mean(), digits))
                .orElse("");
    }

    private static String readable(OptionalDouble p) {
        return p.isEmpty() ? "" : p.getAsDouble() < 0.001 ? "below 0.001" : Digits.fixed(p.getAsDouble(), 3);
    }

    private static String p(OptionalDouble p) {
        return p.isPresent() ? Digits.fixed(p.getAsDouble(), 5) : "";
    }

    private Table toRead(Step step) {
        List<List<String>> rows = new ArrayList<>();
        for (Line line : step.lines()) {
            Counts counts = line.counts();
            rows.add(List.of(
                    line.strategy(),
                    line.before().model().id(),
                    mean(line.before(), 3),
                    mean(line.after(), 3),
                    line.pair().map(pair -> pair.difference().text(3)).orElse(""),
                    Integer.toString(counts.lost),
                    Integer.toString(counts.won),
                    readable(line.adjusted()),
                    Integer.toString(counts.answers),
                    Integer.toString(counts.passages),
                    Integer.toString(counts.orders),
                    explanation(line, MOST_NAMED)));
        }
        List<Table.Column> columns = Sheet.columns(
                List.of("strategy", "model"),
                List.of(
                        "before",
                        "after",
                        "difference",
                        "right to wrong",
                        "wrong to right",
                        "adjusted p",
                        "answers changed",
                        "passages changed",
                        "order changed"));
        columns.add(Table.Column.text("explained by"));
        return new Table(columns, rows);
    }

    /** The settings that can have changed a strategy's answers; or that there are none. */
    private static String explanation(Line line, int most) {
        Counts counts = line.counts();
        if (counts.answers + counts.passages + counts.orders + counts.rescored == 0) {
            return "nothing changed";
        }
        List<String> paths = line.explaining().stream().map(Setting::path).toList();
        if (counts.unexplained > 0 && counts.unexplained == counts.answers) {
            return "no setting: the same was asked and answered otherwise";
        }
        if (paths.isEmpty()) {
            return "no setting that differs";
        }
        String named = paths.stream().limit(most).collect(Collectors.joining(", "));
        return paths.size() > most ? named + " and " + (paths.size() - most) + " more" : named;
    }

    private Table settings() {
        List<List<String>> rows = new ArrayList<>();
        for (Step step : changes.steps()) {
            for (Setting setting : step.settings().all()) {
                rows.add(List.of(
                        step.before().run(),
                        step.after().run(),
                        setting.path(),
                        bearing(setting),
                        setting.before(),
                        setting.after()));
            }
        }
        return new Table(
                Sheet.columns(
                        List.of("before", "after", "setting", "may decide", "value before", "value after"), List.of()),
                rows);
    }

    /** How much of two texts a table shows. */
    private interface Excerpts {
        List<String> of(String before, String after);
    }

    private static Table settings(Step step, Excerpts excerpts) {
        List<List<String>> rows = new ArrayList<>();
        for (Setting setting : step.settings().all()) {
            List<String> cells = new ArrayList<>(List.of(setting.path()));
            cells.addAll(excerpts.of(setting.before(), setting.after()));
            cells.add(bearing(setting));
            rows.add(cells);
        }
        return new Table(
                Sheet.columns(
                        List.of("setting", step.before().run(), step.after().run(), "may decide"), List.of()),
                rows);
    }

    private static String bearing(Setting setting) {
        return setting.bearings().isEmpty()
                ? "times alone"
                : setting.bearings().stream().map(Bearing::label).collect(Collectors.joining(", "));
    }

    /** Two texts from shortly before the first character in which they differ. */
    private static List<String> excerpt(String before, String after) {
        int common = 0;
        while (common < Math.min(before.length(), after.length()) && before.charAt(common) == after.charAt(common)) {
            common++;
        }
        int from = Math.max(before.length(), after.length()) <= LONGEST ? 0 : Math.max(0, common - LONGEST / 3);
        return List.of(cut(before, from), cut(after, from));
    }

    private static String cut(String text, int from) {
        String rest = text.substring(Math.min(from, text.length()));
        return (from > 0 ? "… " : "")
                + (rest.length() > LONGEST ? rest.substring(0, LONGEST) + " …" : rest).replaceAll("\\s+", " ");
    }

    private Table trials(int most) {
        List<List<String>> rows = new ArrayList<>();
        for (Step step : changes.steps()) {
            step.listed().stream().limit(most).forEach(trial -> rows.add(row(step, trial)));
        }
        return new Table(
                Sheet.columns(
                        List.of(
                                "before",
                                "after",
                                "strategy",
                                "model",
                                "question",
                                "repetition",
                                "changed",
                                "answer before",
                                "answer after"),
                        List.of("score before", "score after")),
                rows);
    }

    private List<String> row(Step step, ChangedTrial trial) {
        return List.of(
                step.before().run(),
                step.after().run(),
                trial.line().strategy(),
                trial.before().model(),
                trial.before().question().value(),
                Integer.toString(trial.before().repetition()),
                trial.kinds().stream().map(Kind::label).collect(Collectors.joining(", ")),
                cut(AnswerCut.text(trial.before()), 0),
                cut(AnswerCut.text(trial.after()), 0),
                score(trial.before()),
                score(trial.after()));
    }

    private String score(Trial trial) {
        OptionalDouble score =
                changes.measure().map(measure -> results.score(trial, measure)).orElse(OptionalDouble.empty());
        return Digits.fixed(score, 4);
    }

    /** The page's section; nothing where no two runs have a strategy in common. */
    String html() {
        if (changes.steps().isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<section id=\"changes\">\n<h2>What changed</h2>\n<p class=\"note\">"
                + "Strategies that both runs have, trial by trial. A number leads to its questions, the run before as A and the run"
                + " after as B. The adjusted p value is of the paired difference, corrected for all strategies of this table. Settings"
                + " stand beside a strategy if they concern it and may decide what changed.</p>\n");
        for (Step step : changes.steps()) {
            html.append("<h3>")
                    .append(Html.escape("From " + step.before().run() + " to "
                            + step.after().run()))
                    .append("</h3>\n");
            html.append(
                    step.settings().all().isEmpty()
                            ? "<p class=\"note\">No setting differs.</p>\n"
                            : "<div class=\"settings\">"
                                    + TableHtml.of(settings(step, ChangeTables::excerpt), "Settings that differ")
                                    + "</div>\n");
            html.append(table(step));
            if (!step.alone().isEmpty()) {
                html.append("<p class=\"note\">In one of the two runs only: ")
                        .append(step.alone().stream()
                                .limit(MOST_TO_READ)
                                .map(id -> "<code>" + Html.escape(id) + "</code>")
                                .collect(Collectors.joining(", ")))
                        .append(
                                step.alone().size() > MOST_TO_READ
                                        ? " and " + (step.alone().size() - MOST_TO_READ) + " more"
                                        : "")
                        .append(".</p>\n");
            }
        }
        return html.append(TableHtml.copy(SHEET))
                .append(query())
                .append("</section>\n")
                .toString();
    }

    private String query() {
        RowsQuery query = new RowsQuery(results.data());
        Line line = changes.steps().getFirst().lines().getFirst();
        return query.html(
                SHEET,
                "select a.question, a.answer as before, b.answer as after from answers a join answers b"
                        + " using (strategy, model, question, repetition) where " + query.isOf("a", line.before())
                        + " and " + query.isOf("b", line.after()) + " and a.answer is distinct from b.answer");
    }

    private String table(Step step) {
        boolean models = results.data().models().size() > 1;
        StringBuilder html =
                new StringBuilder("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table of what"
                        + " changed\"><table class=\"plain changes\"><thead><tr><th scope=\"col\">strategy</th>"
                        + (models ? "<th scope=\"col\">model</th>" : ""));
        String measure = changes.measure().map(Measure::label).orElse("");
        for (String name : List.of(
                measure + " before",
                "after",
                "difference",
                "right to wrong",
                "wrong to right",
                "adjusted p",
                "answers",
                "passages",
                "order")) {
            html.append("<th scope=\"col\" class=\"number\">")
                    .append(Html.escape(name))
                    .append("</th>");
        }
        html.append("<th scope=\"col\">explained by</th></tr></thead><tbody>\n");
        step.lines().forEach(line -> html.append(row(line, models)));
        return html.append("</tbody></table></div>\n").toString();
    }

    private String row(Line line, boolean models) {
        Counts counts = line.counts();
        RowsLink both = RowsLink.of(results, line.before()).beside(results, line.after());
        return "<tr><th scope=\"row\"><code>" + Html.escape(line.strategy()) + "</code></th>"
                + (models ? "<td>" + Html.escape(line.before().model().id()) + "</td>" : "")
                + number(mean(line.before(), 3))
                + number(mean(line.after(), 3))
                + number(line.pair().map(pair -> pair.difference().text(3)).orElse(""))
                + number(linked(counts.lost, both.outcome("a-right-b-not")))
                + number(linked(counts.won, both.outcome("a-not-b-right")))
                + number(readable(line.adjusted()))
                + number(linked(counts.answers, both.by(changes.measure(), "b-above-a")))
                + number(Digits.grouped(counts.passages))
                + number(Digits.grouped(counts.orders))
                + "<td class=\"why\">" + Html.escape(explanation(line, MOST_NAMED)) + "</td></tr>\n";
    }

    private static String linked(int count, RowsLink link) {
        return count == 0 ? "0" : link.around(Digits.grouped(count));
    }

    private static String number(String content) {
        Matcher interval = Table.INTERVAL.matcher(content);
        return "<td class=\"number\">"
                + (interval.matches() ? interval.group(1) + " <small>" + interval.group(2) + "</small>" : content)
                + "</td>";
    }
}
