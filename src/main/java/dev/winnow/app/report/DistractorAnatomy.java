package dev.winnow.app.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.winnow.app.distractors.HarmTally;
import dev.winnow.app.distractors.Unit;
import dev.winnow.app.report.DistractorFigure.Kind;
import dev.winnow.app.report.DistractorHarm.Line;
import dev.winnow.app.report.DistractorHarm.Where;
import dev.winnow.app.report.ReportData.Measure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The report's section on distractors: what was shown of documents without gold evidence, how much selections share of it,
 * and what answers owe to it. Nothing where no question's evidence is known or nothing else was shown.
 */
final class DistractorAnatomy {
    static final String HARM_SHEET = "distractors-harm";

    /** UTF-16 units of text to normalise, or as much other work: a few seconds. */
    private static final long MOST_TEXT = 80_000_000;

    private static final int MOST_LINES = 1000;
    private static final int MOST_TO_READ = 30;
    private static final int MOST_ON_PAGE = 12;
    private static final int SNIPPET = 220;

    private final Results results;
    private final Selections selections;
    private final DistractorTexts texts;
    private final DistractorHarm harm;
    private final DistractorFigures figures;
    private final DistractorOverlap overlap;

    DistractorAnatomy(Results results) {
        this(results, MOST_TEXT);
    }

    /**
     * Of a run.
     *
     * @param mostText UTF-16 units of text to normalise, or as much other work
     */
    DistractorAnatomy(Results results, long mostText) {
        this.results = results;
        selections = new Selections(results);
        texts = new DistractorTexts(results.data(), mostText);
        harm = new DistractorHarm(results, selections);
        figures = new DistractorFigures(results, selections, texts, harm);
        overlap = new DistractorOverlap(results, selections);
    }

    private boolean any() {
        return !selections.all().isEmpty();
    }

    List<Sheet> sheets() {
        List<Sheet> sheets = new ArrayList<>();
        if (any()) {
            sheets.add(figures.sheet());
            if (overlap.any()) {
                sheets.add(overlap.sheet());
            }
            if (figures.copied().any()) {
                sheets.add(figures.copied().sheet());
            }
            if (!harm.lines(Unit.DOCUMENT).isEmpty()) {
                sheets.add(harmSheet());
            }
        }
        return sheets;
    }

    private Sheet harmSheet() {
        List<List<String>> rows = new ArrayList<>();
        List<Sheet.Section> sections = new ArrayList<>();
        for (Unit unit : Unit.values()) {
            harm.lines(unit).stream().limit(MOST_LINES).forEach(line -> rows.add(figures(unit, line)));
            sections.add(new Sheet.Section("by " + unit.column(), toRead(unit)));
        }
        List<Table.Column> columns = new ArrayList<>(Sheet.columns(
                List.of("unit", "distractor", "title"),
                List.of(
                        "questions",
                        "harm",
                        "shrunk harm",
                        "score with",
                        "score without",
                        "worse",
                        "same",
                        "better",
                        "p",
                        "adjusted p",
                        "trials with",
                        "wrong with",
                        "trials without",
                        "wrong without")));
        columns.addAll(Sheet.columns(List.of("worst question", "text"), List.of()));
        return new Sheet(HARM_SHEET, new Table(columns, rows), sections);
    }

    private List<String> figures(Unit unit, Line line) {
        HarmTally<Where> tally = line.tally();
        return List.of(
                unit.column(),
                line.name(),
                texts.title(tally.worstPlace().document()),
                Integer.toString(tally.questions()),
                Digits.fixed(tally.harm(), 4),
                Digits.fixed(tally.shrunkHarm(), 4),
                Digits.fixed(tally.with(), 4),
                Digits.fixed(tally.without(), 4),
                Integer.toString(tally.worse()),
                Integer.toString(tally.questions() - line.differing()),
                Integer.toString(tally.better()),
                Digits.fixed(line.p(), 6),
                Digits.fixed(line.adjusted(), 6),
                Integer.toString(tally.trialsWith()),
                Integer.toString(tally.wrongWith()),
                Integer.toString(tally.trialsWithout()),
                Integer.toString(tally.wrongWithout()),
                question(tally.worstPlace()),
                snippet(tally.worstPlace()));
    }

    private String question(Where where) {
        return results.questions().get(where.place()).value();
    }

