package dev.winnow.pipelines.model;

import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.indexer.tokens.TokenizerName;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A model that YAML can name. */
public interface ModelSpec {
    /** The kinds, by the name that {@code use} takes. */
    Map<String, Class<? extends ModelSpec>> KINDS = Map.of(
            "causal-lm", CausalLm.class,
            "anthropic", Anthropic.class,
            "extractive", Extractive.class,
            "gemini", Gemini.class,
            "openai", Openai.class,
            "replay", Replay.class);

    /** The name that strategies, ledgers and reports use. */
    String id();

    /** Everything that decides what it replies, such as endpoint and sampling; part of the key of each call. */
    String identity();

    /** Tokens that prompt and reply may have together; empty where there is no limit. */
    Optional<TokenSize> window();

    /** Tokens kept free for the reply. */
    int maxTokens();

    /**
     * Percent by which its own tokenizer may count more than the experiment's; a prompt's tokens and this much on top
     * must fit its window.
     */
    default int margin() {
        return 10;
    }

    /** The most tokens, by the experiment's tokenizer, that a finished prompt may have; empty where there is no limit. */
    default OptionalInt promptRoom() {
        return window().isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(WindowChecked.promptRoom(window().get().tokens(), maxTokens(), margin()));
    }

    /**
     * Its own tokenizer, where it is known: it decides whether a finished prompt fits the window. Budgets and tables keep
     * to the experiment's, whatever the model.
     */
    default Optional<TokenizerName> tokenizer() {
        return Optional.empty();
    }

    /** How many calls may be under way at once. */
    int concurrency();

    /** What it costs; empty where it costs nothing. */
    Optional<Price> price();

    /**
     * The model, ready for use.
     *
     * @throws dev.winnow.indexer.spec.InputException if something it needs is missing, such as its key
     */
    Llm open(ModelTools tools);
}
