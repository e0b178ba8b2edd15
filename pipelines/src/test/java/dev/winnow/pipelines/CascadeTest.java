package dev.winnow.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.Outlook;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.model.TokenUsage;
import dev.winnow.pipelines.work.SmallStrategies;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CascadeTest {
    private static final PassageIndex INDEX = SmallStrategies.index(List.of(
            SmallIndexes.document("a", "A", "The ferry Marigold crosses the bay at Brackwater."),
            SmallIndexes.document("b", "B", "The ferry Daisy crosses the bay at Hollin."),
            SmallIndexes.document("c", "C", "Sheep graze on the hills.")));
    private static final Question QUESTION = SmallIndexes.question("q", Scope.CORPUS);
    private static final String REFUSAL = SmallStrategies.TEMPLATE.refusal();

    private static Rag rag(int k) {
        return new Rag("bm25", Order.SCORE, Optional.of(k), Optional.empty());
    }

    /** One passage, two passages, everything. */
    private static Cascade cascade(Optional<Double> confidence) {
        return new Cascade(List.of(rag(1), rag(2), new FullContext()), confidence, 1, Optional.empty());
    }

    private static Attempt answer(PipelineSpec spec, Llm model) {
        return spec.open(SmallStrategies.tools(INDEX, model)).answer(QUESTION);
    }

    private static int passages(Prompt prompt) {
        return ((Task.Answer) prompt.task()).passages().size();
    }

    private static Llm sure(double... confidences) {
        return prompt -> new Completion(
                "Answer: by " + passages(prompt),
                new TokenUsage(1, 1),
                Optional.empty(),
                Completion.StopReason.END,
                Duration.ZERO,
                OptionalDouble.of(confidences[passages(prompt) - 1]));
    }

    @Test
    void each_refusal_goes_one_step_on_and_the_last_answer_stands_in_any_case() {
        SmallStrategies.Scripted model =
                new SmallStrategies.Scripted(prompt -> passages(prompt) < 3 ? REFUSAL : "Answer: by 3");

        Attempt attempt = answer(cascade(Optional.empty()), model);

        assertThat(attempt.answer().text()).isEqualTo("by 3");
        assertThat(model.asked).extracting(CascadeTest::passages).containsExactly(1, 2, 3);
        assertThat(attempt.trace().notes())
                .containsExactly(
                        new Note("rag", "refused"), new Note("rag-2", "refused"), new Note("route", "full-context"));
        assertThat(answer(cascade(Optional.empty()), new SmallStrategies.Scripted(prompt -> REFUSAL))
                        .answer())
                .isInstanceOf(Answer.Refused.class);
    }

    @Test
    void an_answer_below_the_confidence_goes_on_and_one_at_it_stands() {
        Attempt attempt = answer(cascade(Optional.of(0.5)), sure(0.49, 0.5, 0.1));

        assertThat(attempt.answer().text()).isEqualTo("by 2");
        assertThat(attempt.trace().notes())
                .containsExactly(new Note("rag", "unsure").with("confidence", "0.490"), new Note("route", "rag-2"));
        assertThat(answer(cascade(Optional.of(0.5)), sure(0.1, 0.1, 0.1))
                        .answer()
                        .text())
                .isEqualTo("by 3");
    }

    @Test
    void a_model_that_says_no_confidence_goes_on_after_refusals_alone() {
        SmallStrategies.Scripted model = new SmallStrategies.Scripted(prompt -> "Answer: by " + passages(prompt));

        assertThat(answer(cascade(Optional.of(1.0)), model).answer().text()).isEqualTo("by 1");
    }

    @Test
    void the_answer_that_enough_samples_give_stands() {
        Cascade cascade = new Cascade(List.of(rag(1), new FullContext()), Optional.empty(), 3, Optional.of(0.6));
        String[] replies = {"Answer: The Daisy", "Answer: the marigold!", "Answer: the Marigold"};
        SmallStrategies.Scripted model = new SmallStrategies.Scripted(
                prompt -> passages(prompt) == 1 ? replies[prompt.repetition() % 999_999] : "Answer: by 3");

        Attempt attempt = answer(cascade, model);

        // Two of three agree, whatever their letter case; the first of them is the answer.
        assertThat(attempt.answer().text()).isEqualTo("the marigold!");
        assertThat(attempt.trace().calls()).hasSize(3);
        assertThat(model.asked).extracting(Prompt::repetition).doesNotHaveDuplicates();
        replies[2] = "Answer: another";
        Attempt disagreeing = answer(cascade, model);
        assertThat(disagreeing.answer().text()).isEqualTo("by 3");
        assertThat(disagreeing.trace().notes())
                .containsExactly(
                        new Note("rag", "disagreeing").with("agreement", "0.333"), new Note("route", "full-context"));
    }

    @Test
    void a_forecast_foresees_all_samples_and_the_next_step_or_not() {
        Cascade cascade = new Cascade(List.of(rag(1), new FullContext()), Optional.empty(), 3, Optional.of(0.6));

        assertThat(foreseen(cascade, Outlook.FEWEST_CALLS, "the Marigold")).isEqualTo(3);
        assertThat(foreseen(cascade, Outlook.MOST_CALLS, "the Marigold")).isEqualTo(4);
        // Where the answer is not known, or is that there is none, a model may still give one.
        assertThat(foreseen(cascade, Outlook.FEWEST_CALLS, "")).isEqualTo(3);
        assertThat(foreseen(cascade, Outlook.FEWEST_CALLS, "Answer: " + REFUSAL))
                .isEqualTo(3);
    }

    private static int foreseen(Cascade cascade, Outlook outlook, String answer) {
        SmallStrategies.Scripted model =
                new SmallStrategies.Scripted(prompt -> prompt.task().foreseen(outlook, answer, prompt.refusal()));
        answer(cascade, model);
        return model.asked.size();
    }

    @Test
    void samples_that_failed_agree_with_none() {
        Cascade cascade = new Cascade(List.of(rag(1), new FullContext()), Optional.empty(), 3, Optional.of(0.6));
        SmallStrategies.Scripted model = new SmallStrategies.Scripted(prompt -> "Answer: by " + passages(prompt));
        Llm filtering = prompt -> {
            if (passages(prompt) == 1 && prompt.repetition() > 0) {
                throw new ModelException(ModelException.Reason.FILTERED, "withheld");
            }
            return model.complete(prompt);
        };

        assertThat(answer(cascade, filtering).answer().text()).isEqualTo("by 3");
    }

    @Test
    void samples_of_a_cascade_within_samples_of_another_are_all_different() {
        Cascade inner = new Cascade(List.of(rag(1), rag(2)), Optional.empty(), 2, Optional.of(1.0));
        Cascade outer = new Cascade(List.of(inner, new FullContext()), Optional.empty(), 3, Optional.of(1.0));
        SmallStrategies.Scripted model = new SmallStrategies.Scripted(prompt -> "Answer: by " + passages(prompt));

        assertThat(answer(outer, model).answer().text()).isEqualTo("by 1");
        assertThat(model.asked).hasSize(6).extracting(Prompt::repetition).doesNotHaveDuplicates();
    }

    @Test
    void samples_that_mostly_refuse_are_a_refusal() {
        Cascade cascade = new Cascade(List.of(rag(1), new FullContext()), Optional.empty(), 3, Optional.of(0.3));
        SmallStrategies.Scripted model = new SmallStrategies.Scripted(
                prompt -> passages(prompt) > 1 ? "Answer: by 3" : prompt.repetition() == 0 ? "Answer: x" : REFUSAL);

        assertThat(answer(cascade, model).answer().text()).isEqualTo("by 3");
    }

    @Test
    void a_step_that_the_model_cannot_do_is_passed_over() {
        SmallStrategies.Scripted model = new SmallStrategies.Scripted(prompt -> "Answer: by " + passages(prompt));
        Llm filtering = prompt -> {
            if (passages(prompt) == 1) {
                throw new ModelException(ModelException.Reason.CONTEXT_OVERFLOW, "too long");
            }
            return model.complete(prompt);
        };

        Attempt attempt = answer(cascade(Optional.empty()), filtering);

        assertThat(attempt.answer().text()).isEqualTo("by 2");
        assertThat(attempt.trace().notes())
                .containsExactly(new Note("rag", "context-overflow"), new Note("route", "rag-2"));
        assertThatExceptionOfType(AttemptFailedException.class)
                .isThrownBy(() -> answer(
                        cascade(Optional.empty()), SmallStrategies.failing(ModelException.Reason.CONTEXT_OVERFLOW)));
    }

    @Test
    void cascades_may_hold_cascades() {
        Cascade inner = new Cascade(List.of(rag(1), rag(2)), Optional.empty(), 1, Optional.empty());
        Cascade outer = new Cascade(List.of(inner, new FullContext()), Optional.empty(), 1, Optional.empty());
        SmallStrategies.Scripted model =
                new SmallStrategies.Scripted(prompt -> passages(prompt) < 3 ? REFUSAL : "Answer: by 3");

        Attempt attempt = answer(outer, model);

        assertThat(attempt.answer().text()).isEqualTo("by 3");
        assertThat(outer.all()).containsExactly(outer, inner, rag(1), rag(2), new FullContext());
        assertThat(model.asked)
                .extracting(prompt -> ((Task.Answer) prompt.task()).refused())
                .containsExactly(Task.Answer.Refused.GOES_ON, Task.Answer.Refused.GOES_ON, Task.Answer.Refused.ENDS);
    }

    @Test
    void settings_that_decide_nothing_are_refused() {
        assertThatThrownBy(() -> new Cascade(List.of(rag(1)), Optional.empty(), 1, Optional.empty()))
                .hasMessage("steps must name at least 2 strategies, got 1");
        List<PipelineSpec> steps = List.of(rag(1), rag(2));
        assertThatThrownBy(() -> new Cascade(steps, Optional.of(0.0), 1, Optional.empty()))
                .hasMessage("confidence must be above 0 and at most 1, got 0.0");
        assertThatThrownBy(() -> new Cascade(steps, Optional.empty(), 1, Optional.of(0.5)))
                .hasMessage("agreement needs at least 2 samples, got 1");
        assertThatThrownBy(() -> new Cascade(steps, Optional.empty(), 3, Optional.empty()))
                .hasMessageStartingWith("samples without agreement");
    }
}
