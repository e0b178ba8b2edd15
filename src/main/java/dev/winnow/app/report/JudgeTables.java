package dev.winnow.app.report;

import dev.winnow.app.judging.JudgedRun;
import dev.winnow.app.judging.JudgedRun.Verdicts;
import dev.winnow.app.judging.JudgedScore;
import dev.winnow.app.judging.Judgement;
import dev.winnow.app.judging.SelfConsistency;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.Sheet.Section;
import dev.winnow.pipelines.model.Price;
import dev.winnow.pipelines.model.ReportedUsage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What judges said and could not say, what they cost, and how far they can be relied on: tables, and a section of the page. */
final class JudgeTables {
    private final Results results;
    private final JudgedRun judged;
    private final JudgeCalibration calibration;

    JudgeTables(Results results) {
        this.results = results;
        this.judged = results.data().judged();
        this.calibration = new JudgeCalibration(results);
    }

    /** None where nothing was judged and nothing labelled. */
    List<Sheet> sheets() {
        List<Sheet> sheets = new ArrayList<>();
        if (!judged.judges().isEmpty()) {
            sheets.add(Sheet.of("judges", scores(), scoresToRead()));
            sheets.add(Sheet.of("judge-calls", calls(), calls()));
        }
        sheets.addAll(calibration.sheets());
        return sheets;
    }

    /** What a judge said of the answers of one strategy with one model. */
    private record Line(Verdicts verdicts, StrategyRow row, Tally tally) {}

    /** Sums over answers. */
    private static final class Tally {
        private int answers;
        private int ruled;
        private int judgements;
        private int pending;
        private double low;
        private double high;
        private final Map<Judgement.Why, Integer> failed = new EnumMap<>(Judgement.Why.class);

        private void add(JudgedScore score) {
            answers++;
            ruled += score.asked() == 0 ? 1 : 0;
            judgements += score.asked();
            pending += score.pending();
            low += score.low();
            high += score.high();
            score.failed().forEach((why, count) -> failed.merge(why, count, Integer::sum));
        }

        private int failed() {
            return failed.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    private List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (Verdicts verdicts : judged.judges()) {
            for (StrategyRow row : results.rows()) {
                Tally tally = new Tally();
                for (Trial trial : results.trials(row)) {
                    Optional.ofNullable(verdicts.scores().get(trial.key())).ifPresent(tally::add);
                }
                if (tally.answers > 0) {
                    lines.add(new Line(verdicts, row, tally));
                }
            }
        }
        return lines;
    }

    private Table scores() {
        List<String> numbers = new ArrayList<>(List.of("answers", "by rule", "judgements"));
        for (Judgement.Why why : Judgement.Why.values()) {
            numbers.add(why.text());
        }
        numbers.addAll(List.of("pending", "mean", "lowest mean", "highest mean"));
        List<List<String>> rows = new ArrayList<>();
        for (Line line : lines()) {
            Tally tally = line.tally();
            List<String> cells = new ArrayList<>(List.of(
                    line.verdicts().judge().name(),
                    line.row().strategy().id(),
                    line.row().model().id(),
                    Integer.toString(tally.answers),
                    Integer.toString(tally.ruled),
                    Integer.toString(tally.judgements)));
            for (Judgement.Why why : Judgement.Why.values()) {
                cells.add(Integer.toString(tally.failed.getOrDefault(why, 0)));
            }
            cells.add(Integer.toString(tally.pending));
            cells.add(Digits.fixed((tally.low + tally.high) / 2 / tally.answers, 4));
            cells.add(Digits.fixed(tally.low / tally.answers, 4));
            cells.add(Digits.fixed(tally.high / tally.answers, 4));
            rows.add(cells);
        }
        return new Table(Sheet.columns(List.of("judge", "strategy", "model"), numbers), rows);
    }

