package dev.winnow.pipelines.model;

/** A model that completes prompts. Implementations are safe for use by several threads. */
public interface Llm {
    /**
     * The model's reply.
     *
     * @throws ModelException if there is none
     */
    Completion complete(Prompt prompt);
}
