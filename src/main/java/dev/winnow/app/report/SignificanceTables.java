package dev.winnow.app.report;

import dev.winnow.app.metrics.MetricSpec.Direction;
import dev.winnow.app.report.Sheet.Section;
import dev.winnow.app.report.Significance.Comparison;
import dev.winnow.app.report.Significance.Matrix;
import dev.winnow.app.report.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** All tested pairs as a table, and as a matrix of strategies by strategies. */
final class SignificanceTables {
    static final String SHEET = "significance";

    /** A matrix has so many strategies at most, on the page and for reading; the CSV has all pairs. */
    private static final int MOST_IN_MATRIX = 40;

    /** A difference as large as this, on a scale of 0 to 1, has the full colour. */
    private static final double FULL_COLOUR = 0.4;

    /** From this share of colour on, letters on it are white. */
    private static final int DEEP = 70;

    private final Results results;
    private final Significance significance;

    SignificanceTables(Results results, Significance significance) {
        this.results = results;
        this.significance = significance;
    }

    /** Nothing where there is no pair. */
    Optional<Sheet> sheet() {
        if (significance.matrices().isEmpty()) {
            return Optional.empty();
        }
        List<Section> sections = significance.matrices().stream()
                .map(matrix -> new Section(title(matrix), toRead(matrix)))
                .toList();
        return Optional.of(new Sheet(SHEET, figures(), sections));
    }

    private Table figures() {
        List<List<String>> rows = new ArrayList<>();
        for (Matrix matrix : significance.matrices()) {
            for (Comparison one : significance.of(matrix)) {
                Estimate difference = one.pair().difference();
                rows.add(List.of(
                        one.measure().name(),
                        one.left().model().id(),
                        one.left().strategy().id(),
                        one.right().strategy().id(),
                        one.test().text(),
                        Digits.fixed(difference.mean(), 4),
                        Digits.fixed(difference.low(), 4),
                        Digits.fixed(difference.high(), 4),
                        Integer.toString(one.pair().wins()),
                        Integer.toString(one.pair().ties()),
                        Integer.toString(one.pair().losses()),
                        Integer.toString(difference.questions()),
                        Integer.toString(one.clusters()),
                        scientific(one.p()),
                        scientific(one.adjusted()),
                        finite(OptionalDouble.of(one.dz())),
                        Digits.fixed(one.rankBiserial(), 4),
                        finite(one.oddsRatio()),
                        Digits.fixed(one.power().standardError(), 6),
                        one.power().questionsToSettle().isPresent()
                                ? Long.toString(one.power().questionsToSettle().getAsLong())
                                : "",
                        Digits.fixed(one.power().detectable(), 4)));
            }
        }
        return new Table(
                Sheet.columns(
                        List.of("measure", "model", "left", "right", "test"),
                        List.of(
                                "difference",
                                "low",
                                "high",
                                "wins",
                                "ties",
                                "losses",
                                "questions",
                                "clusters",
                                "p",
                                "adjusted p",
                                "cohens dz",
                                "rank-biserial",
                                "odds ratio",
                                "standard error",
                                "questions to settle",
                                "detectable difference")),
                rows);
    }

    /** Three significant digits, however small. */
    static String scientific(double p) {
        return p >= 0.001 || p == 0 ? Digits.fixed(p, 4) : String.format(Locale.ROOT, "%.2e", p);
    }

    /** A p value for reading. */
    static String readable(double p) {
        return p < 0.001 ? "< 0.001" : Digits.fixed(p, p < 0.1 ? 3 : 2);
    }

    private static String finite(OptionalDouble value) {
        return value.isPresent() && Double.isNaN(value.getAsDouble())
                ? ""
                : value.isPresent() && Double.isInfinite(value.getAsDouble())
                        ? (value.getAsDouble() > 0 ? "inf" : "-inf")
                        : Digits.fixed(value, 4);
    }

    private String title(Matrix matrix) {
        return matrix.measure().name()
                + (results.data().models().size() > 1 ? " of " + matrix.model().id() : "")
                + (matrix.rows().size() > MOST_IN_MATRIX
                        ? ", the first " + MOST_IN_MATRIX + " of "
                                + matrix.rows().size() + " strategies; all pairs are in the CSV"
                        : "");
    }

    private static List<StrategyRow> shown(Matrix matrix) {
        return matrix.rows().stream().limit(MOST_IN_MATRIX).toList();
    }

