package dev.winnow.pipelines;

/**
 * A way to answer questions. Pipelines keep no state between questions and are safe for use by several threads.
 *
 * <p>A pipeline whose whole context is chosen before the model is asked is a {@link
 * dev.winnow.pipelines.context.ContextSource}, too: it selects what it would show, within its own budget, the model's
 * window and the budget it is given.
 */
public interface Pipeline {
    /**
     * Answers one question.
     *
     * @throws dev.winnow.pipelines.model.ModelException if a model call failed for good
     */
    Attempt answer(Question question);
}
