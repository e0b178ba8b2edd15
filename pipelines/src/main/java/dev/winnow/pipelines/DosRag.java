package dev.winnow.pipelines;

import dev.winnow.indexer.spec.Reference;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.context.Retrieved;
import dev.winnow.pipelines.context.TokenBudget;
import java.util.Optional;

/**
 * Retrieval in the documents' original structure (DOS RAG, arXiv 2506.03989): passages by falling score until the budget
 * is full, then all of them as they stand in the corpus. It is {@link Rag} with a budget, no number of passages, and
 * {@link Order#CORPUS}; over one document that is what {@link Order#DOCUMENT} shows, over several it differs in that no
 * document is moved to the front by its best passage.
 *
 * @param retriever the name of one of the experiment's retrievers
 * @param budget how many tokens of passages at most
 */
public record DosRag(@Reference("retrievers") String retriever, TokenSize budget) implements PipelineSpec.Budgeted {
    @Override
    public Optional<TokenSize> most() {
        return Optional.of(budget);
    }

    @Override
    public Pipeline open(PipelineTools tools) {
        Retrieved source = new Retrieved(
                tools.retrievers().apply(retriever),
                tools.index().corpus(),
                tools.passageTokens(),
                Integer.MAX_VALUE,
                Order.CORPUS,
                tools.seed());
        return new ReadOnce(source, new TokenBudget(budget.tokens()), tools);
    }
}
