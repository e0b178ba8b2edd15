package dev.winnow.pipelines.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.SmallIndexes;
import dev.winnow.pipelines.prompt.PromptTemplate;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WholeScopeTest {
    private static final PromptTemplate TEMPLATE = SmallIndexes.template("answer");
    private static final PassageTokens RENDERED =
            (label, title, text) -> SmallIndexes.TOKENS.count(TEMPLATE.renderPassage(label, title, text));
    private static final List<Document> DOCUMENTS = SmallIndexes.mixed(40, 900);
    private static final PassageIndex INDEX = SmallIndexes.index("whole", DOCUMENTS);

    private static Context select(PassageIndex index, Scope scope, int budget) {
        Question question = SmallIndexes.question("q1", scope);
        return new WholeScope(index.corpus(), RENDERED, SmallIndexes.TOKENS).select(question, new TokenBudget(budget));
    }

    private static Scope scope(Set<Integer> places) {
        return Scope.of(places.stream().map(place -> DOCUMENTS.get(place).id()).toList());
    }

    @Test
    void what_fits_is_shown_whole_and_in_corpus_order() {
        Context context = select(INDEX, Scope.CORPUS, 1_000_000);

        assertThat(context.passages().stream().map(Shown::passage))
                .containsExactlyElementsOf(DOCUMENTS.stream()
                        .filter(document -> !document.text().isEmpty())
                        .map(document ->
                                Passage.span(document, 0, document.text().length()))
                        .toList());
        assertThat(context.passages().stream().map(Shown::rank)).startsWith(1, 2, 3, 4);
        assertThat(context.omitted()).isZero();
    }

    @Test
    void the_budget_may_be_used_to_the_last_token() {
        int all = select(INDEX, Scope.CORPUS, 1_000_000).tokens();
        assertThat(select(INDEX, Scope.CORPUS, all).omitted()).isZero();
        assertThat(select(INDEX, Scope.CORPUS, all).tokens()).isEqualTo(all);
        assertThat(select(INDEX, Scope.CORPUS, all - 1).omitted()).isPositive();
    }

    @Test
    void the_order_of_the_scope_has_no_meaning() {
        Scope back = Scope.of(List.of(
                DOCUMENTS.get(9).id(), DOCUMENTS.get(2).id(), DOCUMENTS.get(4).id()));
        assertThat(select(INDEX, back, 1_000_000).passages().stream()
                        .map(shown -> shown.passage().document()))
                .containsExactly(
                        DOCUMENTS.get(2).id(),
                        DOCUMENTS.get(4).id(),
                        DOCUMENTS.get(9).id());
    }

    @Property(tries = 200)
    void what_does_not_fit_loses_its_middle_and_nothing_else(
            @ForAll @Size(min = 1, max = 20) Set<@IntRange(max = 39) Integer> places,
            @ForAll @IntRange(max = 8000) int budget) {
        Scope scope = scope(places);
        int all = select(INDEX, scope, 1_000_000).tokens();
        Context context = select(INDEX, scope, budget);

        assertThat(context.tokens()).isLessThanOrEqualTo(budget);
        if (all <= budget) {
            assertThat(context)
                    .isEqualTo(new Context(select(INDEX, scope, 1_000_000).passages(), new TokenBudget(budget), 0));
            return;
        }
        assertThat(context.omitted()).isPositive();
        assertMiddleIsMissing(scope, context);
        assertShownAndLostAreAll(scope, context);
        // A part costs its title line again, and parts are found in steps of a 64th.
        assertThat(context.tokens()).isGreaterThan((int) (0.96 * budget) - 40);
        assertThat(front(context, scope)).isLessThanOrEqualTo(budget / 2);
    }

    /** What is shown and what is said to be lost share no character and leave none out. */
    private static void assertShownAndLostAreAll(Scope scope, Context context) {
        Map<DocumentId, BitSet> seen = new HashMap<>();
        for (Shown shown : context.passages()) {
            mark(
                    seen,
                    shown.passage().document(),
                    shown.passage().start(),
                    shown.passage().end());
        }
        for (Losses.Loss loss : context.losses().spans()) {
            assertThat(loss.stage()).isEqualTo(Stage.TRUNCATION);
            mark(seen, loss.document(), loss.start(), loss.end());
        }
        INDEX.corpus().documents(scope).forEach(document -> assertThat(
                        seen.getOrDefault(document.id(), new BitSet()).cardinality())
                .isEqualTo(document.text().length()));
    }

    private static void mark(Map<DocumentId, BitSet> seen, DocumentId document, int start, int end) {
        BitSet characters = seen.computeIfAbsent(document, key -> new BitSet());
        assertThat(characters.get(start, end).isEmpty()).isTrue();
        characters.set(start, end);
    }

    /** The spans are a prefix and a suffix of the scope's texts, laid end to end, with their exact texts. */
    private static void assertMiddleIsMissing(Scope scope, Context context) {
        Map<DocumentId, Long> begins = begins(scope);
        long end = 0;
        int gaps = 0;
        for (Shown shown : context.passages()) {
            Passage passage = shown.passage();
            Document document = INDEX.corpus().get(passage.document());
            assertThat(passage.text()).isEqualTo(document.text().substring(passage.start(), passage.end()));
            assertThat(passage.text()).isNotEmpty();
            assertThat(shown.tokens()).isEqualTo(RENDERED.count(shown.rank(), document.title(), passage.text()));
            long begin = begins.get(passage.document()) + passage.start();
            assertThat(begin).isGreaterThanOrEqualTo(end);
            gaps += begin > end ? 1 : 0;
            end = begin + passage.text().length();
            assertThat(splitsCharacter(document.text(), passage.start())).isFalse();
            assertThat(splitsCharacter(document.text(), passage.end())).isFalse();
        }
        long length = INDEX.corpus()
                .documents(scope)
                .mapToLong(document -> document.text().length())
                .sum();
        gaps += length > end ? 1 : 0;
        assertThat(gaps).isEqualTo(1);
    }

    private static boolean splitsCharacter(String text, int at) {
        return at > 0
                && at < text.length()
                && Character.isHighSurrogate(text.charAt(at - 1))
                && Character.isLowSurrogate(text.charAt(at));
    }

    private static Map<DocumentId, Long> begins(Scope scope) {
        Map<DocumentId, Long> begins = new HashMap<>();
        long[] next = {0};
        INDEX.corpus().documents(scope).forEach(document -> {
            begins.put(document.id(), next[0]);
            next[0] += document.text().length();
        });
        return begins;
    }

    /** Tokens before the gap. */
    private static int front(Context context, Scope scope) {
        Map<DocumentId, Long> begins = begins(scope);
        long end = 0;
        int tokens = 0;
        for (Shown shown : context.passages()) {
            long begin =
                    begins.get(shown.passage().document()) + shown.passage().start();
            if (begin > end) {
                break;
            }
            tokens += shown.tokens();
            end = begin + shown.passage().text().length();
        }
        return tokens;
    }

    @Test
    void one_long_document_keeps_its_two_halves() {
        String text = "word ".repeat(20_000);
        Document document = SmallIndexes.document("long", "", text);
        try (PassageIndex index = SmallIndexes.index("whole", List.of(document))) {
            Context context = select(index, Scope.CORPUS, 2000);

            assertThat(context.passages()).hasSize(2);
            Passage head = context.passages().get(0).passage();
            Passage tail = context.passages().get(1).passage();
            assertThat(head.start()).isZero();
            assertThat(tail.end()).isEqualTo(text.length());
            assertThat(context.passages().get(0).tokens()).isBetween(970, 1000);
            assertThat(context.passages().get(1).tokens()).isBetween(970, 1030);
            assertThat(context.tokens()).isLessThanOrEqualTo(2000);
            assertThat(context.omitted()).isEqualTo(1);
        }
    }

    @Test
    void many_documents_lose_those_in_the_middle() {
        List<Document> documents = new java.util.ArrayList<>();
        for (int i = 0; i < 100; i++) {
            documents.add(SmallIndexes.document("d" + i, "", "word ".repeat(50) + i));
        }
        try (PassageIndex index = SmallIndexes.index("whole", documents)) {
            Context context = select(index, Scope.CORPUS, 1200);
            List<String> shown = context.passages().stream()
                    .map(one -> one.passage().document().value())
                    .toList();
            assertThat(shown)
                    .startsWith("d0", "d1", "d2")
                    .endsWith("d97", "d98", "d99")
                    .doesNotContain("d50");
            assertThat(context.tokens()).isBetween(1150, 1200);
            // All but the whole ones.
            assertThat(context.omitted())
                    .isEqualTo(100
                            - (int) context.passages().stream()
                                    .filter(one -> one.passage().text().length() > 250)
                                    .count());
        }
    }

    @Test
    void no_room_shows_nothing() {
        assertThat(select(INDEX, Scope.CORPUS, 0).passages()).isEmpty();
        assertThat(select(INDEX, Scope.CORPUS, 5).passages()).isEmpty();
    }

    @Test
    void documents_without_text_are_not_shown() {
        Document none = SmallIndexes.document("none", "Only a title", "");
        try (PassageIndex index = SmallIndexes.index("whole", List.of(none))) {
            assertThat(select(index, Scope.CORPUS, 0)).isEqualTo(new Context(List.of(), new TokenBudget(0), 0));
        }
    }
}