    /** The beginning of what was shown, in one line. */
    private String snippet(Where where) {
        int start = where.span().start();
        String text = texts.text(where.document(), start, Math.min(where.span().end(), start + SNIPPET))
                .replaceAll("\\s+", " ")
                .replaceFirst("^[ .,;:!?]+", "");
        boolean cut = where.span().end() > start + SNIPPET;
        return Packed.wellFormed(cut ? text.substring(0, Math.max(text.lastIndexOf(' '), 0)) + " …" : text.strip());
    }

    private Table toRead(Unit unit) {
        return new Table(
                Sheet.columns(
                        List.of(unit.column(), "title"),
                        List.of(
                                "questions",
                                "harm",
                                "shrunk",
                                "score with",
                                "without",
                                "worse",
                                "same",
                                "better",
                                "p")),
                harm.lines(unit).stream()
                        .filter(line -> line.tally().shrunkHarm() > 0)
                        .limit(MOST_TO_READ)
                        .map(line -> List.of(
                                line.name(),
                                texts.title(line.tally().worstPlace().document()),
                                Integer.toString(line.tally().questions()),
                                Digits.fixed(line.tally().harm(), 3),
                                Digits.fixed(line.tally().shrunkHarm(), 3),
                                Digits.fixed(line.tally().with(), 3),
                                Digits.fixed(line.tally().without(), 3),
                                Integer.toString(line.tally().worse()),
                                Integer.toString(line.tally().questions() - line.differing()),
                                Integer.toString(line.tally().better()),
                                Digits.fixed(line.adjusted(), 4)))
                        .toList());
    }

    /** For the page: see {@link DistractorOverlap#json}. */
    void json(ArrayNode array) {
        overlap.json(array);
    }

    /** The page's section; nothing where there is no distractor. */
    String html() {
        if (!any()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<section id=\"distractors\">\n<h2>Distractors</h2>\n<p class=\"note\">A"
                        + " distractor is a shown passage of a document that holds no gold evidence; with a question that has no"
                        + " answer, everything shown. Strategies that showed the same in other orders or with other models are one"
                        + " line. Intervals are bootstrap intervals over questions.")
                .append(sampled())
                .append("</p>\n")
                .append(TableHtml.of(figures.toRead(Set.of(Kind.AMOUNT, Kind.HARDNESS)), "Table of distractors shown"))
                .append(similarities())
                .append(TableHtml.copy(DistractorFigures.SHEET));
        if (overlap.any()) {
            html.append(
                            "<h3>Shared distractors</h3>\n<p class=\"note\">How much of their distractors two selections of one"
                                    + " size have in common, the mean over questions: 1 if they are the same, 0 if they share none.</p>\n"
                                    + "<div class=\"controls\" id=\"overlap-controls\"></div>\n<div id=\"overlap-figure\"><div class=\"scroll\""
                                    + " tabindex=\"0\" role=\"region\" aria-label=\"Shared distractors\"><table class=\"heat\""
                                    + " id=\"overlap-table\"></table></div></div>\n")
                    .append(TableHtml.copy(DistractorOverlap.SHEET));
        }
        if (figures.copied().any()) {
            html.append(TableHtml.folded(
                    "Wrong answers copied from a distractor",
                    "<p class=\"note\">The words of the answer stand in a distractor that was shown, and neither in the"
                            + " evidence nor in anything shown of gold documents."
                            + (results.data().anyExtractive()
                                    ? " An extractive reader copies every answer from somewhere."
                                    : "")
                            + "</p>\n"
                            + TableHtml.of(
                                    figures.copied()
                                            .sheet()
                                            .sections()
                                            .getFirst()
                                            .table(),
                                    "Table of copied answers")
                            + TableHtml.copy(CopiedAnswers.SHEET)));
        }
        return html.append(harmHtml()).append("</section>\n").toString();
    }

    private String similarities() {
        Table table = figures.toRead(Set.of(Kind.SIMILARITY));
        return table.columns().size() == 1
                ? ""
                : "<p class=\"note charge\">How similar they are, the mean over a question's distractors. By terms: the share"
                        + " of the question's weighted terms that a distractor holds, and the cosine to the gold passage that"
                        + " it is most like. By vectors: cosines of embeddings.</p>\n"
                        + TableHtml.of(table, "Table of similarities");
    }

