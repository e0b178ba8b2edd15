package dev.winnow.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.ContextSource;
import dev.winnow.pipelines.context.Pinned;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.haystack.Filling;
import dev.winnow.pipelines.haystack.HaystackOrder;
import dev.winnow.pipelines.haystack.Haystacks;
import dev.winnow.pipelines.haystack.PinnedPlace;
import dev.winnow.pipelines.haystack.Suspects;
import dev.winnow.pipelines.model.Extractive;
import dev.winnow.pipelines.model.Model;
import dev.winnow.pipelines.prompt.PromptTemplate;
import dev.winnow.retrievers.Bm25;
import dev.winnow.retrievers.Fusion;
import dev.winnow.retrievers.Query;
import dev.winnow.retrievers.Quotas;
import dev.winnow.retrievers.Retriever;
import dev.winnow.retrievers.RetrieverTools;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Haystacks as a pipeline. */
class HaystackTest {
    private static final List<Document> DOCUMENTS = SmallIndexes.mixed(150, 150);
    private static final PassageIndex INDEX = SmallIndexes.index("whole", DOCUMENTS);
    private static final PromptTemplate TEMPLATE = SmallIndexes.template("haystackcraft");
    private static final Retriever BM25 = new Bm25().open(RetrieverTools.of(INDEX));
    private static final Retriever OTHER = new Bm25(3, 1, Bm25.Statistics.CORPUS).open(RetrieverTools.of(INDEX));
    private static final Question QUESTION = SmallIndexes.question("q", Scope.CORPUS);
    private static final Document NEEDED = DOCUMENTS.stream()
            .filter(document -> document.text().length() > 20 && document.text().length() < 200)
            .filter(document ->
                    !document.text().contains("ferry") && !document.text().contains("Brackwater"))
            .findFirst()
            .orElseThrow();

    private static Haystack haystack(
            String retriever, int size, HaystackOrder order, Filling.Mode mode, Optional<Integer> depth) {
        return new Haystack(
                retriever,
                new TokenSize(size),
                order,
                mode,
                depth,
                PinnedPlace.Layout.BLOCK,
                Filling.Oversized.REFUSE,
                2560,
                Suspects.MARK,
                0.8,
                Suspects.MARK);
    }

    private static Retriever named(String name) {
        return switch (name) {
            case "mixed" ->
                new Fusion(List.of("bm25", "other"), new Quotas(List.of(2, 1)), 100)
                        .open(RetrieverTools.of(INDEX).naming(HaystackTest::named));
            case "other" -> OTHER;
            default -> BM25;
        };
    }

    private static Context select(Haystack spec, TokenBudget budget) {
        Extractive model = new Extractive("extractive", Optional.empty(), 12, 0.2, 1);
        PipelineTools tools = new PipelineTools(
                INDEX,
                HaystackTest::named,
                SmallIndexes.TOKENS,
                (label, title, text) -> SmallIndexes.TOKENS.count(TEMPLATE.renderPassage(label, title, text)),
                TEMPLATE,
                new Model(model, prompt -> {
                    throw new IllegalStateException("nobody is asked");
                }),
                new Seed(1),
                0,
                id -> spec.pins() ? List.of(new Pinned.Span(NEEDED.id(), 0, 1)) : List.of(),
                id -> document -> false,
                new Haystacks(INDEX.corpus(), TEMPLATE, SmallIndexes.TOKENS, new Seed(1)),
                SmallIndexes.refinement(INDEX),
                SmallIndexes::strategy,
                scope -> false);
        return ((ContextSource) spec.open(tools)).select(QUESTION, budget);
    }

    private static int tokens(Context context) {
        return SmallIndexes.TOKENS.count(TEMPLATE.answer(QUESTION, context, 0).rendered());
    }

    private static List<DocumentId> ids(Context context) {
        return context.passages().stream()
                .map(shown -> shown.passage().document())
                .toList();
    }

