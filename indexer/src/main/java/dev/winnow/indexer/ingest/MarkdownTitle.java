package dev.winnow.indexer.ingest;

import dev.winnow.indexer.chunk.MarkdownHeadings;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the first heading of a Markdown text, in either of its two forms, outside of front matter and code. */
final class MarkdownTitle {
    private static final Pattern UNDERLINE = Pattern.compile(" {0,3}(?:=+|-+)[ \\t]*");
    // A line of another block cannot be a heading that is underlined by the next.
    private static final Pattern OTHER_BLOCK = Pattern.compile(" {0,3}(?:[>|+*-]|\\d+[.)] ).*| {4}.*|\\t.*");

    private MarkdownTitle() {}

    static Optional<String> of(String markdown) {
        List<String> lines = markdown.lines().toList();
        boolean fenced = false;
        for (int i = behindFrontMatter(lines); i < lines.size(); i++) {
            String line = lines.get(i);
            if (MarkdownHeadings.isFence(line)) {
                fenced = !fenced;
            } else if (!fenced) {
                Optional<String> heading = MarkdownHeadings.in(line, 0).map(MarkdownHeadings.Heading::text);
                if (heading.isPresent()) {
                    return heading;
                }
                if (!line.isBlank()
                        && i + 1 < lines.size()
                        && UNDERLINE.matcher(lines.get(i + 1)).matches()
                        && !OTHER_BLOCK.matcher(line).matches()) {
                    return Optional.of(line.strip());
                }
            }
        }
        return Optional.empty();
    }

    private static int behindFrontMatter(List<String> lines) {
        if (!lines.isEmpty() && lines.get(0).equals("---")) {
            int end = lines.subList(1, lines.size()).indexOf("---");
            if (end >= 0) {
                return end + 2;
            }
        }
        return 0;
    }
}
