package dev.winnow.pipelines.model;

/**
 * A model that is open for calls.
 *
 * @param spec what it was opened from
 */
public record Model(ModelSpec spec, Llm llm) {
    /** Calls it. */
    public Call call(Prompt prompt) {
        String key = CallKey.of(spec, prompt).key();
        return new Call(key, spec.id(), prompt.task().name(), llm.complete(prompt));
    }
}
