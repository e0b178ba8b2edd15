package dev.winnow.app.metrics;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The longest common subsequence of two texts' words, by the usual table of Wagner and Fischer: of prefixes of i and j words,
 * one more than that of both shortened by a word where their last words are the same, else the longer one of those of one
 * of them shortened. Time is the product of both lengths; memory a bit for each cell where the words themselves are
 * asked for, and one row where only their number is.
 */
final class CommonSubsequence {
    /** Which of several longest subsequences is meant: where the table may be walked back both ways, which way is taken. */
    enum Tie {
        /** Back over the reference's word, as Google's {@code rouge_score} walks. */
        REFERENCE,
        /** Back over the candidate's word, as the package {@code rouge} walks. */
        CANDIDATE
    }

    private CommonSubsequence() {}

    /** How many words it has. */
    static int length(List<String> reference, List<String> candidate) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] shorter = numbered(reference.size() < candidate.size() ? reference : candidate, numbers);
        int[] longer = numbered(reference.size() < candidate.size() ? candidate : reference, numbers);
        int[] row = new int[shorter.length + 1];
        for (int word : longer) {
            int before = 0;
            for (int j = 1; j <= shorter.length; j++) {
                int above = row[j];
                row[j] = shorter[j - 1] == word ? before + 1 : Math.max(above, row[j - 1]);
                before = above;
            }
        }
        return row[shorter.length];
    }

    /** The places of its words in the reference, in order. */
    static BitSet places(List<String> reference, List<String> candidate, Tie tie) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] left = numbered(reference, numbers);
        int[] right = numbered(candidate, numbers);
        // Where words differ: whether the way back leads over the reference's word.
        BitSet[] overReference = new BitSet[left.length];
        int[] row = new int[right.length + 1];
        for (int i = 0; i < left.length; i++) {
            overReference[i] = new BitSet(right.length);
            int before = 0;
            for (int j = 0; j < right.length; j++) {
                int above = row[j + 1];
                if (left[i] == right[j]) {
                    row[j + 1] = before + 1;
                } else {
                    boolean over = tie == Tie.REFERENCE ? above >= row[j] : above > row[j];
                    overReference[i].set(j, over);
                    row[j + 1] = Math.max(above, row[j]);
                }
                before = above;
            }
        }
        BitSet places = new BitSet(left.length);
        int i = left.length - 1;
        int j = right.length - 1;
        while (i >= 0 && j >= 0) {
            if (left[i] == right[j]) {
                places.set(i);
                i--;
                j--;
            } else if (overReference[i].get(j)) {
                i--;
            } else {
                j--;
            }
        }
        return places;
    }

    /** Each word as a number, the same for the same word. */
    private static int[] numbered(List<String> words, Map<String, Integer> numbers) {
        return words.stream().mapToInt(word -> number(word, numbers)).toArray();
    }

    private static int number(String word, Map<String, Integer> numbers) {
        Integer known = numbers.putIfAbsent(word, numbers.size());
        return known == null ? numbers.size() - 1 : known;
    }
}
