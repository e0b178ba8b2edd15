package dev.winnow.pipelines.refine;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.IndexedCorpus;
import dev.winnow.pipelines.PipelineTools;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.ContextSource;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.retrievers.Query;
import dev.winnow.retrievers.Ranking;
import dev.winnow.retrievers.Retriever;
import dev.winnow.retrievers.rerank.RerankerSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Documents that a retriever finds, refined to the budget. */
public final class Refined implements ContextSource {
    private final Retriever retriever;
    private final int most;
    private final IndexedCorpus corpus;
    private final RefinementTools shared;
    private final ParagraphCut paragraphs;
    private final PipelineTools tools;
    private final Refinement refinement;
    private final Fingerprint maker;

    /**
     * By what a pipeline may use.
     *
     * @param retriever finds documents
     * @param most how many of them are refined at most
     * @param shortest words below which a paragraph is merged with the next
     */
    public Refined(
            Retriever retriever, int most, int shortest, RerankerSpec scoring, Order order, PipelineTools tools) {
        this.retriever = retriever;
        this.most = most;
        this.corpus = tools.index().corpus();
        this.shared = tools.refinement();
        this.paragraphs =
                new ParagraphCut(shortest, tools.index().manifest().settings().language());
        this.tools = tools;
        this.refinement = new Refinement(corpus, shared.scoring(scoring), tools.passageTokens(), order, tools.seed());
        this.maker = Fingerprint.of("text", Integer.toString(shortest));
    }

    @Override
    public Context select(Question question, TokenBudget budget) {
        Ranking ranking = retriever.retrieve(new Query(question.text(), question.scope(), most, Query.Level.DOCUMENT)
                .ofQuestion(question.id().value()));
        List<RefinableDocument> documents = new ArrayList<>();
        for (DocumentId id : documents(question.scope(), ranking)) {
            documents.add(shared.get(maker, corpus.get(id), this::ready));
        }
        Context context = refinement.select(question, documents, Refinement.Wish.NONE, budget);
        return new Context(
                context.passages(),
                context.allowed(),
                context.omitted(),
                ranking.usage().plus(context.retrieval()));
    }

    /** Those found, best first; of a scope that has no more than are wanted, then the others too. */
    private Set<DocumentId> documents(Scope scope, Ranking ranking) {
        Set<DocumentId> documents = new LinkedHashSet<>();
        ranking.hits().forEach(hit -> documents.add(hit.passage().document()));
        if (documents.size() < most
                && scope instanceof Scope.Documents some
                && some.ids().size() <= most) {
            corpus.documents(scope).map(Document::id).forEach(documents::add);
        }
        return documents;
    }

    private RefinableDocument ready(Document document) {
        DocumentTree tree = DocumentTree.of(document.text(), TextStructure.sections(document.text()), paragraphs);
        return RefinableDocument.of(document, tree, tools.passageTokens());
    }
}
