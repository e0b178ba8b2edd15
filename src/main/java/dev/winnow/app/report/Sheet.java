package dev.winnow.app.report;

import dev.winnow.app.report.Table.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One table of the run folder, in all its forms.
 *
 * @param name of its files, without their ending
 * @param figures every number for programs, as CSV
 * @param sections the same for reading, as Markdown, LaTeX and on the page
 */
record Sheet(String name, Table figures, List<Section> sections) {
    Sheet {
        sections = List.copyOf(sections);
    }

    /** One table whose form for reading has no headings. */
    static Sheet of(String name, Table figures, Table toRead) {
        return new Sheet(name, figures, List.of(new Section("", toRead)));
    }

    /**
     * A part of a table for reading.
     *
     * @param title empty where there is nothing to tell it from
     */
    record Section(String title, Table table) {}

    /** What stands in each of its files, by the ending of the file's name. */
    Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("csv", figures.csv());
        files.put("md", markdown());
        files.put("tex", latex());
        return files;
    }

    private String markdown() {
        StringBuilder markdown = new StringBuilder();
        for (Section section : sections) {
            markdown.append(markdown.isEmpty() ? "" : "\n");
            if (!section.title().isEmpty()) {
                markdown.append("## ")
                        .append(Table.markdownText(section.title()))
                        .append("\n\n");
            }
            markdown.append(section.table().markdown());
        }
        return markdown.toString();
    }

    private String latex() {
        StringBuilder latex = new StringBuilder("% needs \\usepackage{booktabs}\n");
        for (Section section : sections) {
            if (!section.title().isEmpty()) {
                latex.append("\n% ")
                        .append(section.title().replaceAll("\\R", " "))
                        .append('\n');
            }
            latex.append(section.table().latex());
        }
        return latex.toString();
    }

    /** Columns of texts, then of numbers. */
    static List<Column> columns(List<String> texts, List<String> numbers) {
        List<Column> columns = new ArrayList<>();
        texts.forEach(name -> columns.add(Column.text(name)));
        numbers.forEach(name -> columns.add(Column.number(name)));
        return columns;
    }
}
