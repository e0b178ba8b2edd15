package dev.winnow.pipelines.model.extractive;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Cuts a text into sentences. */
final class Sentences {
    private static final Set<String> ABBREVIATIONS = Set.of(
            "mr", "mrs", "ms", "dr", "prof", "st", "gen", "col", "lt", "capt", "sgt", "rev", "hon", "gov", "sen", "rep",
            "no", "nos", "vol", "vs", "v", "c", "ca", "etc", "approx", "fig", "e.g", "i.e", "mt", "ft", "sr", "op",
            "ed", "eds", "pp", "cf", "al", "est", "fl", "b", "d", "r", "dept", "univ", "jan", "feb", "aug", "sept",
            "oct", "nov", "dec");

    /** A list without a full stop is cut here, so that one sentence never grows without bound. */
    private static final int LONGEST = 160;

    private Sentences() {}

    /**
     * The sentences of a text, in order. One ends at a full stop, question or exclamation mark before a capital, digit or
     * quote unless an abbreviation or initial stands before it; at an empty line; and before a line that starts a list
     * item or heading.
     */
    static List<Sentence> of(String text) {
        List<Word> words = Words.of(text);
        List<Sentence> sentences = new ArrayList<>();
        int first = 0;
        for (int i = 0; i < words.size(); i++) {
            if (i + 1 == words.size() || i - first >= LONGEST || ends(text, words, i)) {
                sentences.add(new Sentence(sentences.size(), text, words.subList(first, i + 1)));
                first = i + 1;
            }
        }
        return sentences;
    }

    private static boolean ends(String text, List<Word> words, int at) {
        Word word = words.get(at);
        Word next = words.get(at + 1);
        if (breaksParagraph(text, word.end(), next.start())) {
            return true;
        }
        if (next.start() == word.end() || !startsSentence(next)) {
            return false;
        }
        int stop = at;
        while (stop > 0
                && isCloser(words.get(stop))
                && words.get(stop).start() == words.get(stop - 1).end()) {
            stop--;
        }
        Word mark = words.get(stop);
        if (mark.is("!") || mark.is("?")) {
            return true;
        }
        if (!mark.is(".")) {
            // A sentence may end with letters that keep their points: "in the U.S. He".
            return mark.text().length() > 2 && mark.text().endsWith(".") && next.form() == Word.Form.FUNCTION;
        }
        return stop == 0
                || words.get(stop - 1).end() < mark.start()
                || !ABBREVIATIONS.contains(Lexicon.folded(words.get(stop - 1).text()));
    }

    private static boolean startsSentence(Word word) {
        int first = word.text().codePointAt(0);
        return Character.isUpperCase(first) || Character.isDigit(first) || "\"“‘'([*_-–•$".indexOf(first) >= 0;
    }

    private static boolean isCloser(Word word) {
        return word.form() == Word.Form.SIGN && "\"”’')]*_".contains(word.text());
    }

    private static boolean breaksParagraph(String text, int from, int to) {
        int lines = 0;
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == '\n') {
                lines++;
            }
        }
        return lines > 1 || (lines == 1 && to < text.length() && "-*#|•".indexOf(text.charAt(to)) >= 0);
    }
}