    @Test
    void the_prompt_has_the_size_and_the_needed_document() {
        Context context = select(
                haystack("bm25", 3_000, HaystackOrder.DESCENDING, Filling.Mode.INJECTED, Optional.empty()),
                TokenBudget.UNLIMITED);

        assertThat(tokens(context)).isBetween(2_996, 3_000);
        assertThat(ids(context)).endsWith(NEEDED.id());
        assertThat(context.passages().getFirst().score())
                .isGreaterThan(context.passages().get(5).score());
        assertThat(context.omitted()).isEqualTo(1);
    }

    @Test
    void an_honest_one_has_it_only_if_it_was_found() {
        Context context = select(
                haystack("bm25", 3_000, HaystackOrder.DESCENDING, Filling.Mode.HONEST, Optional.empty()),
                TokenBudget.UNLIMITED);

        assertThat(ids(context)).doesNotContain(NEEDED.id());
        assertThat(tokens(context)).isBetween(2_996, 3_000);
    }

    @Test
    void a_depth_moves_the_needed_document_and_nothing_else() {
        Context usual = select(
                haystack("bm25", 3_000, HaystackOrder.DESCENDING, Filling.Mode.INJECTED, Optional.empty()),
                TokenBudget.UNLIMITED);
        Context moved = select(
                haystack("bm25", 3_000, HaystackOrder.DESCENDING, Filling.Mode.INJECTED, Optional.of(0)),
                TokenBudget.UNLIMITED);

        assertThat(ids(moved)).startsWith(NEEDED.id());
        assertThat(ids(moved)).containsExactlyInAnyOrderElementsOf(ids(usual));
    }

    @Test
    void a_smaller_window_gets_a_smaller_haystack() {
        Haystack spec = haystack("bm25", 3_000, HaystackOrder.DESCENDING, Filling.Mode.INJECTED, Optional.empty());
        int frame = SmallIndexes.TOKENS.count(TEMPLATE.frame(QUESTION));

        assertThat(tokens(select(spec, new TokenBudget(1_000)))).isBetween(frame + 990, frame + 1_000);
    }

    @Test
    void a_mixture_takes_distractors_of_several_retrievers_in_turn() {
        Context context = select(
                haystack("mixed", 2_000, HaystackOrder.DESCENDING, Filling.Mode.HONEST, Optional.empty()),
                TokenBudget.UNLIMITED);
        List<DocumentId> first = found(BM25);
        List<DocumentId> second = found(OTHER);

        assertThat(ids(context)).startsWith(first.get(0), first.get(1)).doesNotHaveDuplicates();
        DocumentId third =
                second.get(0).equals(first.get(0)) || second.get(0).equals(first.get(1)) ? first.get(2) : second.get(0);
        assertThat(ids(context).get(2)).isEqualTo(third);
    }

    private static List<DocumentId> found(Retriever retriever) {
        return retriever.retrieve(new Query(QUESTION.text(), Scope.CORPUS, 10, Query.Level.DOCUMENT)).hits().stream()
                .map(hit -> hit.passage().document())
                .toList();
    }

    @Test
    void documents_are_shown_from_their_beginning() {
        Context context = select(
                haystack("bm25", 3_000, HaystackOrder.PERMUTATION_1, Filling.Mode.INJECTED, Optional.empty()),
                TokenBudget.UNLIMITED);
        for (Shown shown : context.passages()) {
            assertThat(INDEX.corpus().get(shown.passage().document()).text())
                    .startsWith(shown.passage().text());
        }
    }

    @Test
    void settings_that_contradict_each_other_are_refused() {
        assertThatThrownBy(
                        () -> haystack("bm25", 3_000, HaystackOrder.DESCENDING, Filling.Mode.HONEST, Optional.of(50)))
                .hasMessageStartingWith("gold-depth needs mode: injected");
        assertThatThrownBy(() ->
                        haystack("bm25", 3_000, HaystackOrder.DESCENDING, Filling.Mode.INJECTED, Optional.of(101)))
                .hasMessage("gold-depth must be between 0 and 100 percent, got 101");
    }
}