    private String sampled() {
        return figures.looked() == figures.questions()
                ? ""
                : " Similarities, leaks and copied answers are of a sample of " + Digits.grouped(figures.looked())
                        + " of " + Digits.grouped(figures.questions()) + " questions, drawn by the seed.";
    }

    private String harmHtml() {
        StringBuilder html = new StringBuilder("<h3>Harm</h3>\n<p class=\"note\">")
                .append(Html.prose(harm.verdict()))
                .append("</p>\n");
        List<Line> worst = worst(Unit.DOCUMENT);
        if (!worst.isEmpty()) {
            html.append(table(Unit.DOCUMENT, worst));
            html.append("<p class=\"note charge\">")
                    .append(Html.prose(
                            results.data().answerMeasure().map(Measure::label).orElse("The score")))
                    .append(
                            " with it and without it are of one question, one model and as much of the evidence, then the"
                                    + " mean over questions. Harm is the score without less the score with, drawn towards 0 as if"
                                    + " two more questions had shown no difference. Distractors that came together share the"
                                    + " blame.</p>\n");
            List<Line> passages = worst(Unit.PASSAGE);
            if (!passages.isEmpty() && anyPassages(passages)) {
                html.append(TableHtml.folded("The same by passage", table(Unit.PASSAGE, passages)));
            }
            html.append(TableHtml.copy(HARM_SHEET));
        }
        return html.toString();
    }

    /** Whether passages say more than their documents do. */
    private static boolean anyPassages(List<Line> passages) {
        return passages.stream()
                .anyMatch(line -> line.tally().worstPlace().span().passage().contains("#"));
    }

    private List<Line> worst(Unit unit) {
        return harm.lines(unit).stream()
                .filter(line -> line.tally().shrunkHarm() > 0)
                .limit(MOST_ON_PAGE)
                .toList();
    }

    private String table(Unit unit, List<Line> lines) {
        StringBuilder html =
                new StringBuilder("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Harmful"
                        + " distractors by " + unit.column()
                        + "\"><table class=\"plain harm\"><thead><tr><th scope=\"col\">"
                        + unit.column() + "</th>");
        boolean tested = lines.stream().anyMatch(line -> line.adjusted().isPresent());
        List<String> headings =
                new ArrayList<>(List.of("harm", "with it", "without it", "questions: worse, same, better"));
        if (tested) {
            headings.add("adjusted p");
        }
        for (String heading : headings) {
            html.append("<th scope=\"col\" class=\"number\">").append(heading).append("</th>");
        }
        html.append("<th scope=\"col\">at its worst</th></tr></thead><tbody>\n");
        lines.forEach(line -> html.append(row(unit, line, tested)));
        return html.append("</tbody></table></div>\n").toString();
    }

    private String row(Unit unit, Line line, boolean tested) {
        HarmTally<Where> tally = line.tally();
        StringBuilder html = new StringBuilder("<tr><th scope=\"row\"><b>")
                .append(Html.escape(texts.title(tally.worstPlace().document())))
                .append("</b> <code>")
                .append(Html.escape(line.name()))
                .append("</code><small>")
                .append(Html.escape(snippet(tally.worstPlace())))
                .append("</small></th>");
        List<String> cells = new ArrayList<>(List.of(
                Digits.fixed(tally.shrunkHarm(), 3),
                Digits.fixed(tally.with(), 3),
                Digits.fixed(tally.without(), 3),
                tally.worse() + ", " + (tally.questions() - line.differing()) + ", " + tally.better()));
        if (tested) {
            cells.add(line.adjusted().isPresent() ? Digits.fixed(line.adjusted(), 3) : "–");
        }
        for (String cell : cells) {
            html.append("<td class=\"number\">").append(cell).append("</td>");
        }
        return html.append("<td><a href=\"")
                .append(Html.escape(address(unit, line)))
                .append("\">")
                .append(Html.escape(question(tally.worstPlace())))
                .append("</a></td></tr>\n")
                .toString();
    }

    /** The address of the question where it did most harm, with two strategies side by side. */
    private String address(Unit unit, Line line) {
        StringBuilder address = new StringBuilder("#question=")
                .append(encoded(question(line.tally().worstPlace())));
        harm.example(line, unit).ifPresent(example -> address.append("&a=")
                .append(encoded(selections.key(example.with())))
                .append("&b=")
                .append(encoded(selections.key(example.without()))));
        return address.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
