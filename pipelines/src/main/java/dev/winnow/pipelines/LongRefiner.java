package dev.winnow.pipelines;

import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.Reference;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.refine.Refined;
import dev.winnow.retrievers.rerank.Listwise;
import dev.winnow.retrievers.rerank.RerankerSpec;
import java.util.Optional;

/**
 * Hierarchical refinement of whole documents (LongRefiner, arXiv 2505.10413): a retriever finds documents, each is a tree of
 * sections and paragraphs, the parts of all trees are scored for the question, and those that fit a budget are shown.
 *
 * @param retriever the name of one of the experiment's retrievers; it finds documents
 * @param documents how many are refined at most
 * @param budget how many tokens of parts at most
 * @param scoring what scores paragraphs for a question
 * @param paragraphWords words below which a paragraph is merged with the next
 */
public record LongRefiner(
        @Reference("retrievers") String retriever,
        @Default("8") int documents,
        @Default("2K") TokenSize budget,
        @Default("bm25") RerankerSpec scoring,
        @Default("document") Order order,
        @Default("100") int paragraphWords)
        implements PipelineSpec.Budgeted {
    public LongRefiner {
        if (documents < 1) {
            throw new IllegalArgumentException("documents must be at least 1, got " + documents);
        }
        if (paragraphWords < 1) {
            throw new IllegalArgumentException("paragraph-words must be at least 1, got " + paragraphWords);
        }
        if (scoring instanceof Listwise) {
            throw new IllegalArgumentException("scoring must give each paragraph a score by itself: bm25, embedding,"
                    + " cross-encoder or remote, got listwise");
        }
    }

    @Override
    public Optional<TokenSize> most() {
        return Optional.of(budget);
    }

    @Override
    public Pipeline open(PipelineTools tools) {
        Refined source =
                new Refined(tools.retrievers().apply(retriever), documents, paragraphWords, scoring, order, tools);
        return new ReadOnce(source, new TokenBudget(budget.tokens()), tools);
    }
}
