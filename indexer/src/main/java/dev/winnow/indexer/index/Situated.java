package dev.winnow.indexer.index;

import dev.winnow.indexer.chunk.MarkdownHeadings;
import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.spec.Default;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A passage embedded with what stands around it, while the passage alone is returned: its vector says where it belongs.
 * The setting of SitEmb (Wu et al., SitEmb-v1.5, arXiv 2508.01959), for any embedder and without training it. No model writes
 * anything, as one does in Anthropic's contextual retrieval (2024).
 *
 * @param headings those that a passage stands under, and how they are known
 * @param neighbours how many passages before it and how many behind it are embedded with it, at least 0
 */
public record Situated(@Default("markdown") Headings headings, @Default("1") int neighbours) {
    /** How headings are known. */
    public enum Headings {
        /** Lines of Markdown that begin with one to six {@code #}. */
        MARKDOWN,
        /** Headings are not embedded. */
        NONE
    }

    /** What separates headings of one path. */
    private static final String BELOW = " > ";

    public Situated {
        if (neighbours < 0) {
            throw new IllegalArgumentException("neighbours must be at least 0, got " + neighbours);
        }
        if (headings == Headings.NONE && neighbours == 0) {
            throw new IllegalArgumentException(
                    "neighbours must be at least 1 where headings are none, got 0; leave situated out instead");
        }
    }

    /**
     * Of each passage of a document the headings that it begins under, in a line, and the document's text from the first
     * neighbour's start to the last one's end. A heading that stands in that text is not said before it, nor one that is the
     * document's title.
     */
    List<String> texts(Document document, List<Passage> passages) {
        MarkdownHeadings known =
                switch (headings) {
                    case MARKDOWN -> MarkdownHeadings.of(document.text());
                    case NONE -> new MarkdownHeadings(List.of());
                };
        return IntStream.range(0, passages.size())
                .mapToObj(place -> text(document, passages, place, known))
                .toList();
    }

    private String text(Document document, List<Passage> passages, int place, MarkdownHeadings known) {
        int start = passages.get(Math.max(0, place - neighbours)).start();
        int behind = (int) Math.min(passages.size(), 1L + place + neighbours);
        int end = passages.subList(place, behind).stream()
                .mapToInt(Passage::end)
                .max()
                .orElseThrow();
        String around = document.text().substring(start, end);
        List<String> path = known.pathAt(passages.get(place).start()).stream()
                .filter(heading -> heading.start() < start)
                .map(MarkdownHeadings.Heading::text)
                .filter(heading -> !heading.equals(document.title().strip()))
                .toList();
        return path.isEmpty() ? around : String.join(BELOW, path) + "\n" + around;
    }
}
