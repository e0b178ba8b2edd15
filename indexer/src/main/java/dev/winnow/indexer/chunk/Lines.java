package dev.winnow.indexer.chunk;

import dev.winnow.indexer.corpus.Scripts;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Paragraphs, and the lines in them that stand for themselves: headings, list items, rows of tables, verses. */
final class Lines {
    /** Lines longer than this were not broken to fit a page, so that their ends mean something. */
    private static final int WIDEST_PAGE = 120;

    /** Lines without spaces between words are broken anywhere, but for a few signs that must not begin a line. */
    private static final int BROKEN_ANYWHERE = 4;

    /** A list item or a Markdown heading: a mark and white space behind it. */
    private static final Pattern ITEM = Pattern.compile(
            "(?:[-+*•◦‣▪●○·–—]|#{1,6}|(?:\\d{1,3}|[a-z]|[ivx]{1,5})[.)]|\\((?:\\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})\\))[\\s\\u00A0]");

    private Lines() {}

    /** What stands between blank lines, without white space around it. */
    static List<Span> paragraphs(String text) {
        List<Span> paragraphs = new ArrayList<>();
        int start = 0;
        int lineStart = 0;
        while (lineStart < text.length()) {
            int lineEnd = endOfLine(text, lineStart, text.length());
            if (Blanks.skip(text, lineStart, lineEnd) == lineEnd) {
                Blanks.trim(text, start, lineStart).ifPresent(paragraphs::add);
                start = lineEnd;
            }
            lineStart = behindNewline(text, lineEnd, text.length());
        }
        Blanks.trim(text, start, text.length()).ifPresent(paragraphs::add);
        return paragraphs;
    }

    /** A paragraph cut at the newlines that end something, not at those that only wrap a sentence. */
    static List<Span> blocks(String text, Span paragraph) {
        List<Span> lines = lines(text, paragraph);
        int width =
                lines.stream().mapToInt(line -> line.end() - line.start()).max().orElse(0);
        List<Span> blocks = new ArrayList<>();
        int start = paragraph.start();
        for (int i = 0; i + 1 < lines.size(); i++) {
            Span line = lines.get(i);
            if (separate(text, line, lines.get(i + 1), width)) {
                blocks.add(new Span(start, line.end()));
                start = lines.get(i + 1).start();
            }
        }
        blocks.add(new Span(start, paragraph.end()));
        return blocks;
    }

    private static List<Span> lines(String text, Span paragraph) {
        List<Span> lines = new ArrayList<>();
        int start = paragraph.start();
        while (start < paragraph.end()) {
            int end = endOfLine(text, start, paragraph.end());
            Blanks.trim(text, start, end).ifPresent(lines::add);
            start = behindNewline(text, end, paragraph.end());
        }
        return lines;
    }

    private static boolean separate(String text, Span line, Span next, int width) {
        if (text.charAt(line.start()) == '#' || isRow(text, line) || isRow(text, next)) {
            return true;
        }
        if (ITEM.matcher(text).region(next.start(), next.end()).lookingAt()) {
            return true;
        }
        char last = text.charAt(line.end() - 1);
        if (last == ':' || last == ';') {
            return true;
        }
        if (Character.isLowerCase(text.codePointAt(next.start())) || last == ',') {
            return false;
        }
        // A line that had room for the next word was ended on purpose.
        int filled = line.end() - line.start() + 1 + firstWord(text, next);
        return width > WIDEST_PAGE || filled <= width;
    }

    /** Columns of a table: a Markdown row, or words set apart by a tab or at least three spaces. */
    private static boolean isRow(String text, Span line) {
        if (text.charAt(line.start()) == '|') {
            return true;
        }
        int blanks = 0;
        for (int i = line.start(); i < line.end(); i++) {
            char c = text.charAt(i);
            blanks = Blanks.isBlank(c) ? blanks + 1 : 0;
            if (c == '\t' || blanks == 3) {
                return true;
            }
        }
        return false;
    }

    private static int firstWord(String text, Span line) {
        if (Scripts.isUnspaced(text.codePointAt(line.start()))) {
            return BROKEN_ANYWHERE;
        }
        int end = line.start();
        while (end < line.end() && !Blanks.isBlank(text.charAt(end))) {
            end++;
        }
        return end - line.start();
    }

    private static int endOfLine(String text, int from, int limit) {
        int at = from;
        while (at < limit && !Blanks.isNewline(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int behindNewline(String text, int newline, int limit) {
        boolean two = newline + 1 < limit && text.charAt(newline) == '\r' && text.charAt(newline + 1) == '\n';
        return newline + (two ? 2 : 1);
    }
}
