package dev.winnow.pipelines.model.extractive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Decides how much of a sentence to answer with. Where one candidate is clearly the best it is the answer; where two near
 * ones are about as likely, the span that holds both is, if it is short enough. The span is the one with the best expected
 * overlap with the right answer, each candidate taken to be right with the probability that the softmax of the scores gives
 * it.
 */
final class Extent {
    /** What holding the whole of the right answer counts for, beside token F1. */
    private static final double HELD = 1.2;

    /** Scores are fitted to rank; this flattens them to probabilities that come nearer to how often they hold. */
    private static final double TEMPERATURE = 1.5;

    private static final int CONSIDERED = 12;
    private static final Set<String> ARTICLES = Set.of("a", "an", "the");

    private final int maxWords;
    private final List<Chains.Found> found;
    private final double[] probabilities;
    private final List<List<String>> words = new ArrayList<>();

    Extent(List<Chains.Found> found, int maxWords) {
        this.maxWords = maxWords;
        this.found = found.subList(0, Math.min(CONSIDERED, found.size()));
        this.probabilities = softmax(this.found);
        this.found.forEach(each -> words.add(plain(each.candidate().text())));
    }

    /** The probability of each answer of a list, best first, by the softmax of their scores. */
    static double[] softmax(List<Chains.Found> found) {
        double[] odds = found.stream()
                .mapToDouble(each -> Math.exp((each.score() - found.getFirst().score()) / TEMPERATURE))
                .toArray();
        double sum = Arrays.stream(odds).sum();
        return Arrays.stream(odds).map(odd -> odd / sum).toArray();
    }

    /** The probability of the best candidate among those found. */
    double certainty() {
        return probabilities[0];
    }

    /** The span with the best expected overlap; of equal ones the first. */
    String best() {
        String best = "";
        double most = -1;
        for (int i = 0; i < found.size(); i++) {
            for (int j = i; j < found.size(); j++) {
                String span = i == j ? found.get(i).candidate().text() : joined(found.get(i), found.get(j));
                if (!span.isEmpty() && span.split(" ").length <= maxWords) {
                    double value = value(plain(span));
                    if (value > most) {
                        most = value;
                        best = span;
                    }
                }
            }
        }
        return best.isEmpty() ? cut(found.getFirst().candidate().text()) : best;
    }

    private String cut(String text) {
        return String.join(" ", Arrays.asList(text.split(" ")).subList(0, maxWords));
    }

    /** The span from one candidate to another; empty where they are not in one sentence. */
    private String joined(Chains.Found one, Chains.Found other) {
        boolean together = one.match().order() == other.match().order()
                && !isValue(one)
                && !isValue(other)
                && one.candidate().kind() != Candidate.Kind.TITLE
                && other.candidate().kind() != Candidate.Kind.TITLE;
        if (!together) {
            return "";
        }
        int first = Math.min(one.candidate().first(), other.candidate().first());
        int last = Math.max(one.candidate().last(), other.candidate().last());
        return last - first > 2 * maxWords ? "" : one.match().sentence().between(first, last);
    }

    /** Dates and numbers are answered with as they are: a span of two would be a third thing. */
    private static boolean isValue(Chains.Found found) {
        return found.candidate().kind() == Candidate.Kind.DATE
                || found.candidate().kind() == Candidate.Kind.NUMBER;
    }

    private double value(List<String> span) {
        double value = 0;
        for (int i = 0; i < found.size(); i++) {
            value += probabilities[i] * (overlap(span, words.get(i)) + (holds(span, words.get(i)) ? HELD : 0));
        }
        return value;
    }

    /** Token F1 of two lists of words. */
    static double overlap(List<String> span, List<String> answer) {
        Map<String, Integer> left = new HashMap<>();
        answer.forEach(word -> left.merge(word, 1, Integer::sum));
        int common = 0;
        for (String word : span) {
            if (left.merge(word, -1, Integer::sum) >= 0) {
                common++;
            }
        }
        return common == 0 ? 0 : 2.0 * common / (span.size() + answer.size());
    }

    private static boolean holds(List<String> span, List<String> answer) {
        for (int i = 0; i + answer.size() <= span.size(); i++) {
            if (span.subList(i, i + answer.size()).equals(answer)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> plain(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty() && !ARTICLES.contains(word)) {
                words.add(word);
            }
        }
        return words;
    }
}
