package dev.winnow.pipelines.model.extractive;

import dev.winnow.indexer.chunk.Span;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.indexer.corpus.Scripts;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Answers questions in scripts without spaces between words, and in Korean, whose words carry their particles: by the
 * sentence that shares most with the question, or the part of it that does. It takes every two neighbouring letters for
 * a term, as the rules for English know no words here. It knows nothing of what kind of answer is asked for.
 *
 * @param maxWords the most words of an answer; two letters count as a word
 */
record Unspaced(int maxWords) {
    /** What a term counts where only the passage's title has it. */
    private static final double BY_TITLE = 0.5;

    private static final String CLAUSE_ENDS = "、，,；;：: \u3000";

    /** A sentence of a passage and the terms that it and the title have. */
    private record Candidate(String text, Set<String> terms, Set<String> title) {}

    /** Whether most letters of a question are of such a script. */
    static boolean takes(String question) {
        long letters = question.codePoints().filter(Character::isLetter).count();
        long own = question.codePoints().filter(Unspaced::isOwn).count();
        return own > 0 && 2 * own >= letters;
    }

    private static boolean isOwn(int c) {
        return Scripts.isUnspaced(c)
                || (Character.isLetter(c) && Character.UnicodeScript.of(c) == Character.UnicodeScript.HANGUL);
    }

    /** The sentence that meets the question best, the first of equal ones; the confidence is the part it meets. */
    Finding answer(String question, List<Excerpt> excerpts) {
        Set<String> asked = terms(question);
        List<Candidate> candidates = new ArrayList<>();
        for (Excerpt excerpt : excerpts) {
            String text = excerpt.text();
            Set<String> title = terms(excerpt.title());
            for (Span span : dev.winnow.indexer.chunk.Sentences.of(text, Language.SIMPLE)) {
                candidates.add(new Candidate(span.of(text), terms(span.of(text)), title));
            }
        }
        Map<String, Double> weights = weights(asked, candidates);
        double all = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        Finding best = new Finding("", 0);
        for (Candidate candidate : candidates) {
            double met = 0;
            for (Map.Entry<String, Double> term : weights.entrySet()) {
                if (candidate.terms().contains(term.getKey())) {
                    met += term.getValue();
                } else if (candidate.title().contains(term.getKey())) {
                    met += BY_TITLE * term.getValue();
                }
            }
            if (met / all > best.confidence()) {
                best = new Finding(candidate.text(), met / all);
            }
        }
        return new Finding(part(best.text(), weights), best.confidence());
    }

    /** Rarer terms count for more, as in BM25 over the sentences shown. */
    private static Map<String, Double> weights(Set<String> asked, List<Candidate> candidates) {
        Map<String, Double> weights = new HashMap<>();
        for (String term : asked) {
            long having = candidates.stream()
                    .filter(candidate -> candidate.terms().contains(term))
                    .count();
            weights.put(term, Math.max(0.3, Math.log(1 + (candidates.size() - having + 0.5) / (having + 0.5))));
        }
        return weights;
    }

    /** The longest run of a sentence's clauses that is short enough and meets most. */
    private String part(String sentence, Map<String, Double> weights) {
        List<Integer> cuts = cuts(sentence);
        String best = "";
        double most = -1;
        for (int first = 0; first + 1 < cuts.size(); first++) {
            for (int last = first + 1; last < cuts.size(); last++) {
                String part = trimmed(sentence.substring(cuts.get(first), cuts.get(last)));
                if (last > first + 1 && length(part) > maxWords) {
                    break;
                }
                String cut = shortened(part);
                double met = terms(cut).stream()
                        .mapToDouble(term -> weights.getOrDefault(term, 0.0))
                        .sum();
                if (met > most || (met == most && cut.length() > best.length())) {
                    most = met;
                    best = cut;
                }
            }
        }
        return best;
    }

    private static List<Integer> cuts(String sentence) {
        List<Integer> cuts = new ArrayList<>(List.of(0));
        for (int i = 0; i + 1 < sentence.length(); i++) {
            if (CLAUSE_ENDS.indexOf(sentence.charAt(i)) >= 0) {
                cuts.add(i + 1);
            }
        }
        cuts.add(sentence.length());
        return cuts;
    }

    /** Without white space, commas and the mark at its end. */
    private static String trimmed(String part) {
        return part.replaceFirst("^[\\s\\p{Z}、，,]+", "").replaceFirst("[\\s\\p{Z}、，,。！？!?.｡]+$", "");
    }

    private String shortened(String part) {
        int end = part.length();
        while (length(part.substring(0, end)) > maxWords) {
            end = part.offsetByCodePoints(end, -1);
        }
        return part.substring(0, end);
    }

    /** In words: what white space parts, and of letters without it two to a word. */
    private static double length(String text) {
        double length = 0;
        boolean inside = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (Scripts.isUnspaced(c)) {
                length += 0.5;
                inside = false;
            } else if (!Character.isLetterOrDigit(c)) {
                inside &= !Character.isWhitespace(c);
            } else if (!inside) {
                length++;
                inside = true;
            }
        }
        return length;
    }

    /** Pairs of neighbouring letters, single letters that stand alone, and words and numbers in other scripts. */
    static Set<String> terms(String text) {
        String lower = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        Set<String> terms = new LinkedHashSet<>();
        int at = 0;
        while (at < lower.length()) {
            int end = at;
            while (end < lower.length() && belongs(lower, at, end)) {
                end += Character.charCount(lower.codePointAt(end));
            }
            if (end == at) {
                at += Character.charCount(lower.codePointAt(at));
            } else if (isOwn(lower.codePointAt(at))) {
                addPairs(lower.substring(at, end), terms);
                at = end;
            } else {
                terms.add(lower.substring(at, end));
                at = end;
            }
        }
        return terms;
    }

    /** Whether a character goes on with the run of letters of one sort that starts at an offset. */
    private static boolean belongs(String text, int start, int at) {
        int c = text.codePointAt(at);
        boolean own = isOwn(text.codePointAt(start));
        if (own && at > start && Character.getType(c) == Character.NON_SPACING_MARK) {
            return true;
        }
        return own ? isOwn(c) : Character.isLetterOrDigit(c) && !isOwn(c);
    }

    private static void addPairs(String run, Set<String> terms) {
        int[] letters = run.codePoints().toArray();
        if (letters.length == 1) {
            terms.add(run);
        }
        for (int i = 0; i + 1 < letters.length; i++) {
            // Two hiragana are mostly grammar: endings and particles.
            if (!isHiragana(letters[i]) || !isHiragana(letters[i + 1])) {
                terms.add(new String(letters, i, 2));
            }
        }
    }

    private static boolean isHiragana(int c) {
        return Character.UnicodeScript.of(c) == Character.UnicodeScript.HIRAGANA;
    }
}
