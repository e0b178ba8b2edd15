package dev.winnow.app.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.report.ReportData.Measure;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The page's tables by task, with the macro average and by two attributes; and the sources of all tables to copy. */
final class TaskTables {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** A table longer than this, in characters, is copied from its file. */
    private static final int MOST_TO_COPY = 150_000;

    /** Sections of a table by two attributes that the page shows; the files have all. */
    private static final int MOST_SECTIONS = 40;

    private final Results results;

    TaskTables(Results results) {
        this.results = results;
    }

    String html() {
        StringBuilder html = new StringBuilder(TableHtml.copy("by-task"));
        List<Sheet> sheets = results.tables().sheets();
        Optional<Sheet> average = sheets.stream()
                .filter(sheet -> sheet.name().equals(TaskAverage.SHEET))
                .findFirst();
        List<String> shown = results.mainMeasures().stream().map(Measure::name).toList();
        average.ifPresent(sheet -> {
            html.append("<h3>All tasks alike</h3>\n<p class=\"note\">The macro average is the mean of the tasks' means:"
                    + " each counts the same, however many questions it has. The last line of a model is full context less its"
                    + " best retrieval.</p>\n");
            for (Sheet.Section section : sheet.sections()) {
                boolean main = shown.stream().anyMatch(name -> section.title().equals(name + " by task"));
                String table = TableHtml.of(section.table(), section.title());
                html.append(
                        main && section.title().startsWith(shown.getFirst())
                                ? "<h4>" + Html.escape(section.title()) + "</h4>\n" + table
                                : TableHtml.folded(section.title(), table));
            }
            html.append(TableHtml.copy(sheet.name()));
        });
        for (Sheet sheet : sheets.stream()
                .filter(sheet -> sheet.name().startsWith(CrossTables.PREFIX))
                .toList()) {
            StringBuilder content = new StringBuilder(TableHtml.copy(sheet.name()));
            sheet.sections().stream().limit(MOST_SECTIONS).forEach(section -> content.append("<h4>")
                    .append(Html.escape(section.title()))
                    .append("</h4>\n")
                    .append(TableHtml.of(section.table(), section.title())));
            if (sheet.sections().size() > MOST_SECTIONS) {
                content.append("<p class=\"note\">")
                        .append(sheet.sections().size() - MOST_SECTIONS)
                        .append(" more are in <code>tables/")
                        .append(Html.escape(sheet.name()))
                        .append(".md</code>.</p>\n");
            }
            html.append(TableHtml.folded(sheet.name().replace('-', ' '), content.toString()));
        }
        return html.toString();
    }

    /** Every table in its forms, as JSON for a script element: by name, then by the ending of its file. */
    static String sources(Results results) throws JsonProcessingException {
        ObjectNode root = MAPPER.createObjectNode();
        for (Sheet sheet : results.tables().sheets()) {
            Map<String, String> files = sheet.files();
            if (files.values().stream().mapToInt(String::length).sum() <= MOST_TO_COPY) {
                ObjectNode node = root.putObject(sheet.name());
                files.forEach(node::put);
            }
        }
        return Html.script(MAPPER.writeValueAsString(root));
    }
}
