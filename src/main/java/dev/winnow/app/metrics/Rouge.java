package dev.winnow.app.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * ROUGE-L (Lin, ROUGE: A Package for Automatic Evaluation of Summaries, 2004, section 3) by one of the programs in use: F1 of
 * the longest common subsequence of words. They do not agree with each other, so a figure needs the program's name.
 */
public enum Rouge {
    /**
     * {@code rougeL} of Google's {@code rouge_score} without its stemmer, the default of HuggingFace's {@code evaluate}: lower
     * case, words are runs of a to z and 0 to 9, everything else separates them; section 3.1 of the paper over the whole
     * text. Text without such letters scores 0.
     */
    GOOGLE {
        @Override
        double f(String answer, String gold) {
            List<String> candidate = googleWords(answer);
            List<String> reference = googleWords(gold);
            if (candidate.isEmpty() || reference.isEmpty()) {
                return 0;
            }
            int common = CommonSubsequence.length(reference, candidate);
            return harmonicMean((double) common / candidate.size(), (double) common / reference.size());
        }
    },
    /**
     * {@code rougeLsum} of the same, as InfiniteBench has its summaries scored: each line of the gold answer against each
     * of the answer, the union of what they have in common, no word counted more often than it occurs on both sides;
     * section 3.2.
     */
    GOOGLE_SUM {
        @Override
        double f(String answer, String gold) {
            List<List<String>> candidate = lines(answer);
            List<List<String>> reference = lines(gold);
            int given = candidate.stream().mapToInt(List::size).sum();
            int wanted = reference.stream().mapToInt(List::size).sum();
            if (given == 0 || wanted == 0) {
                return 0;
            }
            Map<String, Integer> left = counts(candidate);
            Map<String, Integer> unclaimed = counts(reference);
            int hits = 0;
            for (List<String> line : reference) {
                BitSet union = new BitSet(line.size());
                for (List<String> other : candidate) {
                    union.or(CommonSubsequence.places(line, other, CommonSubsequence.Tie.REFERENCE));
                }
                for (int place = union.nextSetBit(0); place >= 0; place = union.nextSetBit(place + 1)) {
                    String word = line.get(place);
                    if (left.getOrDefault(word, 0) > 0 && unclaimed.getOrDefault(word, 0) > 0) {
                        hits++;
                        left.merge(word, -1, Integer::sum);
                        unclaimed.merge(word, -1, Integer::sum);
                    }
                }
            }
            return harmonicMean((double) hits / given, (double) hits / wanted);
        }

        private static List<List<String>> lines(String text) {
            return Arrays.stream(text.split("\n"))
                    .filter(line -> !line.isEmpty())
                    .map(Rouge::googleWords)
                    .toList();
        }

        private static Map<String, Integer> counts(List<List<String>> lines) {
            Map<String, Integer> counts = new HashMap<>();
            lines.forEach(line -> line.forEach(word -> counts.merge(word, 1, Integer::sum)));
            return counts;
        }
    },
    /**
     * {@code rouge-l} of the package {@code rouge} 1.0.1, as LongBench scores its summaries: sentences end at full stops,
     * words at white space, letters are left as they are; both sides are sets of words, and what they share is the union
     * of the longest common subsequences of all pairs of sentences. Very long sentences, for which the original runs out of
     * stack and LongBench scores 0, are scored.
     */
    LONGBENCH {
        private static final double NEVER_ZERO = 1e-8;

        @Override
        double f(String answer, String gold) {
            List<List<String>> candidate = sentences(answer);
            List<List<String>> reference = sentences(gold);
            if (candidate.isEmpty() || reference.isEmpty()) {
                return 0;
            }
            Set<String> shared = new HashSet<>();
            for (List<String> sentence : reference) {
                for (List<String> other : candidate) {
                    CommonSubsequence.places(sentence, other, CommonSubsequence.Tie.CANDIDATE).stream()
                            .forEach(place -> shared.add(sentence.get(place)));
                }
            }
            double precision = (double) shared.size() / different(candidate);
            double recall = (double) shared.size() / different(reference);
            return 2 * (precision * recall / (precision + recall + NEVER_ZERO));
        }

        // A sentence of blanks has one word, the empty one, as in the original.
        private static List<List<String>> sentences(String text) {
            return Stream.of(text.split("\\."))
                    .filter(sentence -> !sentence.isEmpty())
                    .map(PythonText::split)
                    .map(words -> words.isEmpty() ? List.of("") : words)
                    .toList();
        }

        private static long different(List<List<String>> sentences) {
            return sentences.stream().flatMap(List::stream).distinct().count();
        }
    };

    /** F1 of an answer against a gold answer, in [0, 1]. */
    abstract double f(String answer, String gold);

    private static double harmonicMean(double precision, double recall) {
        return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
    }

    private static List<String> googleWords(String text) {
        String lower = PythonText.lower(text);
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= lower.length(); i++) {
            char c = i == lower.length() ? ' ' : lower.charAt(i);
            boolean inside = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (inside && start < 0) {
                start = i;
            } else if (!inside && start >= 0) {
                words.add(lower.substring(start, i));
                start = -1;
            }
        }
        return words;
    }
}
