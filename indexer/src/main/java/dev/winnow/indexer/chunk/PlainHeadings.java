package dev.winnow.indexer.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Headings of a text without marks for them, where they can hardly be anything else: parts, items and notes of reports
 * ({@code ITEM 1A. RISK FACTORS}), chapters of books ({@code CHAPTER IV}, or a Roman numeral alone on its line), and
 * numbered sections ({@code 3.1 Training}). Chapters and numbers count only as far as they follow each other from the first
 * on. Lines of a table of contents are none, nor is a heading with nothing beneath it.
 *
 * @param all by rising start
 */
public record PlainHeadings(List<Heading> all) {
    private static final int LONGEST = 160;
    /** A numbered line with less beneath it is an item of a list. */
    private static final int WORDS_UNDER_NUMBER = 20;

    private static final Pattern PART = Pattern.compile("(?:PART|Part)\\s+(?:[IVX]{1,4}|\\d)(?:\\b.*)?");
    private static final Pattern ITEM = Pattern.compile("(?:ITEM|Item)\\s+\\d{1,2}[A-C]?\\s*[.:–—-]?\\s+\\p{Lu}.*");
    private static final Pattern NOTE = Pattern.compile("(?:NOTE|Note)\\s+\\d{1,2}\\s*[.:–—-]\\s*\\p{Lu}.*");
    private static final Pattern CHAPTER = Pattern.compile(
            "(?:CHAPTER|Chapter|STAVE|Stave|LETTER|Letter|BOOK|Book|CANTO|Canto)\\s+(?:[IVXLC]{1,7}|\\d{1,3}|[A-Z][A-Za-z]{2,8})"
                    + "(?:\\s*[.:–—-].*)?");
    private static final Pattern ROMAN = Pattern.compile("([IVXLC]{1,7})\\.?");
    private static final Pattern NUMBERED =
            Pattern.compile("(\\d{1,2}(?:\\.\\d{1,2}){0,3})\\.?[ \\t]+\\p{Lu}.{0,90}[^.,;:!?\\s]");
    /** Columns: the title of a table of contents and its page. */
    private static final Pattern COLUMNS = Pattern.compile(".*\\S(?:[ \\t]{3,}|\\.{3,}).*\\d\\s*");

    /**
     * A heading.
     *
     * @param start of its line, in UTF-16 units
     * @param end of its last line
     * @param level 1 for the highest
     */
    public record Heading(int start, int end, int level, String text) {}

    private enum Family {
        PART(1),
        CHAPTER(2),
        ROMAN(3),
        ITEM(4),
        NOTE(5),
        NUMBERED(6);

        private final int level;

        Family(int level) {
            this.level = level;
        }
    }

    private record Found(Family family, String mark, Heading heading) {}

    public PlainHeadings {
        all = List.copyOf(all);
    }

    /** The headings of a text; none where it has no such lines. */
    public static PlainHeadings of(String text) {
        List<Found> found = new ArrayList<>();
        Sequence chapters = new Sequence();
        Sequence sections = new Sequence();
        List<Span> lines = lines(text);
        for (int i = 0; i < lines.size(); i++) {
            Optional<Found> here = in(text, lines, i);
            if (here.isPresent()) {
                Found one = here.get();
                boolean follows =
                        switch (one.family()) {
                            case ROMAN -> chapters.takes(List.of(roman(one.mark())));
                            case NUMBERED -> sections.takes(numbers(one.mark()));
                            case PART, CHAPTER, ITEM, NOTE -> true;
                        };
                if (follows) {
                    found.add(one);
                }
            }
        }
        return new PlainHeadings(withText(text, found));
    }