    /** Row less column, an asterisk where that is significant; columns have the numbers of rows. */
    private Table toRead(Matrix matrix) {
        List<StrategyRow> rows = shown(matrix);
        List<Column> columns = new ArrayList<>(List.of(Column.number("no."), Column.text("strategy")));
        for (int j = 1; j <= rows.size(); j++) {
            columns.add(Column.number(Integer.toString(j)));
        }
        List<List<String>> lines = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            List<String> cells = new ArrayList<>(
                    List.of(Integer.toString(i + 1), rows.get(i).strategy().id()));
            for (StrategyRow other : rows) {
                cells.add(significance
                        .of(matrix.measure(), rows.get(i), other)
                        .map(one -> signed(one.pair().difference().mean(), 3) + (one.significant() ? "*" : ""))
                        .orElse(""));
            }
            lines.add(cells);
        }
        return new Table(columns, lines);
    }

    static String signed(double value, int digits) {
        String text = Digits.fixed(value, digits);
        return text.startsWith("-") || text.chars().noneMatch(c -> c >= '1' && c <= '9') ? text : "+" + text;
    }

    /** The page's section; nothing where there is nothing to compare. */
    String html() {
        if (significance.matrices().isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder(
                        "<section id=\"significance\">\n<h2>Which differences are more than chance</h2>\n"
                                + "<p class=\"note\">Row less column, in hundredths. Bold on colour: significant, with a p value below 0.05 after"
                                + " Benjamini and Hochberg's correction over all pairs of the measure; of those, one in twenty is expected to be"
                                + " chance. Faint: these questions do not tell the two apart, which does not say that they are equal. Hover for"
                                + " the interval, p, and how many questions would settle it. ")
                .append(Html.escape(results.clusters().sentence()))
                .append("</p>\n");
        boolean first = true;
        for (Matrix matrix : significance.matrices()) {
            String table = table(matrix);
            String title = matrix.measure().label()
                    + (results.data().models().size() > 1
                            ? " of " + matrix.model().id()
                            : "");
            html.append(first ? "<h3>" + Html.escape(title) + "</h3>\n" + table : TableHtml.folded(title, table));
            first = false;
        }
        return html.append(TableHtml.copy(SHEET)).append("</section>\n").toString();
    }

    private String table(Matrix matrix) {
        List<StrategyRow> rows = shown(matrix);
        StringBuilder html = new StringBuilder(
                        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Matrix of differences by ")
                .append(Html.escape(matrix.measure().label()))
                .append("\"><table class=\"matrix\"><thead><tr><th scope=\"col\">strategy</th>");
        for (int j = 0; j < rows.size(); j++) {
            html.append("<th scope=\"col\" title=\"")
                    .append(Html.escape(rows.get(j).strategy().id()))
                    .append("\">")
                    .append(j + 1)
                    .append("</th>");
        }
        html.append("</tr></thead><tbody>\n");
        for (int i = 0; i < rows.size(); i++) {
            html.append("<tr><th scope=\"row\"><span>")
                    .append(i + 1)
                    .append("</span> <code>")
                    .append(Html.escape(rows.get(i).strategy().id()))
                    .append("</code></th>");
            for (int j = 0; j < rows.size(); j++) {
                html.append(
                        i == j
                                ? "<td class=\"self\"></td>"
                                : significance
                                        .of(matrix.measure(), rows.get(i), rows.get(j))
                                        .map(SignificanceTables::cell)
                                        .orElse("<td></td>"));
            }
            html.append("</tr>\n");
        }
        html.append("</tbody></table></div>\n");
        if (matrix.rows().size() > rows.size()) {
            html.append("<p class=\"note\">The first ")
                    .append(rows.size())
                    .append(" of ")
                    .append(matrix.rows().size())
                    .append(" strategies; all pairs are in <code>tables/significance.csv</code>.</p>\n");
        }
        return html.toString();
    }

    private static String cell(Comparison one) {
        double mean = one.pair().difference().mean();
        String text = signed(100 * mean, 0);
        String title =
                one.left().strategy().id() + " less " + one.right().strategy().id() + ": " + detail(one);
        if (!one.significant()) {
            return "<td title=\"" + Html.escape(title) + "\">" + Html.escape(text) + "</td>";
        }
        long share = Math.round(100 * Math.min(1, 0.25 + 0.75 * Math.abs(mean) / FULL_COLOUR));
        boolean better = one.measure().direction() == Direction.HIGHER ? mean > 0 : mean < 0;
        return "<td class=\"cell" + (better ? "" : " worse") + (share >= DEEP ? " deep" : "") + "\" style=\"--share:"
                + share + "%\" title=\"" + Html.escape(title) + "\"><b>" + Html.escape(text) + "</b></td>";
    }

    private static String detail(Comparison one) {
        return one.pair().difference().text(3) + "; " + one.test().text() + " p " + readable(one.p()) + ", adjusted "
                + readable(one.adjusted()) + "; " + settle(one);
    }

    /** How many questions would settle a comparison. */
    static String settle(Comparison one) {
        return one.power().questionsToSettle().isEmpty()
                ? "no number of questions would settle a difference of 0"
                : Digits.grouped((double) one.power().questionsToSettle().getAsLong())
                        + " questions would settle a difference of this size at 80 % power";
    }
}
