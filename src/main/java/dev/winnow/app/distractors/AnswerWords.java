package dev.winnow.app.distractors;

import dev.winnow.app.metrics.Normaliser;
import java.util.List;
import java.util.Set;

/**
 * Which texts hold an answer word for word: both normalised as answers are, at the edges of words. Answers that stand in
 * many texts by chance say nothing and are never found: {@code yes}, {@code no}, and single characters.
 */
public final class AnswerWords {
    private static final Set<String> ANYWHERE = Set.of("yes", "no");

    private final Normaliser normaliser;

    public AnswerWords(Normaliser normaliser) {
        this.normaliser = normaliser;
    }

    /** A text as answers are looked for in it. */
    public String normal(String text) {
        return normaliser.apply(text);
    }

    /** The normalised answers that are worth looking for. */
    public List<String> telling(List<String> answers) {
        return answers.stream()
                .map(normaliser::apply)
                .filter(answer -> answer.codePointCount(0, answer.length()) > 1 && !ANYWHERE.contains(answer))
                .distinct()
                .toList();
    }

    /** Whether a normalised text holds one of the normalised answers. */
    public boolean hold(String text, List<String> answers) {
        return answers.stream().anyMatch(answer -> normaliser.contains(text, answer));
    }
}
