package dev.winnow.pipelines.work;

import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.Note;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which of several answers to a question most agree on. Answers are the same where they differ in letter case, white space
 * and marks that are neither letters nor digits at most; all refusals are the same.
 *
 * @param answer the earliest of those that most agree on; of equally many the group whose first answer came first
 * @param most how many agree on it
 * @param of how many answers there are
 * @param result how clear it is
 */
public record Vote(Answer answer, int most, int of, Result result) {
    /** How clear a vote is. */
    public enum Result {
        /** All agree. */
        UNANIMOUS,
        /** More agree on this answer than on any other. */
        MAJORITY,
        /** As many agree on another. */
        TIE
    }

    /**
     * Counts.
     *
     * @param answers at least one
     */
    public static Vote of(List<Answer> answers) {
        Map<String, Integer> votes = new LinkedHashMap<>();
        answers.forEach(answer -> votes.merge(key(answer), 1, Integer::sum));
        int most = votes.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
        List<String> leading =
                votes.keySet().stream().filter(key -> votes.get(key) == most).toList();
        Answer first = answers.stream()
                .filter(answer -> key(answer).equals(leading.getFirst()))
                .findFirst()
                .orElseThrow();
        Result result = votes.size() == 1 ? Result.UNANIMOUS : leading.size() == 1 ? Result.MAJORITY : Result.TIE;
        return new Vote(first, most, answers.size(), result);
    }

    /** What is written down of it. */
    public Note note() {
        return new Note("vote", result.name().toLowerCase(Locale.ROOT)).with("votes", most + " of " + of);
    }

    private static String key(Answer answer) {
        return switch (answer) {
            case Answer.Refused refused -> "refused";
            // The word before it keeps an answer "refused" apart from a refusal.
            case Answer.Given given ->
                "given "
                        + Normalizer.normalize(given.text(), Normalizer.Form.NFKC)
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^\\p{L}\\p{N}\\p{M}]+", " ")
                                .strip();
        };
    }
}
