package dev.winnow.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.model.CallKey;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.Outlook;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.prompt.PromptTemplate;
import dev.winnow.pipelines.work.SmallStrategies;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Self-Route as published: one call where retrieval's passages hold the answer, a second only where they do not. */
class SelfRouteTest {
    private static final PassageIndex INDEX = SmallStrategies.index(List.of(
            SmallIndexes.document("a", "A", "The ferry Marigold crosses the bay at Brackwater."),
            SmallIndexes.document("b", "B", "Sheep graze on the hills.")));
    private static final Question QUESTION = SmallIndexes.question("q", Scope.CORPUS);
    private static final SelfRoute SELF_ROUTE =
            new SelfRoute("bm25", Order.SCORE, Optional.of(1), Optional.empty(), "self-route");
    private static final String REFUSAL = SmallStrategies.TEMPLATE.refusal();

    private static Attempt answer(PipelineSpec spec, Llm model) {
        return spec.open(SmallStrategies.tools(INDEX, model)).answer(QUESTION);
    }

    /** Replies to prompts with one passage and to those with everything. */
    private static SmallStrategies.Scripted model(String toOne, String toAll) {
        return new SmallStrategies.Scripted(
                prompt -> ((Task.Answer) prompt.task()).passages().size() == 1 ? toOne : toAll);
    }

    private static List<String> keys(SmallStrategies.Scripted model) {
        return model.asked.stream().map(CallKey::promptDigest).toList();
    }

    @Test
    void an_answer_from_retrieval_stands_as_it_is_and_there_is_no_second_call() {
        SmallStrategies.Scripted model = model("Answer: the Marigold", "Answer: another");

        Attempt attempt = answer(SELF_ROUTE, model);

        assertThat(attempt.answer()).isInstanceOf(Answer.Given.class);
        assertThat(attempt.answer().text()).isEqualTo("the Marigold");
        assertThat(attempt.trace().calls()).hasSize(1);
        assertThat(attempt.trace().contexts()).hasSize(1);
        assertThat(attempt.trace().notes()).containsExactly(new Note("route", "rag"));
    }

    @Test
    void what_retrieval_refuses_is_asked_again_with_the_full_context_and_the_plain_prompt() {
        SmallStrategies.Scripted model = model(REFUSAL, "Answer: the Marigold");

        Attempt attempt = answer(SELF_ROUTE, model);

        assertThat(attempt.answer().text()).isEqualTo("the Marigold");
        assertThat(attempt.trace().notes())
                .containsExactly(new Note("rag", "refused"), new Note("route", "full-context"));
        assertThat(attempt.trace().contexts())
                .extracting(context -> context.passages().size())
                .containsExactly(1, 2);
    }

    @Test
    void what_the_full_context_refuses_too_is_refused() {
        Attempt attempt = answer(SELF_ROUTE, model(REFUSAL, REFUSAL));

        assertThat(attempt.answer()).isInstanceOf(Answer.Refused.class);
        assertThat(attempt.trace().calls()).hasSize(2);
    }

    @Test
    void its_calls_are_those_of_rag_and_full_context() {
        SmallStrategies.Scripted both = model(REFUSAL, "x");
        answer(SELF_ROUTE, both);
        SmallStrategies.Scripted one = model("x", "x");
        answer(new Rag("bm25", Order.SCORE, Optional.of(1), Optional.empty()), one);
        SmallStrategies.Scripted all = model("x", "x");
        answer(new FullContext(), all);

        assertThat(keys(both)).containsExactly(keys(one).getFirst(), keys(all).getFirst());
    }

    @Test
    void a_template_that_does_not_offer_refusal_is_instructed_to_for_the_first_call_alone() {
        PromptTemplate lara = SmallIndexes.template("lara");
        SmallStrategies.Scripted model = model("The text does not mention it.", "the Marigold");

        Attempt attempt = SELF_ROUTE
                .open(SmallStrategies.tools(INDEX, model).worded(lara))
                .answer(QUESTION);

        assertThat(attempt.answer().text()).isEqualTo("the Marigold");
        assertThat(model.prompts().get(0)).contains("reply with exactly this: " + lara.refusal());
        assertThat(model.prompts().get(1)).doesNotContain(lara.refusal());
    }

