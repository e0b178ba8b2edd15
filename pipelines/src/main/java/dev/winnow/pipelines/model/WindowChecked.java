package dev.winnow.pipelines.model;

import dev.winnow.indexer.tokens.TokenCounter;

/**
 * A model that is not sent what it could not take. Prompts are counted by the experiment's tokenizer; as the model's own
 * may count more, a tenth is added.
 *
 * @param model the model
 * @param window tokens that prompt and reply may have together
 * @param maxTokens tokens kept free for the reply
 * @param tokens the experiment's tokenizer
 */
public record WindowChecked(Llm model, int window, int maxTokens, TokenCounter tokens) implements Llm {
    /** The model, checked where its spec says how large its window is. */
    public static Llm of(ModelSpec spec, Llm model, TokenCounter tokens) {
        return spec.window()
                .<Llm>map(window -> new WindowChecked(model, window.tokens(), spec.maxTokens(), tokens))
                .orElse(model);
    }

    /**
     * The most tokens, by the experiment's tokenizer, that a finished prompt may have: the largest n with
     * n + n/10 + maxTokens no larger than the window; 0 where even an empty prompt does not fit.
     */
    public static int promptRoom(int window, int maxTokens) {
        return (int) Math.max(0, ((long) window - maxTokens) * 10 / 11);
    }

    @Override
    public Completion complete(Prompt prompt) {
        int counted = tokens.count(prompt.rendered());
        int room = promptRoom(window, maxTokens);
        if (counted > room) {
            throw new ModelException(
                    ModelException.Reason.CONTEXT_OVERFLOW,
                    "not sent: the prompt has %,d tokens by %s; a window of %,d leaves %,d with %,d for the reply and a"
                                    .formatted(counted, tokens.name(), window, room, maxTokens)
                            + " tenth for another way of counting; lower the budget or max-tokens");
        }
        return model.complete(prompt);
    }
}