    private static List<Span> lines(String text) {
        List<Span> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            Blanks.trim(text, start, end).ifPresent(lines::add);
            start = end + 1;
        }
        return lines;
    }

    private static Optional<Found> in(String text, List<Span> lines, int i) {
        Span line = lines.get(i);
        if (line.end() - line.start() > LONGEST || !isCandidate(text.charAt(line.start()))) {
            return Optional.empty();
        }
        String words = line.of(text).replace('\u00A0', ' ');
        if (COLUMNS.matcher(words).matches()) {
            return Optional.empty();
        }
        if (ROMAN.matcher(words).matches()) {
            return Optional.of(new Found(Family.ROMAN, words, titled(text, lines, i)));
        }
        Matcher numbered = NUMBERED.matcher(words);
        if (numbered.matches() && standsAlone(text, line)) {
            return Optional.of(found(Family.NUMBERED, numbered.group(1), line, words));
        }
        if (ITEM.matcher(words).matches()) {
            return Optional.of(found(Family.ITEM, "", line, words));
        }
        if (PART.matcher(words).matches() && !words.endsWith(",")) {
            return Optional.of(found(Family.PART, "", line, words));
        }
        if (NOTE.matcher(words).matches()) {
            return Optional.of(found(Family.NOTE, "", line, words));
        }
        return CHAPTER.matcher(words).matches() && standsAlone(text, line)
                ? Optional.of(found(Family.CHAPTER, "", line, words))
                : Optional.empty();
    }

    private static boolean isCandidate(char first) {
        return Character.isUpperCase(first) || (first >= '0' && first <= '9');
    }

    private static Found found(Family family, String mark, Span line, String words) {
        int depth = family == Family.NUMBERED ? numbers(mark).size() - 1 : 0;
        return new Found(
                family,
                mark,
                new Heading(line.start(), line.end(), family.level + depth, words.replaceAll("[\\s\\u00A0]+", " ")));
    }

    /** A numeral's title is the short line under it that ends like no sentence. */
    private static Heading titled(String text, List<Span> lines, int i) {
        Span line = lines.get(i);
        if (i + 1 < lines.size()) {
            Span next = lines.get(i + 1);
            String title = next.of(text);
            boolean short_ = title.length() <= 60 && Character.isUpperCase(title.codePointAt(0));
            if (short_ && !title.matches("(?s).*[.,;:!?”\"’]")) {
                return new Heading(line.start(), next.end(), Family.ROMAN.level, line.of(text) + " " + title);
            }
        }
        return new Heading(line.start(), line.end(), Family.ROMAN.level, line.of(text));
    }

    /** Whether blank lines, or the text's ends, stand on both sides of a line. */
    private static boolean standsAlone(String text, Span line) {
        return newlines(text, line.start() - 1, -1) && newlines(text, line.end(), 1);
    }

    private static boolean newlines(String text, int from, int step) {
        int newlines = 0;
        int at = from;
        while (at >= 0 && at < text.length() && Blanks.isBlank(text.charAt(at))) {
            newlines += text.charAt(at) == '\n' ? 1 : 0;
            at += step;
        }
        return newlines >= 2 || at < 0 || at >= text.length();
    }

    /** Those with text beneath them, before the next of whatever level; a higher one may begin with a lower one. */
    private static List<Heading> withText(String text, List<Found> found) {
        List<Heading> kept = new ArrayList<>();
        int next = text.length();
        int level = 0;
        for (int i = found.size() - 1; i >= 0; i--) {
            Found one = found.get(i);
            Heading heading = one.heading();
            boolean opens = level > heading.level();
            int wanted = one.family() == Family.NUMBERED ? WORDS_UNDER_NUMBER : 1;
            if (opens || hasWords(text, heading.end(), next, wanted)) {
                kept.add(heading);
                next = heading.start();
                level = heading.level();
            }
        }
        return kept.reversed();
    }

    private static boolean hasWords(String text, int start, int end, int wanted) {
        int words = 0;
        boolean letters = false;
        for (int at = start; at < end && words < wanted; at++) {
            char c = text.charAt(at);
            if (Blanks.isBlank(c)) {
                words += letters ? 1 : 0;
                letters = false;
            } else {
                letters |= Character.isLetter(c);
            }
        }
        return words + (letters ? 1 : 0) >= wanted;
    }

    private static List<Integer> numbers(String mark) {
        List<Integer> numbers = new ArrayList<>();
        for (String number : mark.split("\\.")) {
            numbers.add(Integer.parseInt(number));
        }
        return numbers;
    }

    private static int roman(String mark) {
        int value = 0;
        int last = 0;
        String numeral = mark.endsWith(".") ? mark.substring(0, mark.length() - 1) : mark;
        for (int i = numeral.length() - 1; i >= 0; i--) {
            int digit =
                    switch (numeral.charAt(i)) {
                        case 'I' -> 1;
                        case 'V' -> 5;
                        case 'X' -> 10;
                        case 'L' -> 50;
                        default -> 100;
                    };
            value += digit < last ? -digit : digit;
            last = Math.max(last, digit);
        }
        return value;
    }

    /** Numbers that follow each other: the next, the first below, or the next of a higher level. */
    private static final class Sequence {
        private List<Integer> last = List.of();

        boolean takes(List<Integer> number) {
            int depth = number.size();
            boolean below =
                    depth == last.size() + 1 && number.subList(0, depth - 1).equals(last) && number.get(depth - 1) == 1;
            boolean next = depth <= last.size()
                    && number.subList(0, depth - 1).equals(last.subList(0, depth - 1))
                    && number.get(depth - 1) == last.get(depth - 1) + 1;
            if (below || next) {
                last = List.copyOf(number);
            }
            return below || next;
        }
    }
}
