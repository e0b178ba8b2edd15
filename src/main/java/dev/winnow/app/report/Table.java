package dev.winnow.app.report;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Cells under a header, to be written as CSV, Markdown or LaTeX.
 *
 * @param rows each as long as the columns
 */
public record Table(List<Column> columns, List<List<String>> rows) {
    /** A figure and the interval behind it. */
    static final Pattern INTERVAL = Pattern.compile("(\\S+) (\\[-?[\\d.]+, -?[\\d.]+])");

    private static final Pattern MINUS = Pattern.compile("-(?=[\\d.])");

    public Table {
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
    public record Column(String name, Align align) {
        /** A column of words. */
        public static Column text(String name) {
            return new Column(name, Align.LEFT);
        }

        /** A column of figures. */
        public static Column number(String name) {
            return new Column(name, Align.RIGHT);
        }
    }

    /** How the cells of a column stand. */
    public enum Align {
        LEFT,
        RIGHT
    }

    /** The same with some of its columns, chosen by their place. */
    Table columnsWhere(IntPredicate wanted) {
        return new Table(
                kept(columns, wanted),
                rows.stream().map(row -> kept(row, wanted)).toList());
    }

    private static <T> List<T> kept(List<T> cells, IntPredicate wanted) {
        return IntStream.range(0, cells.size())
                .filter(wanted)
                .mapToObj(cells::get)
                .toList();
    }

    /** As RFC 4180 has it, but lines end in a line feed. */
    public String csv() {
        StringBuilder csv = new StringBuilder();
        csvLine(csv, columns.stream().map(Column::name).toList());
        rows.forEach(row -> csvLine(csv, row));
        return csv.toString();
    }

    /** One row as {@link #csv()} writes it, with its line feed. */
    public static String csvLine(List<String> cells) {
        StringBuilder line = new StringBuilder();
        csvLine(line, cells);
        return line.toString();
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
    public String markdown() {
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

    /** A {@code tabular} with the rules of the package booktabs; intervals are set small. */
    String latex() {
        StringBuilder latex = new StringBuilder("\\begin{tabular}{");
        columns.forEach(column -> latex.append(column.align() == Align.LEFT ? 'l' : 'r'));
        latex.append("}\n\\toprule\n")
                .append(columns.stream().map(column -> latexText(column.name())).collect(Collectors.joining(" & ")))
                .append(" \\\\\n\\midrule\n");
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                latex.append(i == 0 ? "" : " & ")
                        .append(columns.get(i).align() == Align.LEFT ? latexText(row.get(i)) : latexNumber(row.get(i)));
            }
            latex.append(" \\\\\n");
        }
        return latex.append("\\bottomrule\n\\end{tabular}\n").toString();
    }

    private static String latexNumber(String cell) {
        Matcher interval = INTERVAL.matcher(cell);
        String text = interval.matches()
                ? latexText(interval.group(1)) + " {\\footnotesize " + interval.group(2) + "}"
                : latexText(cell);
        return MINUS.matcher(text).replaceAll("\\$-\\$");
    }

    /** The text with every character escaped that LaTeX would take for a command. */
    static String latexText(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            escaped.append(
                    switch (c) {
                        case '\\' -> "\\textbackslash{}";
                        case '{', '}', '$', '&', '#', '%', '_' -> "\\" + c;
                        case '~' -> "\\textasciitilde{}";
                        case '^' -> "\\textasciicircum{}";
                        case '<' -> "\\textless{}";
                        case '>' -> "\\textgreater{}";
                        case '|' -> "\\textbar{}";
                        case '"' -> "{\\char34}";
                        // A bracket behind the end of a row would be taken for the space to leave there.
                        case '[' -> i == 0 ? "{[}" : "[";
                        case '\n', '\r', '\t' -> " ";
                        default -> String.valueOf(c);
                    });
        }
        return escaped.toString();
    }

    /** The text with every character escaped that Markdown or HTML in it would read as markup. */
    static String markdownText(String text) {
        return text.replaceAll("[\\\\`*_<>|~]", "\\\\$0").replaceAll("\\R", " ");
    }
}
