package dev.winnow.indexer.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The headings of a Markdown text that begin with one to six {@code #}, outside of fenced code. Headings that are
 * underlined are not among them: in plain text, lines of hyphens are rules of tables.
 *
 * @param all by rising start
 */
public record MarkdownHeadings(List<Heading> all) {
    private static final Pattern HEADING = Pattern.compile(" {0,3}(#{1,6})[ \\t]+(.*?)[ \\t]*(?:[ \\t]#+[ \\t]*)?");
    private static final Pattern FENCE = Pattern.compile(" {0,3}(?:```|~~~).*");

    /**
     * A heading.
     *
     * @param start of its line, in UTF-16 units
     * @param level 1 for the highest, to 6
     * @param text without its marks
     */
    public record Heading(int start, int level, String text) {}

    public MarkdownHeadings {
        all = List.copyOf(all);
    }

    /** The headings of a text; none where it has no such lines. */
    public static MarkdownHeadings of(String text) {
        List<Heading> headings = new ArrayList<>();
        boolean fenced = false;
        int start = 0;
        while (start < text.length()) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            String line = text.substring(start, end > start && text.charAt(end - 1) == '\r' ? end - 1 : end);
            if (isFence(line)) {
                fenced = !fenced;
            } else if (!fenced) {
                in(line, start).ifPresent(headings::add);
            }
            start = end + 1;
        }
        return new MarkdownHeadings(headings);
    }

    /** Whether a line begins or ends fenced code. */
    public static boolean isFence(String line) {
        return FENCE.matcher(line).matches();
    }

    /** The heading that a line is, if it is one. */
    public static Optional<Heading> in(String line, int start) {
        if (line.indexOf('#') < 0) {
            return Optional.empty();
        }
        Matcher heading = HEADING.matcher(line);
        return heading.matches() && !heading.group(2).isBlank()
                ? Optional.of(new Heading(start, heading.group(1).length(), heading.group(2)))
                : Optional.empty();
    }

    /**
     * The headings that a place stands under, highest first: of each level the last one before the place, unless one of a
     * higher level came since. A heading that begins at the place is one of them.
     */
    public List<Heading> pathAt(int offset) {
        List<Heading> path = new ArrayList<>();
        for (Heading heading : all) {
            if (heading.start() > offset) {
                break;
            }
            path.removeIf(open -> open.level() >= heading.level());
            path.add(heading);
        }
        return path;
    }
}
