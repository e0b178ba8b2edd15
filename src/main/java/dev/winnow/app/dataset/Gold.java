package dev.winnow.app.dataset;

import dev.winnow.pipelines.QuestionId;
import java.util.List;

/**
 * The answer key to one question.
 *
 * @param key what the right behaviour is
 * @param evidence where the documents hold what is needed; empty where that is not known or nothing holds it
 */
public record Gold(QuestionId question, Key key, List<Evidence> evidence) {
    /** What is known of the right answer. */
    public sealed interface Key {
        /**
         * Any of these is right.
         *
         * @param texts at least one; the first is the one to print
         */
        record Answers(List<String> texts) implements Key {
            public Answers {
                texts = List.copyOf(texts);
                if (texts.isEmpty()) {
                    throw new IllegalArgumentException("an answer key needs an answer");
                }
            }
        }

        /**
         * The documents do not hold the answer, and the right behaviour is to say so.
         *
         * @param statement how the data set words that, for judges; empty where it does not
         */
        record Unanswerable(String statement) implements Key {}

        /** The data set has no answers, only evidence: a test collection for retrieval. */
        record Unknown() implements Key {}
    }

    public Gold {
        evidence = List.copyOf(evidence);
    }

    /** A key of these answers; none means that the right behaviour is to refuse. */
    public Gold(QuestionId question, List<String> answers, List<Evidence> evidence) {
        this(question, answers.isEmpty() ? new Key.Unanswerable("") : new Key.Answers(answers), evidence);
    }

    /** Acceptable answers, the first is the one to print; empty where there are none or they are not known. */
    public List<String> answers() {
        return key instanceof Key.Answers known ? known.texts() : List.of();
    }

    /** Whether the documents do not answer the question. */
    public boolean unanswerable() {
        return key instanceof Key.Unanswerable;
    }

    /** Whether answers can be judged at all. */
    public boolean known() {
        return !(key instanceof Key.Unknown);
    }
}
