package dev.winnow.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.model.extractive.ExtractiveReader;
import dev.winnow.pipelines.work.SmallStrategies;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetrieveThenReasonTest {
    private static final String BUILT = "The ferry Marigold was built in Brackwater. It is painted white.";
    private static final String CROSSES = "Winds are strong. The ferry Marigold crosses the bay at Brackwater.";
    private static final PassageIndex INDEX = SmallStrategies.index(List.of(
            SmallIndexes.document("a", "A", BUILT),
            SmallIndexes.document("b", "B", "Sheep graze on the hills."),
            SmallIndexes.document("c", "C", CROSSES)));
    private static final Question QUESTION = SmallIndexes.question("q", Scope.CORPUS);

    private static RetrieveThenReason whole(String sentences) {
        return new RetrieveThenReason(
                Optional.empty(),
                Order.SCORE,
                Optional.empty(),
                Optional.empty(),
                TokenSize.parse(sentences),
                "retrieve-then-reason");
    }

    private static SmallStrategies.Scripted listing(String sentences) {
        return new SmallStrategies.Scripted(
                prompt -> prompt.task() instanceof Task.Extract ? sentences : "Answer: the Marigold");
    }

    private static Attempt answer(RetrieveThenReason spec, SmallStrategies.Scripted model) {
        return spec.open(SmallStrategies.tools(INDEX, model)).answer(QUESTION);
    }

    private static List<String> shown(Context context) {
        return context.passages().stream().map(each -> each.passage().text()).toList();
    }

    /**
     * By hand, after the published procedure: of four listed sentences two are in the text, one of them worded with other
     * quotation and white space; the two that are not are dropped, and the answer is made from the two that are.
     */
    @Test
    void sentences_that_are_not_in_the_text_are_dropped_and_the_answer_is_from_the_others() {
        SmallStrategies.Scripted model = listing(
                """
                1. The ferry Marigold crosses  the bay at Brackwater.
                - The ferry Marigold was sold in 1912.
                "The ferry Marigold was built in Brackwater." [1]
                Sheep are white.
                """);

        Attempt attempt = answer(whole("1K"), model);

        assertThat(model.prompts()).hasSize(2);
        assertThat(model.prompts().get(0)).contains(BUILT).contains("in at most 1000 tokens");
        assertThat(model.prompts().get(1))
                .contains("Passage 1\nTitle: A\nThe ferry Marigold was built in Brackwater.")
                .contains("Passage 2\nTitle: C\nThe ferry Marigold crosses the bay at Brackwater.")
                .doesNotContain("1912")
                .doesNotContain("Sheep");
        assertThat(attempt.answer().text()).isEqualTo("the Marigold");
        assertThat(attempt.trace().contexts()).hasSize(2);
        Context kept = attempt.trace().contexts().get(1);
        assertThat(kept.passages().get(1).passage().start()).isEqualTo(CROSSES.indexOf("The ferry"));
        assertThat(kept.allowed().tokens()).isEqualTo(1000);
        assertThat(attempt.trace().notes())
                .containsExactly(new Note(
                        "retrieve",
                        "invented",
                        Map.of("sentences", "2", "first", "The ferry Marigold was sold in 1912.")));
    }

    @Test
    void several_sentences_in_one_line_are_looked_for_one_by_one() {
        Attempt attempt = answer(
                whole("1K"),
                listing("The ferry Marigold crosses the bay at Brackwater. It is painted white. It sank in 1912."));

        assertThat(shown(attempt.trace().contexts().get(1)))
                .containsExactly("It is painted white.", "The ferry Marigold crosses the bay at Brackwater.");
        assertThat(attempt.trace().notes().getFirst().details()).containsEntry("sentences", "1");
    }

    @Test
    void with_a_retriever_its_passages_are_read_in_their_order() {
        RetrieveThenReason spec = new RetrieveThenReason(
                Optional.of("bm25"),
                Order.SCORE,
                Optional.of(1),
                Optional.empty(),
                TokenSize.parse("1K"),
                "retrieve-then-reason");
        SmallStrategies.Scripted model = listing("Winds are strong.");

        Attempt attempt = answer(spec, model);

        assertThat(model.prompts().get(0)).contains(CROSSES).doesNotContain(BUILT);
        assertThat(shown(attempt.trace().contexts().get(1))).containsExactly("Winds are strong.");
    }

    @Test
    void where_nothing_is_kept_the_answer_is_asked_for_from_what_was_read() {
        for (String listed : List.of("I cannot help with that.", "NOTHING FOUND", "")) {
            SmallStrategies.Scripted model = listing(listed);

            Attempt attempt = answer(whole("1K"), model);

            assertThat(model.prompts()).hasSize(2);
            assertThat(model.prompts().get(1)).contains(BUILT).contains(CROSSES);
            assertThat(attempt.trace().contexts()).hasSize(1);
            assertThat(attempt.trace().notes().getLast()).isEqualTo(new Note("retrieve", "nothing-kept"));
        }
    }

    @Test
    void sentences_over_their_budget_are_left_out_and_a_longer_list_is_cut() {
        SmallStrategies.Scripted model = new SmallStrategies.Scripted(
                prompt -> prompt.task() instanceof Task.Extract
                        ? "It is painted white.\nWinds are strong.\n" + "more ".repeat(60)
                        : "Answer: the Marigold",
                Completion.StopReason.LENGTH);

        Attempt attempt = answer(whole("20"), model);

        Context kept = attempt.trace().contexts().get(1);
        assertThat(shown(kept)).containsExactly("It is painted white.");
        assertThat(kept.omitted()).isEqualTo(1);
        assertThat(attempt.trace().notes()).extracting(Note::outcome).contains("truncated", "overrun");
    }

    @Test
    void a_model_that_cannot_list_is_noted_and_answers_from_what_was_read() {
        Attempt attempt = whole("1K")
                .open(SmallStrategies.tools(INDEX, prompt -> {
                    if (prompt.task() instanceof Task.Extract) {
                        throw new ModelException(ModelException.Reason.UNSUPPORTED, "cannot");
                    }
                    return new SmallStrategies.Scripted(asked -> "Answer: the Marigold").complete(prompt);
                }))
                .answer(QUESTION);

        assertThat(attempt.answer().text()).isEqualTo("the Marigold");
        assertThat(attempt.trace().notes()).containsExactly(new Note("retrieve", "unsupported"));
    }

    @Test
    void a_model_that_is_away_ends_the_attempt() {
        assertThatExceptionOfType(AttemptFailedException.class).isThrownBy(() -> whole("1K")
                .open(SmallStrategies.tools(INDEX, SmallStrategies.failing(ModelException.Reason.UNAVAILABLE)))
                .answer(QUESTION));
    }

    @Test
    void the_extractive_reader_lists_sentences_and_invents_none() {
        Attempt attempt = whole("1K")
                .open(SmallStrategies.tools(INDEX, new ExtractiveReader(SmallIndexes.TOKENS, 12, 0)))
                .answer(QUESTION);

        assertThat(attempt.trace().notes()).isEmpty();
        assertThat(shown(attempt.trace().contexts().get(1)))
                .contains("The ferry Marigold crosses the bay at Brackwater.");
    }

    @Test
    void a_retriever_needs_a_limit_and_a_number_of_passages_a_retriever() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetrieveThenReason(
                        Optional.of("bm25"),
                        Order.SCORE,
                        Optional.empty(),
                        Optional.empty(),
                        TokenSize.parse("1K"),
                        "w"))
                .withMessageContaining("needs k (passages) or budget (tokens)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetrieveThenReason(
                        Optional.empty(), Order.SCORE, Optional.of(3), Optional.empty(), TokenSize.parse("1K"), "w"))
                .withMessageContaining("remove k or name a retriever");
    }
}
