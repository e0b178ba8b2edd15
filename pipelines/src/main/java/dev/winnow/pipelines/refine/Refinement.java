package dev.winnow.pipelines.refine;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.index.IndexedCorpus;
import dev.winnow.pipelines.PipelineTools;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Losses;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.context.PassageTokens;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.context.Stage;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.retrievers.Query;
import dev.winnow.retrievers.RetrievalUsage;
import dev.winnow.retrievers.rerank.Candidate;
import dev.winnow.retrievers.rerank.Reranked;
import dev.winnow.retrievers.rerank.Reranker;
import dev.winnow.retrievers.rerank.RerankerSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Whole documents refined to a budget for one question.
 *
 * @param scoring scores paragraphs
 * @param tokens counts parts as they are shown
 */
public record Refinement(IndexedCorpus corpus, Reranker scoring, PassageTokens tokens, Order order, Seed seed) {
    /** By what a pipeline may use. */
    public Refinement(PipelineTools tools, RerankerSpec scoring, Order order) {
        this(tools.index().corpus(), tools.refinement().scoring(scoring), tools.passageTokens(), order, tools.seed());
    }

    /** Which parts a model named, by their numbers through all trees, and how much that counts. */
    record Wish(Collection<Integer> named, double alpha) {
        static final Wish NONE = new Wish(List.of(), 0);
    }

    /**
     * The parts to show.
     *
     * @param documents best first
     * @param before what finding them took
     */
    Context select(
            Question question,
            List<RefinableDocument> documents,
            Wish wish,
            TokenBudget budget,
            RetrievalUsage before) {
        List<DocumentTree> trees =
                documents.stream().map(RefinableDocument::tree).toList();
        List<Candidate> paragraphs = documents.stream()
                .flatMap(document -> document.paragraphs().stream())
                .toList();
        if (paragraphs.isEmpty()) {
            return new Context(List.of(), budget, 0, before, losses(documents));
        }
        Reranked scored = scoring.rerank(question.text(), paragraphs);
        double[] scores = NodeScores.local(
                trees, scored.scores().stream().mapToDouble(Float::doubleValue).toArray());
        if (wish.alpha() > 0) {
            scores = NodeScores.global(trees, scores, wish.named(), wish.alpha());
        }
        int[] costs = documents.stream()
                .flatMapToInt(document -> Arrays.stream(document.tokens()))
                .toArray();
        Selection selection = Selection.of(NodeScores.parents(trees), scores, costs, budget.tokens());
        return context(question, documents, scores, selection, budget, before.plus(scored.usage()));
    }

    private Context context(
            Question question,
            List<RefinableDocument> documents,
            double[] scores,
            Selection selection,
            TokenBudget budget,
            RetrievalUsage usage) {
        List<Shown> byRank = new ArrayList<>();
        int used = 0;
        int omitted = selection.omitted();
        for (int part : selection.chosen()) {
            int first = 0;
            int place = 0;
            while (part >= first + documents.get(place).tree().nodes().size()) {
                first += documents.get(place++).tree().nodes().size();
            }
            Document document = documents.get(place).document();
            Passage passage = RefinableDocument.passage(
                    document, documents.get(place).tree().nodes().get(part - first));
            int rank = byRank.size() + 1;
            int needed = tokens.count(rank, document.title(), passage.text());
            // With a label of its own a part may take a token more than was reckoned with.
            if (budget.fits(used + needed)) {
                used += needed;
                byRank.add(new Shown(passage, document.title(), rank, (float) scores[part], needed));
            } else {
                omitted++;
            }
        }
        return new Context(
                order.arrange(
                        byRank, corpus::place, seed.child("order", question.id().value())),
                budget,
                omitted,
                usage,
                losses(documents));
    }

    /** Whatever of the refined documents is not among the parts that are shown. */
    private static Losses losses(List<RefinableDocument> documents) {
        return new Losses(
                Optional.of(new Losses.Looked(Query.Level.DOCUMENT, documents.size())),
                documents.stream()
                        .map(RefinableDocument::document)
                        .map(document -> new Losses.Loss(
                                Stage.REFINEMENT,
                                document.id(),
                                0,
                                document.text().length()))
                        .toList());
    }
}
