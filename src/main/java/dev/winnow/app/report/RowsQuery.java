package dev.winnow.app.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The {@code winnow query} that gives the rows behind a table's figures, to be copied from the page. */
final class RowsQuery {
    private final List<RunSettings> runs;

    RowsQuery(ReportData data) {
        this.runs = data.runs();
    }

    /** What stands for a text in SQL. */
    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    /** That an answer or a score is of a row: its strategy by the id that it has in its own run, its model, its run. */
    String isOf(String alias, StrategyRow row) {
        Optional<RunSettings> run = runs.size() < 2
                ? Optional.empty()
                : runs.stream()
                        .filter(one -> row.strategy().id().startsWith(one.prefix()))
                        .findFirst();
        String id = row.strategy().id();
        return alias + ".strategy = "
                + text(run.map(one -> id.substring(one.prefix().length())).orElse(id)) + " and " + alias + ".model = "
                + text(row.model().id())
                + run.map(one -> " and " + alias + ".run = " + text(one.folderName()))
                        .orElse("");
    }

    /**
     * The command, behind a heading that unfolds it; nothing where it is not known where runs are.
     *
     * @param name unique on the page
     */
    String html(String name, String sql) {
        if (runs.isEmpty()) {
            return "";
        }
        return TableHtml.folded(
                "Query the rows behind this table",
                "<p class=\"command\"><code id=\"query-" + name + "\">" + Html.escape(command(sql))
                        + "</code><button type=\"button\" data-copy=\"query-" + name + "\">Copy</button></p>\n");
    }

    private String command(String sql) {
        return "winnow query " + runs.stream().map(run -> word(run.folder())).collect(Collectors.joining(" ")) + " \""
                + sql.replaceAll("[\\\\\"$`]", "\\\\$0") + "\"";
    }

    /** A folder as a shell reads it as one word. */
    static String word(String folder) {
        return folder.matches("[A-Za-z0-9/._~+@%:,=-]+") ? folder : "'" + folder.replace("'", "'\\''") + "'";
    }
}
