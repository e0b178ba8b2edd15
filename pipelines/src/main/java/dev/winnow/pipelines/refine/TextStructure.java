package dev.winnow.pipelines.refine;

import dev.winnow.indexer.chunk.MarkdownHeadings;
import dev.winnow.indexer.chunk.PlainHeadings;
import java.util.ArrayList;
import java.util.List;

/** The sections that a text's own headings make, without any model. */
public final class TextStructure {
    /** One mark in a long text is more likely something else than its only heading. */
    private static final int FEWEST = 2;

    private TextStructure() {}

    private record Line(int start, int end, int level, String title) {}

    /**
     * Sections by headings in Markdown where there are at least two, else by {@link PlainHeadings} where there are; none
     * else. A section ends where the next of its level or a higher one begins.
     */
    public static List<Section> sections(String text) {
        List<Line> lines = markdown(text);
        if (lines.size() < FEWEST) {
            lines = plain(text);
        }
        if (lines.size() < FEWEST) {
            return List.of();
        }
        List<Section> sections = new ArrayList<>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            int end = text.length();
            for (Line later : lines.subList(i + 1, lines.size())) {
                if (later.level() <= line.level()) {
                    end = later.start();
                    break;
                }
            }
            sections.add(new Section(line.title(), line.start(), line.end(), end));
        }
        return sections;
    }

    private static List<Line> markdown(String text) {
        return MarkdownHeadings.of(text).all().stream()
                .map(heading -> {
                    int newline = text.indexOf('\n', heading.start());
                    return new Line(
                            heading.start(), newline < 0 ? text.length() : newline, heading.level(), heading.text());
                })
                .toList();
    }

    private static List<Line> plain(String text) {
        return PlainHeadings.of(text).all().stream()
                .map(heading -> new Line(heading.start(), heading.end(), heading.level(), heading.text()))
                .toList();
    }
}
