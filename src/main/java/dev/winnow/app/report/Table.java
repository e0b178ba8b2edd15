package dev.winnow.app.report;

import java.util.List;

/**
 * Cells under a header, to be written as CSV or Markdown.
 *
 * @param rows each as long as the columns
 */
record Table(List<Column> columns, List<List<String>> rows) {
    Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "a row has " + row.size() + " cells, the table " + columns.size() + " columns: " + row);
            }
        }
    }

    /** A column's heading, and how its cells stand. */
    record Column(String name, Align align) {
        static Column text(String name) {
            return new Column(name, Align.LEFT);
        }

        static Column number(String name) {
            return new Column(name, Align.RIGHT);
        }
    }

    enum Align {
        LEFT,
        RIGHT
    }

    /** As RFC 4180 has it, but lines end in a line feed. */
    String csv() {
        StringBuilder csv = new StringBuilder();
        csvLine(csv, columns.stream().map(Column::name).toList());
        rows.forEach(row -> csvLine(csv, row));
        return csv.toString();
    }

    private static void csvLine(StringBuilder csv, List<String> cells) {
        String separator = "";
        for (String cell : cells) {
            csv.append(separator);
            boolean quoted = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
            csv.append(quoted ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
            separator = ",";
        }
        csv.append('\n');
    }

    /** As GitHub's Markdown has it. */
    String markdown() {
        StringBuilder markdown = new StringBuilder();
        markdownLine(markdown, columns.stream().map(Column::name).toList());
        columns.forEach(column -> markdown.append(column.align() == Align.LEFT ? "|---" : "|---:"));
        markdown.append("|\n");
        rows.forEach(row -> markdownLine(markdown, row));
        return markdown.toString();
    }

    private static void markdownLine(StringBuilder markdown, List<String> cells) {
        for (String cell : cells) {
            markdown.append("| ").append(markdownText(cell)).append(' ');
        }
        markdown.append("|\n");
    }

    /** The text with every character escaped that Markdown or HTML in it would read as markup. */
    static String markdownText(String text) {
        return text.replaceAll("[\\\\`*_<>|~]", "\\\\$0").replaceAll("\\R", " ");
    }
}
