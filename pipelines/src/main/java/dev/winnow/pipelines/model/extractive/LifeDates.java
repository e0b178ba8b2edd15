package dev.winnow.pipelines.model.extractive;

import java.util.ArrayList;
import java.util.List;

/** Reads births and deaths out of brackets such as "(Paris, 3 May 1861 – 7 June 1923)", which say neither word. */
final class LifeDates {
    private static final int WORDS_BEFORE = 14;

    private LifeDates() {}

    /** A word that says what is not written: {@code birth} or {@code death}. */
    record Implied(int word, String concept) {}

    /** What the first brackets of a sentence imply: the words on either side of a dash with a year on both. */
    static List<Implied> in(Sentence sentence) {
        List<Word> words = sentence.words();
        List<Implied> implied = new ArrayList<>();
        for (int open = 0; open < Math.min(WORDS_BEFORE, words.size()); open++) {
            if (!words.get(open).is("(")) {
                continue;
            }
            int close = next(words, open, ")");
            int dash = Math.max(next(words, open, "–"), Math.max(next(words, open, "-"), next(words, open, "—")));
            if (close > 0
                    && dash > open + 1
                    && dash + 1 < close
                    && year(words, open, dash)
                    && year(words, dash, close)) {
                implied.add(new Implied(open + 1, "birth"));
                implied.add(new Implied(dash - 1, "birth"));
                implied.add(new Implied(dash + 1, "death"));
                implied.add(new Implied(close - 1, "death"));
            }
            return implied;
        }
        return implied;
    }

    private static int next(List<Word> words, int from, String sign) {
        for (int i = from + 1; i < words.size(); i++) {
            if (words.get(i).is(sign)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean year(List<Word> words, int from, int to) {
        return words.subList(from, to).stream().anyMatch(Numerals::isYear);
    }
}
