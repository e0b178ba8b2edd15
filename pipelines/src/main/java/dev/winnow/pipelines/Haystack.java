package dev.winnow.pipelines;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.Reference;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.ContextSource;
import dev.winnow.pipelines.context.Losses;
import dev.winnow.pipelines.context.Pinned;
import dev.winnow.pipelines.context.Stage;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.haystack.FilledHaystack;
import dev.winnow.pipelines.haystack.Filling;
import dev.winnow.pipelines.haystack.HaystackOrder;
import dev.winnow.pipelines.haystack.HaystackPrompt;
import dev.winnow.pipelines.haystack.Haystacks;
import dev.winnow.pipelines.haystack.Pile;
import dev.winnow.pipelines.haystack.PinnedPlace;
import dev.winnow.pipelines.haystack.Suspects;
import dev.winnow.pipelines.work.PromptRoom;
import dev.winnow.retrievers.Query;
import dev.winnow.retrievers.Retriever;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A haystack of distractors that a retriever found (HaystackCraft, arXiv 2510.07414): the documents that the question needs
 * first, then the ranking's from the top, whole, until the size; the one that would overflow is cut to the tokens that are
 * left. The size counts the whole prompt.
 *
 * @param retriever the name of one of the experiment's retrievers
 * @param size tokens of the prompt, documents and all
 * @param order in which the documents are shown
 * @param mode whether the needed documents are always in
 * @param goldDepth percent of the distractors' tokens before the needed documents, 0 to 100; where the order puts them if
 *     left out
 * @param goldLayout how several needed documents stand at that depth
 * @param oversized what becomes of needed documents that are larger than the size
 * @param depth documents asked of the retriever, at least 1
 * @param nearDuplicates what becomes of distractors that repeat a document which is in already
 * @param similarity from which two documents are near-duplicates, above 0, at most 1
 * @param leaks what becomes of distractors that hold an answer
 */
public record Haystack(
        @Reference("retrievers") String retriever,
        TokenSize size,
        @Default("descending") HaystackOrder order,
        @Default("injected") Filling.Mode mode,
        Optional<Integer> goldDepth,
        @Default("block") PinnedPlace.Layout goldLayout,
        @Default("refuse") Filling.Oversized oversized,
        @Default("2560") int depth,
        @Default("mark") Suspects nearDuplicates,
        @Default("0.8") double similarity,
        @Default("mark") Suspects leaks)
        implements PipelineSpec.Pinning {
    public Haystack {
        goldDepth.filter(percent -> percent < 0 || percent > 100).ifPresent(percent -> {
            throw new IllegalArgumentException("gold-depth must be between 0 and 100 percent, got " + percent);
        });
        if (goldDepth.isPresent() && mode == Filling.Mode.HONEST) {
            throw new IllegalArgumentException(
                    "gold-depth needs mode: injected; an honest haystack shows what was found where it was found");
        }
        if (goldLayout != PinnedPlace.Layout.BLOCK && goldDepth.isEmpty()) {
            throw new IllegalArgumentException("gold-layout needs a gold-depth");
        }
        Filling checked = new Filling(mode, oversized, depth, nearDuplicates, similarity, leaks);
        assert checked.depth() == depth;
    }

    /** What decides its documents, besides retriever and size. */
    public Filling filling() {
        return new Filling(mode, oversized, depth, nearDuplicates, similarity, leaks);
    }

    /** Where the needed documents stand, if that is said. */
    public Optional<PinnedPlace> place() {
        return goldDepth.map(percent -> new PinnedPlace(percent, goldLayout));
    }

    @Override
    public boolean pins() {
        return mode == Filling.Mode.INJECTED;
    }

    /** Whether what it shows depends on the answers. */
    public boolean screensAnswers() {
        return leaks == Suspects.DROP;
    }

    @Override
    public boolean showsWhole() {
        return true;
    }

    @Override
    public Pipeline open(PipelineTools tools) {
        PipelineTools whole = tools.forWhole();
        return new ReadOnce(source(whole), TokenBudget.UNLIMITED, whole);
    }

    /** What chooses its documents. */
    Source source(PipelineTools whole) {
        return new Source(
                this,
                filling().unmarked(),
                whole.retrievers().apply(retriever),
                whole.haystacks(),
                whole.pinned(),
                whole.leaks(),
                whole);
    }

    /**
     * Chooses the documents of haystacks.
     *
     * @param filling what they are filled with
     */
    record Source(
            Haystack spec,
            Filling filling,
            Retriever searched,
            Haystacks haystacks,
            Function<QuestionId, List<Pinned.Span>> pinned,
            Function<QuestionId, Predicate<Document>> leaks,
            PipelineTools tools)
            implements ContextSource {
        @Override
        public Context select(Question question, TokenBudget budget) {
            FilledHaystack filled =
                    pile(question, Haystacks.query(question, filling)).haystack(size(question, budget), spec.place());
            int frame = tools.counter().count(tools.template().frame(question));
            return context(filled, frame);
        }

        /** The same for a query in the question's stead, shown in a prompt of its own. */
        Context select(Question question, Query query, HaystackPrompt prompt) {
            int frame = tools.counter().count(prompt.rendered(List.of()));
            TokenBudget room = PromptRoom.beside(tools, frame);
            long most = Math.min(spec.size().tokens(), (long) room.tokens() + frame);
            return context(
                    pile(question, query.withDepth(filling.depth()).withLevel(Query.Level.DOCUMENT))
                            .haystack((int) most, spec.place(), prompt),
                    frame);
        }

        /** The same, where needed documents that do not fit are cut. */
        Source cutting() {
            return new Source(spec, filling.cutting(), searched, haystacks, pinned, leaks, tools);
        }

        private Pile pile(Question question, Query query) {
            List<DocumentId> needed = pinned.apply(question.id()).stream()
                    .map(Pinned.Span::document)
                    .distinct()
                    .toList();
            return haystacks.pile(
                    spec.retriever(), searched, question, query, filling, needed, leaks.apply(question.id()));
        }

        private Context context(FilledHaystack filled, int frame) {
            return new Context(
                            filled.arranged(spec.order(), spec.place()),
                            new TokenBudget(Math.max(0, spec.size().tokens() - frame)),
                            filled.cut().isPresent() ? 1 : 0)
                    .losing(losses(filled));
        }

        /** The end of the document that was cut; the ranking behind it is taken for what was not found. */
        private Losses losses(FilledHaystack filled) {
            return new Losses(
                    Optional.of(new Losses.Looked(
                            Query.Level.DOCUMENT, filled.descending().size())),
                    filled
                            .cut()
                            .map(document -> new Losses.Loss(Stage.TRUNCATION, document, 0, Integer.MAX_VALUE))
                            .stream()
                            .toList());
        }

        /** The size, or what a model's window leaves of it. */
        private int size(Question question, TokenBudget budget) {
            if (budget.equals(TokenBudget.UNLIMITED)) {
                return spec.size().tokens();
            }
            long most = (long) budget.tokens()
                    + tools.counter().count(tools.template().frame(question));
            return (int) Math.min(spec.size().tokens(), most);
        }
    }
}
