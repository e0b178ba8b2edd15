package dev.winnow.pipelines;

/** A way to answer questions. Pipelines keep no state between questions and are safe for use by several threads. */
public interface Pipeline {
    /**
     * Answers one question.
     *
     * @throws dev.winnow.pipelines.model.ModelException if a model call failed for good
     */
    Attempt answer(Question question);
}