    private Table scoresToRead() {
        List<List<String>> rows = new ArrayList<>();
        for (Line line : lines()) {
            Tally tally = line.tally();
            rows.add(List.of(
                    line.verdicts().judge().name(),
                    line.row().strategy().id(),
                    line.row().model().id(),
                    Integer.toString(tally.answers),
                    Integer.toString(tally.ruled),
                    Integer.toString(tally.judgements),
                    Integer.toString(tally.failed()),
                    Integer.toString(tally.pending),
                    Digits.fixed((tally.low + tally.high) / 2 / tally.answers, 3) + " ["
                            + Digits.fixed(tally.low / tally.answers, 3) + ", "
                            + Digits.fixed(tally.high / tally.answers, 3) + "]"));
        }
        return new Table(
                Sheet.columns(
                        List.of("judge", "strategy", "model"),
                        List.of(
                                "answers",
                                "by rule",
                                "judgements",
                                "no verdict",
                                "pending",
                                "mean [if all are 0, if all are 1]")),
                rows);
    }

    /** What a judge's calls took, each counted once. */
    private Table calls() {
        List<List<String>> rows = new ArrayList<>();
        for (Verdicts verdicts : judged.judges()) {
            Map<String, ReportedUsage> distinct = new LinkedHashMap<>();
            verdicts.judgements().forEach(judgement -> distinct.put(judgement.call(), judgement.billed()));
            ReportedUsage billed = distinct.values().stream().reduce(ReportedUsage.NONE, ReportedUsage::plus);
            Optional<Price> price = Optional.ofNullable(
                    judged.prices().get(verdicts.judge().model().id()));
            SelfConsistency self = SelfConsistency.of(verdicts.judgements());
            rows.add(List.of(
                    verdicts.judge().name(),
                    verdicts.judge().description(),
                    Integer.toString(distinct.size()),
                    Long.toString(billed.prompt()),
                    Long.toString(billed.completion()),
                    price.map(known -> Digits.fixed(known.of(billed), 6)).orElse(""),
                    repeated(self.repeated()),
                    share(self.same()),
                    repeated(self.swapped()),
                    share(self.steady()),
                    share(self.firstPreferred()),
                    share(self.secondPreferred())));
        }
        return new Table(
                Sheet.columns(
                        List.of("judge", "what"),
                        List.of(
                                "calls",
                                "prompt tokens",
                                "reply tokens",
                                "cost usd",
                                "repeated",
                                "same verdict",
                                "pairs in both orders",
                                "same in both orders",
                                "first place preferred",
                                "second place preferred")),
                rows);
    }

    private static String repeated(int count) {
        return count == 0 ? "" : Integer.toString(count);
    }

    private static String share(OptionalDouble share) {
        return Digits.fixed(share, 3);
    }

    /** The page's section; nothing where nothing was judged and nothing labelled. */
    String html() {
        List<Sheet> sheets = sheets();
        if (sheets.isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<section id=\"judges\">\n<h2>Judges</h2>\n");
        if (!judged.judges().isEmpty()) {
            html.append(
                    "<p class=\"note\">A judgement without a verdict (unreadable, refused, cut short, or never replied) is"
                            + " no verdict: means count it as a half, and stand between those where all of them are 0 and where all"
                            + " are 1. Answers that need no judge are decided by rule: one that failed or is empty is wrong, and a"
                            + " refusal is right where there is no answer. Judges' calls are no part of what strategies cost.</p>\n");
            notice(html);
            html.append(TableHtml.of(scoresToRead(), "What judges said"))
                    .append(TableHtml.copy("judges"))
                    .append(TableHtml.of(calls(), "What judges were asked"))
                    .append(TableHtml.copy("judge-calls"));
        }
        for (Sheet sheet : calibration.sheets()) {
            html.append(calibration.note(sheet));
            boolean first = true;
            for (Section section : sheet.sections()) {
                String table = TableHtml.of(section.table(), section.title());
                html.append(
                        first
                                ? "<h3>" + Html.escape(section.title()) + "</h3>\n" + table
                                : TableHtml.folded(section.title(), table));
                first = false;
            }
            html.append(TableHtml.copy(sheet.name()));
        }
        return html.append("</section>\n").toString();
    }

    /** Where so many verdicts are missing that means say little. */
    private void notice(StringBuilder html) {
        for (Verdicts verdicts : judged.judges()) {
            double open = verdicts.scores().values().stream()
                    .mapToDouble(score -> score.high() - score.low())
                    .average()
                    .orElse(0);
            if (open > 0.05) {
                Page.notice(
                        html,
                        "Many verdicts are missing.",
                        "Without what `" + verdicts.judge().name() + "` did not say, its means are open by "
                                + Digits.percent(open) + " of the scale; see judgements.jsonl for why.");
            }
        }
    }
}
