package dev.winnow.pipelines.refine;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.pipelines.Note;
import dev.winnow.pipelines.PipelineTools;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.prompt.Script;
import dev.winnow.pipelines.refine.RefinableDocument.Outlined;
import dev.winnow.pipelines.work.WordedSteps;
import dev.winnow.pipelines.work.Work;
import dev.winnow.retrievers.Query;
import dev.winnow.retrievers.Ranking;
import dev.winnow.retrievers.Retriever;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Documents that a retriever finds, refined to a budget. Safe for use by several threads. */
public final class Refiner {
    /** What its steps are worded by. */
    public static final Script SCRIPT = TitleChoice.words(QuestionAnalysis.words(Outliner.words(Script.EMPTY
            .step(Outliner.STEP, Outliner.SLOTS)
            .step(QuestionAnalysis.STEP, QuestionAnalysis.SLOTS)
            .step(TitleChoice.STEP, TitleChoice.SLOTS))));

    /** Failures of an outline that asking again would not mend; the document's own headings stand in. */
    private static final Set<ModelException.Reason> DISPENSABLE = Set.of(
            ModelException.Reason.UNSUPPORTED, ModelException.Reason.CONTEXT_OVERFLOW, ModelException.Reason.FILTERED);

    private final PipelineTools tools;
    private final Retriever retriever;
    private final int most;
    private final Structure structure;
    private final ParagraphCut paragraphs;
    private final Outliner outliner;
    private final QuestionAnalysis analysis;
    private final TitleChoice titles;
    private final Refinement refinement;
    private final Fingerprint maker;

    /**
     * By the settings of a strategy.
     *
     * @param most documents at most
     */
    public Refiner(
            PipelineTools tools,
            WordedSteps steps,
            Retriever retriever,
            int most,
            Structure structure,
            Analysis analysis,
            ParagraphCut paragraphs,
            int outlineTokens,
            Refinement refinement) {
        this.tools = tools;
        this.retriever = retriever;
        this.most = most;
        this.structure = structure;
        this.paragraphs = paragraphs;
        this.outliner = new Outliner(tools, steps, outlineTokens);
        this.analysis = new QuestionAnalysis(steps, analysis);
        this.titles = new TitleChoice(tools, steps);
        this.refinement = refinement;
        this.maker = Fingerprint.of(
                structure.name(),
                Integer.toString(paragraphs.shortest()),
                structure == Structure.TEXT ? "" : outliner.maker().hex());
    }

    /** The parts to show for a question. */
    public Context refine(Work work, TokenBudget budget) {
        Question question = work.question();
        long begun = System.nanoTime();
        Ranking ranking = retriever.retrieve(new Query(question.text(), question.scope(), most, Query.Level.DOCUMENT)
                .ofQuestion(question.id().value()));
        Duration retrieval = Duration.ofNanos(System.nanoTime() - begun);
        List<RefinableDocument> documents = new ArrayList<>();
        for (DocumentId id : documents(question.scope(), ranking)) {
            documents.add(tools.refinement().get(maker, tools.index().corpus().get(id), this::ready));
        }
        note(work, documents);
        double alpha = documents.isEmpty() ? 0 : analysis.alpha(work);
        Refinement.Wish wish =
                alpha > 0 ? new Refinement.Wish(titles.named(work, documents), alpha) : Refinement.Wish.NONE;
        return work.select(retrieval, () -> refinement.select(question, documents, wish, budget, ranking.usage()));
    }

    /** Those found, best first; of a scope that has no more than are wanted, then the others too. */
    private Set<DocumentId> documents(Scope scope, Ranking ranking) {
        Set<DocumentId> documents = new LinkedHashSet<>();
        ranking.hits().forEach(hit -> documents.add(hit.passage().document()));
        if (documents.size() < most
                && scope instanceof Scope.Documents some
                && some.ids().size() <= most) {
            tools.index().corpus().documents(scope).map(Document::id).forEach(documents::add);
        }
        return documents;
    }

    private RefinableDocument ready(Document document) {
        List<Section> own = TextStructure.sections(document.text());
        boolean asks =
                switch (structure) {
                    case TEXT -> false;
                    case TEXT_OR_MODEL -> own.isEmpty();
                    case MODEL -> true;
                };
        Optional<Outlined> outlined =
                asks && !document.text().isBlank() ? Optional.of(outlined(document)) : Optional.empty();
        List<Section> sections = own;
        if (outlined.isPresent()
                && outlined.get() instanceof Outlined.Made made
                && !made.structure().sections().isEmpty()) {
            sections = made.structure().sections();
        }
        return RefinableDocument.of(
                document, DocumentTree.of(document.text(), sections, paragraphs), tools.passageTokens(), outlined);
    }

    private Outlined outlined(Document document) {
        try {
            return new Outlined.Made(outliner.outline(document));
        } catch (ModelException e) {
            if (DISPENSABLE.contains(e.reason())) {
                return new Outlined.Failed(e.reason());
            }
            throw e;
        }
    }

    /** What structures came to: the same for every question about the same documents, whoever asked for them first. */
    private static void note(Work work, List<RefinableDocument> documents) {
        for (RefinableDocument document : documents) {
            document.outlined()
                    .ifPresent(outlined -> work.note(
                            switch (outlined) {
                                case Outlined.Failed failed ->
                                    new Note(
                                                    Outliner.STEP,
                                                    failed.reason()
                                                            .name()
                                                            .toLowerCase(Locale.ROOT)
                                                            .replace('_', '-'))
                                            .with(
                                                    "document",
                                                    document.document().id().value());
                                case Outlined.Made made -> note(document, made.structure());
                            }));
        }
    }

    private static Note note(RefinableDocument document, ModelStructure made) {
        String outcome = made.stop() == Completion.StopReason.LENGTH
                ? Work.TRUNCATED
                : made.found() == 0 ? "unreadable" : "found";
        return new Note(Outliner.STEP, outcome)
                .with("document", document.document().id().value())
                .with("found", Integer.toString(made.found()))
                .with("ambiguous", Integer.toString(made.ambiguous()))
                .with("missing", Integer.toString(made.missing()))
                .with("unusable", Integer.toString(made.unusable()))
                .with("prompt-tokens", Long.toString(made.promptTokens()))
                .with("reply-tokens", Long.toString(made.replyTokens()));
    }
}