    @Test
    void a_template_without_a_place_for_that_is_refused_with_what_to_do() {
        PromptTemplate plain = new PromptTemplate(
                1,
                Optional.empty(),
                "{{context}} {{question}}",
                "{{question}}",
                "{{text}}",
                "not known",
                Optional.empty(),
                Optional.empty());

        assertThatThrownBy(() -> SELF_ROUTE.check(plain, SmallIndexes::strategy))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("self-route must tell the model that it may refuse")
                .hasMessageContaining("{{instructions}}");
        SELF_ROUTE.check(SmallIndexes.template("lara"), SmallIndexes::strategy);
        SELF_ROUTE.check(SmallIndexes.template("answer-json"), SmallIndexes::strategy);
    }

    @Test
    void a_reply_without_text_goes_on_and_nonsense_or_what_was_cut_off_stands() {
        assertThat(answer(SELF_ROUTE, model("", "Answer: the Marigold")).trace().notes())
                .containsExactly(new Note("rag", "empty"), new Note("route", "full-context"));
        assertThat(answer(SELF_ROUTE, model("#!?", "Answer: the Marigold"))
                        .answer()
                        .text())
                .isEqualTo("#!?");
        SmallStrategies.Scripted cut =
                new SmallStrategies.Scripted(prompt -> "Answer: the Mari", Completion.StopReason.LENGTH);
        assertThat(answer(SELF_ROUTE, cut).answer().text()).isEqualTo("the Mari");
    }

    @Test
    void a_first_call_that_is_withheld_goes_on_and_one_that_fails_ends_the_attempt() {
        Attempt attempt = answer(SELF_ROUTE, failingFirst(ModelException.Reason.FILTERED));

        assertThat(attempt.answer().text()).isEqualTo("the Marigold");
        assertThat(attempt.trace().notes())
                .containsExactly(new Note("rag", "filtered"), new Note("route", "full-context"));
        Assertions.assertThatExceptionOfType(AttemptFailedException.class)
                .isThrownBy(() -> answer(SELF_ROUTE, failingFirst(ModelException.Reason.UNAVAILABLE)));
    }

    private static Llm failingFirst(ModelException.Reason reason) {
        SmallStrategies.Scripted model = model("x", "Answer: the Marigold");
        return prompt -> {
            if (((Task.Answer) prompt.task()).passages().size() == 1) {
                throw new ModelException(reason, "it fails");
            }
            return model.complete(prompt);
        };
    }

    @Test
    void a_second_call_that_fails_leaves_the_first_in_the_trace() {
        SmallStrategies.Scripted model = model(REFUSAL, "x");
        Llm away = prompt -> {
            if (((Task.Answer) prompt.task()).passages().size() == 2) {
                throw new ModelException(ModelException.Reason.UNAVAILABLE, "away");
            }
            return model.complete(prompt);
        };

        Assertions.assertThatExceptionOfType(AttemptFailedException.class)
                .isThrownBy(() -> answer(SELF_ROUTE, away))
                .satisfies(failed -> {
                    assertThat(failed.trace().calls()).hasSize(1);
                    assertThat(failed.trace().notes()).contains(new Note("rag", "refused"));
                });
    }

    @Test
    void a_forecast_foresees_one_call_or_two() {
        assertThat(foreseen(Outlook.FEWEST_CALLS)).isEqualTo(1);
        assertThat(foreseen(Outlook.MOST_CALLS)).isEqualTo(2);
    }

    private static int foreseen(Outlook outlook) {
        SmallStrategies.Scripted model = new SmallStrategies.Scripted(prompt -> foreseen(prompt, outlook));
        answer(SELF_ROUTE, model);
        return model.asked.size();
    }

    private static String foreseen(Prompt prompt, Outlook outlook) {
        return prompt.task().foreseen(outlook, "the Marigold", prompt.refusal());
    }

    @Test
    void it_needs_a_number_of_passages_or_a_budget() {
        assertThatThrownBy(() -> new SelfRoute("bm25", Order.SCORE, Optional.empty(), Optional.empty(), "self-route"))
                .hasMessage("self-route needs k (passages) or budget (tokens), or both");
        assertThat(new SelfRoute("bm25", Order.SCORE, Optional.empty(), Optional.of(new TokenSize(9)), "self-route")
                        .parts())
                .containsExactly(
                        new Rag("bm25", Order.SCORE, Optional.empty(), Optional.of(new TokenSize(9))),
                        new FullContext());
    }
}
