package dev.winnow.pipelines.refine;

import dev.winnow.indexer.chunk.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The parts of a document: sections, in them sections and paragraphs. It holds spans of the document's text and nothing
 * else of it. Everything but white space lies in exactly one paragraph or heading.
 *
 * @param nodes each part behind the one that it is a part of, in the order of the text
 */
public record DocumentTree(List<Node> nodes) {
    /** Sections below this many levels are text of the section above. */
    private static final int DEEPEST = 8;

    /**
     * A part.
     *
     * @param parent the place of the section that it is in, from 0, or {@link #ROOT}
     * @param title of a section; empty for a paragraph
     * @param start first UTF-16 unit
     * @param text where the text begins behind a section's heading; the start of a paragraph
     * @param end one behind the last unit
     */
    public record Node(int parent, Optional<String> title, int start, int text, int end) {
        /** The parent of what stands in no section. */
        public static final int ROOT = -1;

        public boolean isParagraph() {
            return title.isEmpty();
        }
    }

    public DocumentTree {
        nodes = List.copyOf(nodes);
    }

    /**
     * The tree of a text with these sections. What is in no section, and what of a section is in none below it, falls into
     * paragraphs. A section that reaches out of one that it begins in ends with that one; one without text is none.
     *
     * @param paragraphs how text falls into paragraphs
     */
    public static DocumentTree of(String text, List<Section> sections, ParagraphCut paragraphs) {
        List<Section> ordered = sections.stream()
                .sorted(Comparator.comparingInt(Section::start)
                        .thenComparing(Comparator.comparingInt(Section::end).reversed()))
                .toList();
        Growing growing = new Growing(text, ordered, paragraphs);
        growing.add(Node.ROOT, 0, text.length(), 0);
        return new DocumentTree(growing.nodes);
    }

    /** Whether any part has a title. */
    public boolean hasSections() {
        return nodes.stream().anyMatch(node -> !node.isParagraph());
    }

    private static final class Growing {
        private final String text;
        private final List<Section> sections;
        private final ParagraphCut paragraphs;
        private final List<Node> nodes = new ArrayList<>();
        private int next;

        Growing(String text, List<Section> sections, ParagraphCut paragraphs) {
            this.text = text;
            this.sections = sections;
            this.paragraphs = paragraphs;
        }

        /** Adds what lies between two offsets to a parent. */
        void add(int parent, int from, int to, int depth) {
            int done = from;
            while (next < sections.size() && sections.get(next).start() < to) {
                Section section = sections.get(next++);
                int end = Math.min(section.end(), to);
                if (section.start() < done || depth == DEEPEST || ParagraphCut.isBlank(text, section.text(), end)) {
                    continue;
                }
                addParagraphs(parent, done, section.start());
                int place = nodes.size();
                nodes.add(new Node(
                        parent, Optional.of(section.title()), section.start(), section.text(), trimmedEnd(end)));
                add(place, section.text(), end, depth + 1);
                done = end;
            }
            addParagraphs(parent, done, to);
        }

        private int trimmedEnd(int end) {
            int at = end;
            while (ParagraphCut.isBlank(text.charAt(at - 1))) {
                at--;
            }
            return at;
        }

        private void addParagraphs(int parent, int from, int to) {
            for (Span own : paragraphs.cut(text.substring(from, to))) {
                int start = from + own.start();
                nodes.add(new Node(parent, Optional.empty(), start, start, from + own.end()));
            }
        }
    }
}
