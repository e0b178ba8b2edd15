package dev.winnow.pipelines.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.LongRefiner;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.SmallIndexes;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.work.SmallStrategies;
import dev.winnow.retrievers.rerank.Bm25Scores;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LongRefinerTest {
    private static final String TOWN =
            """
            # Brackwater

            A town on the river Oss, known for its ferry.

            ## History

            The charter of 1310 names a ferry. It belonged to the abbey.

            The mills came later, and with them the railway.

            ## Trade

            ### Salt

            Salt was shipped from Brackwater until 1870.

            ### Paper

            Paper is made in two mills to this day.
            """;

    private static final List<Document> DOCUMENTS = documents();
    private static final PassageIndex INDEX = SmallIndexes.index("tokens:64", DOCUMENTS);

    private static List<Document> documents() {
        List<Document> documents = new ArrayList<>(SmallIndexes.mixed(40, 600));
        documents.add(SmallIndexes.document("town", "Brackwater", TOWN));
        return documents;
    }

    private static Context select(LongRefiner spec, Question question) {
        return spec.open(SmallStrategies.tools(INDEX, new SmallStrategies.Scripted(prompt -> "Answer: it")))
                .answer(question)
                .trace()
                .contexts()
                .getFirst();
    }

    private static LongRefiner spec(int budget, Order order, int paragraphWords) {
        return new LongRefiner(
                "bm25",
                8,
                new TokenSize(budget),
                Structure.TEXT,
                Analysis.LOCAL,
                new Bm25Scores(),
                order,
                paragraphWords,
                new TokenSize(25_000),
                "longrefiner");
    }

    private static List<String> texts(Context context) {
        return context.passages().stream()
                .map(shown -> shown.passage().text().replaceAll("\\s+", " "))
                .toList();
    }

    private static Question town(String text) {
        return Question.asked(text, Scope.of(List.of(DOCUMENTS.get(40).id())));
    }

    @Test
    void the_best_parts_are_shown_as_they_stand_in_the_document() {
        Context context = select(spec(56, Order.DOCUMENT, 9), town("When did the ferry of the abbey ship salt?"));

        assertThat(texts(context))
                .containsExactly(
                        "The charter of 1310 names a ferry. It belonged to the abbey.",
                        "### Salt Salt was shipped from Brackwater until 1870.");
        assertThat(context.tokens()).isLessThanOrEqualTo(56);
    }

    @Test
    void by_score_the_best_comes_first() {
        Context context = select(spec(50, Order.SCORE, 9), town("salt shipped, ferry"));

        assertThat(texts(context).get(0)).contains("Salt was shipped");
        assertThat(context.passages()).isSortedAccordingTo((a, b) -> Float.compare(b.score(), a.score()));
        assertThat(context.passages().get(0).rank()).isEqualTo(1);
    }

    @Test
    void where_everything_fits_a_section_takes_the_place_of_its_parts() {
        Context context = select(spec(2000, Order.DOCUMENT, 1), town("ferry"));

        assertThat(texts(context)).containsExactly(TOWN.strip().replaceAll("\\s+", " "));
    }

    @Test
    void documents_of_a_small_scope_are_refined_though_nothing_in_them_matches() {
        assertThat(select(spec(2000, Order.DOCUMENT, 100), town("zebra")).passages())
                .hasSize(1);
    }

    @Property(tries = 200)
    void what_is_shown_is_spans_of_the_documents_within_the_budget_and_never_twice(
            @ForAll @IntRange(min = 1, max = 3000) int budget,
            @ForAll @IntRange(min = 1, max = 200) int paragraphWords,
            @ForAll Order order,
            @ForAll boolean whole) {
        Question question = whole
                ? Question.asked("Which ferry of Brackwater isn't the loom of 1954?", Scope.CORPUS)
                : town("Which ferry?");

        Context context = select(spec(budget, order, paragraphWords), question);

        assertThat(context.tokens()).isLessThanOrEqualTo(budget);
        for (Shown shown : context.passages()) {
            String text = INDEX.corpus().get(shown.passage().document()).text();
            assertThat(shown.passage().text())
                    .isEqualTo(text.substring(
                            shown.passage().start(), shown.passage().end()))
                    .isNotBlank();
            assertThat(context.passages())
                    .filteredOn(other -> other != shown
                            && other.passage().document().equals(shown.passage().document())
                            && other.passage().start() < shown.passage().end()
                            && shown.passage().start() < other.passage().end())
                    .isEmpty();
        }
    }

    @Test
    void settings_have_ranges() {
        assertThatThrownBy(() -> spec(9, Order.SCORE, 0)).hasMessage("paragraph-words must be at least 1, got 0");
    }
}
