package dev.winnow.pipelines.model;

import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.TokenizerName;

/**
 * A model that is not sent what it could not take. Prompts are counted by the model's own tokenizer where its spec names
 * it, otherwise by the experiment's; as the server may count more all the same, a margin is added.
 *
 * @param model the model
 * @param spec says how large its window is, and how much of it is kept free
 * @param window tokens that prompt and reply may have together
 * @param tokens counts prompts
 */
public record WindowChecked(Llm model, ModelSpec spec, int window, TokenCounter tokens) implements Llm {
    /**
     * The model, checked where its spec says how large its window is.
     *
     * @param tokens the experiment's tokenizer
     * @throws dev.winnow.indexer.spec.InputException if there is no such tokenizer as the spec names
     */
    public static Llm of(ModelSpec spec, Llm model, TokenCounter tokens) {
        TokenCounter own = spec.tokenizer().map(TokenizerName::open).orElse(tokens);
        return spec.window()
                .<Llm>map(window -> new WindowChecked(model, spec, window.tokens(), own))
                .orElse(model);
    }

    /**
     * The most tokens, by the experiment's tokenizer, that a finished prompt may have: the largest n with
     * n + n * margin / 100 + maxTokens no larger than the window; 0 where even an empty prompt does not fit.
     *
     * @param margin percent, as {@link ModelSpec#margin()} gives it
     */
    public static int promptRoom(int window, int maxTokens, int margin) {
        return (int) Math.max(0, ((long) window - maxTokens) * 100 / (100 + margin));
    }

    @Override
    public Completion complete(Prompt prompt) {
        int counted = tokens.count(prompt.rendered());
        int room = promptRoom(window, spec.maxTokens(), spec.margin());
        if (counted > room) {
            throw new ModelException(
                    ModelException.Reason.CONTEXT_OVERFLOW,
                    ("not sent: the prompt has %,d tokens by %s; a window of %,d leaves %,d with %,d for the reply and"
                                    + " %d %% for another way of counting; lower the budget, max-tokens or margin")
                            .formatted(counted, tokens.name(), window, room, spec.maxTokens(), spec.margin()));
        }
        return model.complete(prompt);
    }
}
