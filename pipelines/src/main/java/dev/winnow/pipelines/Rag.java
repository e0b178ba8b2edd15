package dev.winnow.pipelines;

import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.Reference;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.context.Retrieved;
import dev.winnow.pipelines.context.TokenBudget;
import java.util.Optional;

/**
 * Retrieval-augmented generation: shows what a retriever finds.
 *
 * @param retriever the name of one of the experiment's retrievers
 * @param k how many passages at most
 * @param budget how many tokens of passages at most; at least one of {@code k} and {@code budget} is needed
 */
public record Rag(
        @Reference("retrievers") String retriever,
        @Default("score") Order order,
        Optional<Integer> k,
        Optional<TokenSize> budget)
        implements PipelineSpec.Budgeted {
    public Rag {
        if (k.isEmpty() && budget.isEmpty()) {
            throw new IllegalArgumentException("rag needs k (passages) or budget (tokens), or both");
        }
        if (k.isPresent() && k.get() < 1) {
            throw new IllegalArgumentException("k must be at least 1, got " + k.get());
        }
    }

    @Override
    public Optional<TokenSize> most() {
        return budget;
    }

    @Override
    public Pipeline open(PipelineTools tools) {
        return new ReadOnce(source(tools), allowed(), tools);
    }

    /** What chooses its passages. */
    Retrieved source(PipelineTools tools) {
        return new Retrieved(
                tools.retrievers().apply(retriever),
                tools.index().corpus(),
                tools.passageTokens(),
                k.orElse(Integer.MAX_VALUE),
                order,
                tools.seed());
    }

    /** Tokens of passages at most. */
    TokenBudget allowed() {
        return budget.map(size -> new TokenBudget(size.tokens())).orElse(TokenBudget.UNLIMITED);
    }
}
