package dev.winnow.pipelines;

import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.Reference;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.prompt.Material;
import dev.winnow.pipelines.prompt.Script;
import dev.winnow.pipelines.refine.Analysis;
import dev.winnow.pipelines.refine.ParagraphCut;
import dev.winnow.pipelines.refine.Refinement;
import dev.winnow.pipelines.refine.Refiner;
import dev.winnow.pipelines.refine.Structure;
import dev.winnow.pipelines.work.PromptRoom;
import dev.winnow.pipelines.work.Work;
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
 * @param structure where the trees come from
 * @param analysis how it is known whether a question wants one fact or a broad view
 * @param scoring what scores paragraphs for a question
 * @param paragraphWords words below which a paragraph is merged with the next
 * @param outlineTokens of a document that a model is shown for its outline; of a longer one the first and the last half
 * @param wording the template of its steps
 */
public record LongRefiner(
        @Reference("retrievers") String retriever,
        @Default("8") int documents,
        @Default("2K") TokenSize budget,
        @Default("text-or-model") Structure structure,
        @Default("model") Analysis analysis,
        @Default("bm25") RerankerSpec scoring,
        @Default("document") Order order,
        @Default("100") int paragraphWords,
        @Default("25K") TokenSize outlineTokens,
        @Default("longrefiner") String wording)
        implements PipelineSpec.Budgeted, PipelineSpec.Worded, PipelineSpec.Scoring {
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
    public Script script() {
        return Refiner.SCRIPT;
    }

    @Override
    public Pipeline open(PipelineTools tools) {
        Refiner refiner = new Refiner(
                tools,
                tools.steps(this),
                tools.retrievers().apply(retriever),
                documents,
                structure,
                analysis,
                new ParagraphCut(
                        paragraphWords, tools.index().manifest().settings().language()),
                outlineTokens.tokens(),
                new Refinement(tools, scoring, order));
        TokenBudget most = new TokenBudget(budget.tokens());
        return question -> {
            Work work = new Work(tools, question);
            Context context = refiner.refine(
                    work, most.and(PromptRoom.beside(tools, tools.template().frame(question))));
            return work.end(work.answer(Material.of(context)));
        };
    }
}
