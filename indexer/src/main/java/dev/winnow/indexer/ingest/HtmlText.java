package dev.winnow.indexer.ingest;

import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/**
 * The title and the visible text of an HTML page. Paragraphs, headings and other blocks are set apart by an empty line;
 * list items, table rows and line breaks by a new line; cells by a tab. Scripts, styles, navigation and hidden parts are
 * left out.
 */
record HtmlText(String title, String text) {
    private static final Set<String> LEFT_OUT = Set.of(
            "script", "style", "nav", "noscript", "template", "iframe", "object", "svg", "canvas", "select", "head");
    private static final Set<String> LINES = Set.of("li", "tr", "dt", "dd", "option", "caption");
    private static final Set<String> CELLS = Set.of("td", "th");

    /** The page of an HTML source; where it has no title, its first top heading is the title, else it is empty. */
    static HtmlText of(String html) {
        Document page = Jsoup.parse(html);
        String title = page.title().strip();
        if (title.isEmpty()) {
            Element heading = page.selectFirst("h1");
            title = heading == null ? "" : heading.text().strip();
        }
        Writer writer = new Writer();
        page.body().filter(writer);
        return new HtmlText(title, writer.text.toString());
    }

    private static final class Writer implements NodeFilter {
        private final StringBuilder text = new StringBuilder();
        private String gap = "";

        // Of two gaps in a row the stronger one counts.
        private void gap(String wanted) {
            if (strength(wanted) > strength(gap)) {
                gap = wanted;
            }
        }

        private static int strength(String gap) {
            return switch (gap) {
                case "" -> 0;
                case " " -> 1;
                case "\t" -> 2;
                case "\n" -> 3;
                default -> 4;
            };
        }

        private void write(String words) {
            if (words.isEmpty()) {
                return;
            }
            if (!text.isEmpty()) {
                text.append(gap);
            }
            gap = "";
            text.append(words);
        }

        @Override
        public FilterResult head(Node node, int depth) {
            if (node instanceof TextNode leaf) {
                text(leaf);
            } else if (node instanceof Element element) {
                if (LEFT_OUT.contains(element.normalName()) || element.hasAttr("hidden")) {
                    return FilterResult.SKIP_ENTIRELY;
                }
                apart(element);
            }
            return FilterResult.CONTINUE;
        }

        @Override
        public FilterResult tail(Node node, int depth) {
            if (node instanceof Element element) {
                apart(element);
            }
            return FilterResult.CONTINUE;
        }

        private void apart(Element element) {
            String name = element.normalName();
            if (CELLS.contains(name)) {
                gap("\t");
            } else if (LINES.contains(name) || name.equals("br")) {
                gap("\n");
            } else if (element.isBlock()) {
                gap("\n\n");
            }
        }

        private void text(TextNode leaf) {
            String raw = leaf.getWholeText();
            Element parent = leaf.parent();
            if (parent != null && parent.closest("pre, textarea") != null) {
                write(raw.strip().isEmpty() ? "" : raw.stripTrailing());
                gap(raw.endsWith("\n") ? "\n" : "");
                return;
            }
            if (!raw.isEmpty() && isSpace(raw.charAt(0))) {
                gap(" ");
            }
            String words = leaf.text().strip();
            write(words);
            if (!words.isEmpty() && isSpace(raw.charAt(raw.length() - 1))) {
                gap(" ");
            }
        }

        private static boolean isSpace(char unit) {
            return unit == ' ' || unit == '\n' || unit == '\t' || unit == '\r' || unit == '\f';
        }
    }
}
