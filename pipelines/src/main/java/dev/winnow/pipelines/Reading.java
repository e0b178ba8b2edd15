package dev.winnow.pipelines;

import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.ContextSource;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.context.Retrieved;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.context.WholeScope;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.prompt.Material;
import java.util.Optional;

/**
 * What strategies read that take either the passages of a retriever, as {@link Rag} does, or a question's whole scope, as
 * {@link FullContext} does.
 *
 * @param source what is read, within the window
 * @param tools worded for it
 */
record Reading(ContextSource source, PipelineTools tools) {
    /**
     * Refuses what cannot be read.
     *
     * @param kind of the strategy
     * @throws IllegalArgumentException if there is a retriever and no limit, or a number of passages and no retriever
     */
    static void check(String kind, Optional<String> retriever, Optional<Integer> k, Optional<TokenSize> budget) {
        if (retriever.isPresent() && k.isEmpty() && budget.isEmpty()) {
            throw new IllegalArgumentException(
                    kind + " with a retriever needs k (passages) or budget (tokens), or both");
        }
        if (retriever.isEmpty() && k.isPresent()) {
            throw new IllegalArgumentException(
                    kind
                            + " without a retriever reads whole documents, and k counts passages; remove k or name a retriever");
        }
        k.filter(most -> most < 1).ifPresent(most -> {
            throw new IllegalArgumentException("k must be at least 1, got " + most);
        });
    }

    static Reading of(
            PipelineTools tools,
            Optional<String> retriever,
            Order order,
            Optional<Integer> k,
            Optional<TokenSize> budget) {
        PipelineTools worded = retriever.isPresent() ? tools : tools.forWhole();
        ContextSource chosen = retriever
                .<ContextSource>map(name -> new Retrieved(
                        worded.retrievers().apply(name),
                        worded.index().corpus(),
                        worded.passageTokens(),
                        k.orElse(Integer.MAX_VALUE),
                        order,
                        worded.seed()))
                .orElseGet(() -> new WholeScope(worded.index().corpus(), worded.passageTokens(), worded.counter()));
        TokenBudget most = budget.map(size -> new TokenBudget(size.tokens())).orElse(TokenBudget.UNLIMITED);
        return new Reading(new ReadOnce(chosen, most, worded), worded);
    }

    /** What its choice depends on. */
    ContextSource.Choice choice() {
        return source.choice();
    }

    /** The passages for a question, such as fit beside its prompt, and a budget. */
    Context select(Question question, TokenBudget budget) {
        return source.select(question, budget);
    }

    /** The prompt that asks for the answer from what was read. */
    Prompt prompt(Question question, Context read) {
        ContextSource.Choice shown = tools.shared().test(question.scope()) ? choice() : ContextSource.Choice.QUESTION;
        return tools.template().answer(question, Material.of(read).chosenBy(shown), tools.repetition());
    }
}
