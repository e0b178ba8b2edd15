package dev.winnow.app.dataset;

import dev.winnow.pipelines.QuestionId;
import java.util.List;

/**
 * The answer key to one question.
 *
 * @param answers acceptable answers, the first is the one to print; empty where the right behaviour is to refuse
 * @param evidence where the documents hold what is needed; empty where that is not known or nothing holds it
 */
public record Gold(QuestionId question, List<String> answers, List<Evidence> evidence) {
    public Gold {
        answers = List.copyOf(answers);
        evidence = List.copyOf(evidence);
    }

    /** Whether the documents do not answer the question. */
    public boolean unanswerable() {
        return answers.isEmpty();
    }
}
