package dev.winnow.app.dataset;

import java.text.BreakIterator;
import java.util.Locale;

/**
 * Finds the place in a region where an answer stands word for word, letter case and the kind of white space aside. Only
 * an answer that stands there exactly once, and is long enough not to stand there by chance, tells the place.
 */
final class AnswerSpan {
    /** Below so many letters and digits an answer is too common a word to show where it was taken from. */
    private static final int SHORTEST = 4;
    /** A line of at most this many units is taken whole, such as the row of a table; of longer ones the sentence. */
    private static final int LONGEST_LINE = 300;

    private AnswerSpan() {}

    /** The sentence or line of the answer as a span; the region itself if the place is not certain. */
    static Evidence refine(String text, Evidence region, String answer) {
        Folded wanted = Folded.of(answer, 0, answer.length());
        String words = wanted.text.replaceAll("[.\\s]+$", "");
        if (words.codePoints().filter(Character::isLetterOrDigit).count() < SHORTEST) {
            return region;
        }
        Folded folded = Folded.of(text, region.start(), region.end());
        int first = folded.find(words, 0);
        if (first < 0 || folded.find(words, first + 1) >= 0) {
            return region;
        }
        int start = folded.places[first];
        int end = folded.places[first + words.length() - 1] + 1;
        return new Evidence(
                region.document(),
                Math.max(region.start(), startAround(text, start)),
                Math.min(region.end(), endAround(text, end)),
                Evidence.Grain.SPAN);
    }

    private static int startAround(String text, int place) {
        int line = text.lastIndexOf('\n', place - 1) + 1;
        int end = lineEnd(text, place);
        int start = line;
        if (end - line > LONGEST_LINE) {
            BreakIterator sentences = sentences(text, line, end);
            start = line + sentences.preceding(Math.min(place - line + 1, end - line));
        }
        while (start < place && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        return start;
    }

    private static int endAround(String text, int place) {
        int line = text.lastIndexOf('\n', place - 1) + 1;
        int end = lineEnd(text, place);
        if (end - line > LONGEST_LINE && place < end) {
            end = line + sentences(text, line, end).following(place - 1 - line);
        }
        while (end > place && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private static int lineEnd(String text, int place) {
        int end = text.indexOf('\n', place);
        return end < 0 ? text.length() : end;
    }

    private static BreakIterator sentences(String text, int start, int end) {
        BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ENGLISH);
        sentences.setText(text.substring(start, end));
        return sentences;
    }

    /** A text in lower case with each run of white space as one blank, and where each unit of it comes from. */
    private static final class Folded {
        private final String text;
        private final int[] places;

        private Folded(String text, int[] places) {
            this.text = text;
            this.places = places;
        }

        static Folded of(String text, int start, int end) {
            StringBuilder folded = new StringBuilder();
            int[] places = new int[end - start];
            for (int i = start; i < end; i++) {
                char unit = text.charAt(i);
                if (Character.isWhitespace(unit) || Character.isSpaceChar(unit)) {
                    if (!folded.isEmpty() && folded.charAt(folded.length() - 1) == ' ') {
                        continue;
                    }
                    unit = ' ';
                }
                places[folded.length()] = i;
                folded.append(Character.toLowerCase(unit));
            }
            return new Folded(folded.toString(), places);
        }

        /** Where whole words stand, from a place on; -1 if nowhere. */
        int find(String words, int from) {
            for (int at = text.indexOf(words, from); at >= 0; at = text.indexOf(words, at + 1)) {
                int end = at + words.length();
                if ((at == 0 || apart(text.charAt(at - 1), words.charAt(0)))
                        && (end == text.length() || apart(words.charAt(words.length() - 1), text.charAt(end)))) {
                    return at;
                }
            }
            return -1;
        }

        private static boolean apart(char left, char right) {
            return !Character.isLetterOrDigit(left) || !Character.isLetterOrDigit(right);
        }
    }
}
