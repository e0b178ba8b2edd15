package dev.winnow.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.context.Pinned;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.extractive.ExtractiveReader;
import dev.winnow.pipelines.work.SmallStrategies;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttributedReasoningTest {
    private static final String BUILT = "The ferry Marigold was built in Brackwater.";
    private static final String CROSSES = "The ferry Marigold crosses the bay at Brackwater.";
    private static final PassageIndex INDEX = SmallStrategies.index(List.of(
            SmallIndexes.document("a", "A", BUILT),
            SmallIndexes.document("b", "B", "Sheep graze on the hills."),
            SmallIndexes.document("c", "C", CROSSES)));
    private static final Question QUESTION = SmallIndexes.question("q", Scope.CORPUS);

    private static AttributedReasoning reasoning(CitationForm cites) {
        return new AttributedReasoning(
                Optional.empty(), Order.SCORE, Optional.empty(), Optional.empty(), cites, "attributed-reasoning");
    }

    private static Attempt answer(CitationForm cites, SmallStrategies.Scripted model) {
        return reasoning(cites).open(SmallStrategies.tools(INDEX, model)).answer(QUESTION);
    }

    private static Citation cited(String words, String document, int start, int end) {
        return new Citation(words, Optional.of(new Pinned.Span(new DocumentId(document), start, end)));
    }

    private static Note read(int steps, int supported) {
        return new Note(
                "steps", "read", Map.of("steps", Integer.toString(steps), "supported", Integer.toString(supported)));
    }

    /** By hand: of four steps two are supported, one cites a passage that was not shown, one cites nothing. */
    @Test
    void each_step_cites_its_passage_and_steps_without_support_are_noted() {
        SmallStrategies.Scripted model = new SmallStrategies.Scripted(
                prompt ->
                        """
                1. A ferry was built in Brackwater [1].
                2. One crosses the bay there [3].
                3. It is white [8].

                4. So it must be the one.
                **Final answer:** the Marigold
                """);

        Attempt attempt = answer(CitationForm.PASSAGES, model);

        assertThat(model.prompts()).hasSize(1);
        assertThat(model.prompts().getFirst())
                .contains("First reason in steps, one a line.")
                .contains("begins with \"Final answer:\"\n\nQuestion:")
                .doesNotContain("{{");
        assertThat(attempt.answer().text()).isEqualTo("the Marigold");
        assertThat(attempt.citations())
                .containsExactly(
                        cited("[1]", "a", 0, BUILT.length()),
                        cited("[3]", "c", 0, CROSSES.length()),
                        new Citation("[8]", Optional.empty()));
        assertThat(attempt.trace().notes())
                .containsExactly(
                        new Note("step", "invented", Map.of("step", "3", "cited", "[8]")),
                        new Note("step", "uncited", Map.of("step", "4")),
                        read(4, 2));
    }

    @Test
    void steps_may_quote_their_passage_in_the_line_or_below_it() {
        SmallStrategies.Scripted model = new SmallStrategies.Scripted(
                prompt ->
                        """
                A ferry crosses the bay. Quote: "crosses the bay at Brackwater"
                It was built in the town.
                Quote: the Marigold was made in Brackwater
                Final answer:
                the Marigold
                """);

        Attempt attempt = answer(CitationForm.QUOTES, model);

        assertThat(model.prompts().getFirst()).contains("End each step with \"Quote:\"");
        assertThat(attempt.answer().text()).isEqualTo("the Marigold");
        assertThat(attempt.citations())
                .containsExactly(
                        cited(
                                "\"crosses the bay at Brackwater\"",
                                "c",
                                CROSSES.indexOf("crosses"),
                                CROSSES.length() - 1),
                        new Citation("the Marigold was made in Brackwater", Optional.empty()));
        assertThat(attempt.trace().notes()).last().isEqualTo(read(2, 1));
    }

    @Test
    void a_reply_without_the_marker_is_the_answer_with_what_it_cites() {
        Attempt attempt =
                answer(CitationForm.PASSAGES, new SmallStrategies.Scripted(prompt -> "Answer: the Marigold [3]"));

        assertThat(attempt.answer().text()).isEqualTo("the Marigold");
        assertThat(attempt.citations()).containsExactly(cited("[3]", "c", 0, CROSSES.length()));
        assertThat(attempt.trace().notes()).containsExactly(new Note("answer", "unmarked"));
    }

    @Test
    void a_reply_that_was_cut_before_its_answer_is_noted() {
        Attempt attempt = answer(
                CitationForm.PASSAGES,
                new SmallStrategies.Scripted(
                        prompt -> "1. A ferry was built [1].\n2. It", Completion.StopReason.LENGTH));

        assertThat(attempt.trace().notes())
                .containsExactly(new Note("answer", "truncated"), new Note("answer", "unmarked"));
        assertThat(attempt.answer().text()).isEqualTo("1. A ferry was built.\n2. It");
    }

    @Test
    void an_answer_may_refuse_and_an_empty_one_is_empty() {
        assertThat(answer(
                                CitationForm.PASSAGES,
                                new SmallStrategies.Scripted(
                                        prompt -> "Nothing helps.\nFinal answer: The answer is not given."))
                        .answer())
                .isEqualTo(new Answer.Refused("The answer is not given."));
        Attempt empty =
                answer(CitationForm.PASSAGES, new SmallStrategies.Scripted(prompt -> "It is so [1].\nFinal answer:"));
        assertThat(empty.answer().text()).isEmpty();
        assertThat(empty.trace().notes()).containsExactly(read(1, 1));
    }

    @Test
    void a_call_that_fails_ends_the_attempt() {
        assertThatExceptionOfType(AttemptFailedException.class).isThrownBy(() -> reasoning(CitationForm.PASSAGES)
                .open(SmallStrategies.tools(INDEX, SmallStrategies.failing(ModelException.Reason.FILTERED)))
                .answer(QUESTION));
    }

    @Test
    void the_extractive_reader_cites_without_steps() {
        Attempt attempt = reasoning(CitationForm.QUOTES)
                .open(SmallStrategies.tools(INDEX, new ExtractiveReader(SmallIndexes.TOKENS, 12, 0)))
                .answer(QUESTION);

        assertThat(attempt.trace().notes()).containsExactly(new Note("answer", "unmarked"));
        assertThat(attempt.citations()).hasSize(1);
        assertThat(attempt.answer().text()).doesNotContain("Quote");
    }

    @Test
    void attributions_need_a_form() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reasoning(CitationForm.NONE))
                .withMessageContaining("cites must be passages or quotes, got none");
    }
}
