package dev.winnow.pipelines.model;

import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.model.chat.Servers;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a model may use.
 *
 * @param tokens the experiment's tokenizer
 * @param environment the value of an environment variable; keys come from there and are written nowhere
 * @param purse is asked before every request that may cost something
 * @param servers what is known of the servers' health; models that are opened with the same share it
 */
public record ModelTools(
        TokenCounter tokens, Function<String, Optional<String>> environment, Purse purse, Servers servers) {
    /** The same with servers of which nothing is known. */
    public ModelTools(TokenCounter tokens, Function<String, Optional<String>> environment, Purse purse) {
        this(tokens, environment, purse, new Servers());
    }

    /** The same without a spending limit. */
    public ModelTools(TokenCounter tokens, Function<String, Optional<String>> environment) {
        this(tokens, environment, Purse.OPEN);
    }
}
