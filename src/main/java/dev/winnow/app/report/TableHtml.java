package dev.winnow.app.report;

import dev.winnow.app.report.Table.Align;
import dev.winnow.app.report.Table.Column;
import java.util.List;
import java.util.regex.Matcher;

/** Tables on the page, and the buttons that copy one. */
public final class TableHtml {
    private static final List<String[]> FORMS =
            List.of(new String[] {"tex", "LaTeX"}, new String[] {"csv", "CSV"}, new String[] {"md", "Markdown"});

    private TableHtml() {}

    /**
     * A table whose first column names its rows; intervals are set small. Columns of texts that say the same in every row,
     * as that of the model often does, are left out.
     */
    public static String of(Table whole, String label) {
        Table table = whole.columnsWhere(column -> column == 0
                || whole.columns().get(column).align() == Align.RIGHT
                || whole.rows().stream().map(row -> row.get(column)).distinct().count() > 1);
        StringBuilder html = new StringBuilder("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
                .append(Html.escape(label))
                .append("\"><table class=\"plain\"><thead><tr>");
        for (Column column : table.columns()) {
            html.append("<th scope=\"col\"")
                    .append(column.align() == Align.RIGHT ? " class=\"number\">" : ">")
                    .append(Html.escape(column.name()))
                    .append("</th>");
        }
        html.append("</tr></thead><tbody>\n");
        for (List<String> row : table.rows()) {
            html.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                cell(html, table.columns().get(i), row.get(i), i);
            }
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    private static void cell(StringBuilder html, Column column, String text, int index) {
        if (index == 0) {
            html.append("<th scope=\"row\"><code>").append(Html.escape(text)).append("</code></th>");
        } else if (column.align() == Align.LEFT) {
            html.append("<td>").append(Html.escape(text)).append("</td>");
        } else {
            Matcher interval = Table.INTERVAL.matcher(text);
            html.append("<td class=\"number\">")
                    .append(
                            interval.matches()
                                    ? Html.escape(interval.group(1)) + " <small>" + Html.escape(interval.group(2))
                                            + "</small>"
                                    : Html.escape(text.isEmpty() ? "–" : text))
                    .append("</td>");
        }
    }

    /** Buttons that copy a sheet in each of its forms. */
    static String copy(String sheet) {
        StringBuilder html = new StringBuilder("<p class=\"copy\">Copy as");
        for (String[] form : FORMS) {
            html.append(" <button type=\"button\" data-table=\"")
                    .append(Html.escape(sheet))
                    .append("\" data-form=\"")
                    .append(form[0])
                    .append("\">")
                    .append(form[1])
                    .append("</button>");
        }
        return html.append("</p>\n").toString();
    }

    /** What is seen only when asked for. */
    public static String folded(String title, String content) {
        return "<details class=\"fold\"><summary>" + Html.escape(title) + "</summary>\n" + content + "</details>\n";
    }
}
