package dev.winnow.app.metrics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How answers are made comparable before they are compared. All three do the same to a text: lower case, ASCII
 * punctuation removed (not replaced), the articles {@code a}, {@code an} and {@code the} replaced by a space, white space
 * collapsed. They differ in their F1.
 */
public enum Normalisation {
    /** SQuAD 2.0's {@code evaluate-v2.0.py}: two texts that normalise to nothing agree, one alone does not. */
    SQUAD,
    /**
     * HotpotQA's {@code hotpot_evaluate_v1.py}: {@code yes}, {@code no} and {@code noanswer} are right or wrong as a
     * whole, and texts that normalise to nothing score 0.
     */
    HOTPOTQA,
    /** MuSiQue's {@code metrics/answer.py}: as {@link #SQUAD}. */
    MUSIQUE;

    private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    private static final Set<String> ARTICLES = Set.of("a", "an", "the");
    private static final Set<String> WHOLE_ANSWERS = Set.of("yes", "no", "noanswer");

    /** The text as it is compared. */
    public String apply(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        PythonText.lower(text)
                .codePoints()
                .filter(c -> PUNCTUATION.indexOf(c) < 0)
                .forEach(kept::appendCodePoint);
        return collapsed(withoutArticles(kept.toString()));
    }

    /** The words of a text as it is compared. */
    public List<String> words(String text) {
        String normal = apply(text);
        return normal.isEmpty() ? List.of() : Arrays.asList(normal.split(" "));
    }

    /** 1 if both texts are the same after normalisation, else 0. */
    public double exactMatch(String answer, String gold) {
        return apply(answer).equals(apply(gold)) ? 1 : 0;
    }

    /** Harmonic mean of precision and recall over the words of both texts, each counted as often as it occurs. */
    public double f1(String answer, String gold) {
        List<String> answerWords = words(answer);
        List<String> goldWords = words(gold);
        boolean same = answerWords.equals(goldWords);
        if (this == HOTPOTQA && !same && (isWhole(answerWords) || isWhole(goldWords))) {
            return 0;
        }
        if (this != HOTPOTQA && (answerWords.isEmpty() || goldWords.isEmpty())) {
            return same ? 1 : 0;
        }
        int shared = shared(answerWords, goldWords);
        if (shared == 0) {
            return 0;
        }
        double precision = (double) shared / answerWords.size();
        double recall = (double) shared / goldWords.size();
        return 2 * precision * recall / (precision + recall);
    }

    private static boolean isWhole(List<String> words) {
        return words.size() == 1 && WHOLE_ANSWERS.contains(words.get(0));
    }

    private static int shared(List<String> left, List<String> right) {
        Map<String, Integer> counts = new HashMap<>();
        left.forEach(word -> counts.merge(word, 1, Integer::sum));
        int shared = 0;
        for (String word : right) {
            if (counts.merge(word, -1, Integer::sum) >= 0) {
                shared++;
            }
        }
        return shared;
    }

    /** {@code re.sub(r"\b(a|an|the)\b", " ", text)}: an article is a whole run of word characters. */
    private static String withoutArticles(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (!PythonText.isWord(c)) {
                kept.appendCodePoint(c);
                i += Character.charCount(c);
                continue;
            }
            int end = i;
            while (end < text.length() && PythonText.isWord(text.codePointAt(end))) {
                end += Character.charCount(text.codePointAt(end));
            }
            String run = text.substring(i, end);
            kept.append(ARTICLES.contains(run) ? " " : run);
            i = end;
        }
        return kept.toString();
    }

    /** {@code " ".join(text.split())}. */
    private static String collapsed(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (PythonText.isSpace(c)) {
                gap = !kept.isEmpty();
                continue;
            }
            if (gap) {
                kept.append(' ');
                gap = false;
            }
            kept.appendCodePoint(c);
        }
        return kept.toString();
    }
}
