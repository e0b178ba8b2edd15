package dev.winnow.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.work.SmallStrategies;
import dev.winnow.pipelines.work.Windows;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainOfAgentsTest {
    private static final PassageIndex INDEX = SmallStrategies.index(List.of(
            article("a", "The ferry Marigold was built in Brackwater."),
            article("b", "Sheep graze on the hills."),
            article("c", "The ferry Marigold crosses the bay at Brackwater.")));
    private static final Question QUESTION = SmallIndexes.question("q", Scope.CORPUS);

    private static Document article(String id, String text) {
        return SmallIndexes.document(id, id.toUpperCase(java.util.Locale.ROOT), text);
    }

    /** A piece for each article. */
    private static ChainOfAgents chain(ChainOfAgents.Seen manager) {
        return chain(ChainOfAgents.Variant.LEFT_TO_RIGHT, Optional.empty(), Optional.empty(), manager);
    }

    private static ChainOfAgents chain(
            ChainOfAgents.Variant variant,
            Optional<Integer> chains,
            Optional<ChainOfAgents.Pick> pick,
            ChainOfAgents.Seen manager) {
        return new ChainOfAgents(
                new TokenSize(30), new TokenSize(20), variant, chains, pick, manager, "chain-of-agents");
    }

    private static ChainOfAgents chain(ChainOfAgents.Variant variant, ChainOfAgents.Pick pick) {
        return chain(variant, Optional.empty(), Optional.of(pick), ChainOfAgents.Seen.LAST);
    }

    /** The titles of the pieces that workers read, in order. */
    private static String readBy(SmallStrategies.Scripted model) {
        return model.asked.stream()
                .filter(prompt -> prompt.task() instanceof Task.Extract)
                .map(prompt ->
                        ((Task.Extract) prompt.task()).passages().getFirst().title())
                .collect(Collectors.joining());
    }

    /** Workers say what they read, the judge and the managers what the rules say. */
    private static SmallStrategies.Scripted model(String judge, Function<Task.Answer, String> manager) {
        return new SmallStrategies.Scripted(prompt -> switch (prompt.task()) {
            case Task.Extract extract -> worker(prompt);
            case Task.Choose choose -> judge;
            case Task.Answer answer -> "Answer: " + manager.apply(answer);
            default -> throw new AssertionError(prompt.task().name());
        });
    }

    private static Attempt answer(ChainOfAgents chain, SmallStrategies.Scripted model) {
        return chain.open(SmallStrategies.tools(INDEX, model)).answer(QUESTION);
    }

    private static String worker(Prompt prompt) {
        Task.Extract task = (Task.Extract) prompt.task();
        return "after " + task.passages().getFirst().title() + (task.before().isEmpty() ? "" : ", " + task.before());
    }

    @Test
    void each_worker_reads_its_piece_and_the_message_before_and_the_manager_sees_the_last_message_only() {
        SmallStrategies.Scripted model = new SmallStrategies.Scripted(
                prompt -> prompt.task() instanceof Task.Extract ? worker(prompt) : "Answer: the Marigold");

        Attempt attempt = answer(chain(ChainOfAgents.Seen.LAST), model);

        assertThat(model.prompts()).hasSize(4);
        assertThat(model.prompts().get(0)).contains("was built in Brackwater").contains("NOTHING RELEVANT");
        assertThat(model.prompts().get(2)).contains("Marigold crosses").contains("after B, after A");
        assertThat(model.prompts().get(3)).contains("after C, after B, after A").doesNotContain("Marigold crosses");
        assertThat(attempt.answer().text()).isEqualTo("the Marigold");
        assertThat(attempt.trace().contexts()).hasSize(3);
        assertThat(attempt.trace().notes()).isEmpty();
    }

    @Test
    void a_manager_may_see_every_message() {
        SmallStrategies.Scripted model =
                new SmallStrategies.Scripted(prompt -> prompt.task() instanceof Task.Extract extract
                        ? "of " + extract.passages().getFirst().title()
                        : "Answer: the Marigold");

        answer(chain(ChainOfAgents.Seen.ALL), model);

        assertThat(model.prompts().getLast()).contains("of A\n\nof B\n\nof C");
    }

    @Test
    void a_worker_who_finds_nothing_passes_on_what_came_before() {
        SmallStrategies.Scripted model =
                new SmallStrategies.Scripted(prompt -> prompt.task() instanceof Task.Extract task
                        ? task.passages().getFirst().title().equals("A") ? "built there" : "NOTHING RELEVANT"
                        : "Answer: the Marigold");

        answer(chain(ChainOfAgents.Seen.LAST), model);

        assertThat(model.prompts().getLast()).contains("built there");
    }

    @Test
    void a_message_over_its_budget_is_cut_and_that_is_noted() {
        SmallStrategies.Scripted model = new SmallStrategies.Scripted(
                prompt -> prompt.task() instanceof Task.Extract ? "word ".repeat(90) : "Answer: x",
                Completion.StopReason.LENGTH);

        Attempt attempt = answer(chain(ChainOfAgents.Seen.LAST), model);

        assertThat(attempt.trace().notes())
                .startsWith(new Note("worker", "truncated"), new Note("worker", "overrun"))
                .hasSize(6);
        assertThat(((Task.Extract) model.asked.get(1).task()).before())
                .isEqualTo("word ".repeat(20).strip());
    }

    @Test
    void workers_that_cannot_work_are_noted_and_the_manager_answers_from_nothing() {
        Attempt attempt = chain(ChainOfAgents.Seen.LAST)
                .open(SmallStrategies.tools(INDEX, prompt -> {
                    if (prompt.task() instanceof Task.Extract) {
                        throw new ModelException(ModelException.Reason.FILTERED, "withheld");
                    }
                    return new SmallStrategies.Scripted(asked -> "The answer is not given.").complete(prompt);
                }))
                .answer(QUESTION);

        assertThat(attempt.answer()).isInstanceOf(Answer.Refused.class);
        assertThat(attempt.trace().notes()).containsOnly(new Note("worker", "filtered"));
    }

    @Test
    void a_model_that_is_away_ends_the_attempt_with_what_was_done_before() {
        SmallStrategies.Scripted model = new SmallStrategies.Scripted(ChainOfAgentsTest::worker);

        assertThatExceptionOfType(AttemptFailedException.class)
                .isThrownBy(() -> chain(ChainOfAgents.Seen.LAST)
                        .open(SmallStrategies.tools(INDEX, prompt -> {
                            if (model.asked.size() == 2) {
                                throw new ModelException(ModelException.Reason.UNAVAILABLE, "away");
                            }
                            return model.complete(prompt);
                        }))
                        .answer(QUESTION))
                .satisfies(failed -> {
                    assertThat(failed.trace().calls()).hasSize(2);
                    assertThat(failed.failure().reason()).isEqualTo(ModelException.Reason.UNAVAILABLE);
                });
    }

    @Test
    void a_chain_may_read_from_the_last_piece_to_the_first() {
        SmallStrategies.Scripted model = model("", answer -> "x");

        answer(
                chain(ChainOfAgents.Variant.RIGHT_TO_LEFT, Optional.empty(), Optional.empty(), ChainOfAgents.Seen.LAST),
                model);

        assertThat(readBy(model)).isEqualTo("CBA");
        assertThat(model.prompts().getLast()).contains("after A, after B, after C");
    }

    @Test
    void the_answer_that_most_chains_have_wins_the_vote() {
        // Letter case and a full stop make no difference.
        List<String> answers = List.of("Brackwater.", "the Marigold", "The Marigold.");
        SmallStrategies.Scripted model = new SmallStrategies.Scripted(prompt ->
                prompt.task() instanceof Task.Extract ? worker(prompt) : "Answer: " + answers.get(prompt.repetition()));

        Attempt attempt = answer(
                chain(
                        ChainOfAgents.Variant.SELF_CONSISTENCY,
                        Optional.of(3),
                        Optional.of(ChainOfAgents.Pick.VOTE),
                        ChainOfAgents.Seen.LAST),
                model);

        assertThat(readBy(model)).isEqualTo("ABCABCABC");
        assertThat(model.asked.stream().map(Prompt::repetition)).containsExactly(0, 0, 0, 1, 1, 1, 2, 2, 2, 0, 1, 2);
        assertThat(attempt.answer().text()).isEqualTo("the Marigold");
        assertThat(attempt.trace().notes()).containsExactly(new Note("vote", "majority").with("votes", "2 of 3"));
    }

    @Test
    void samples_of_one_repetition_are_not_those_of_another() {
        SmallStrategies.Scripted model = model("", answer -> "x");
        PipelineTools second = SmallStrategies.tools(INDEX, model).sample(1);

        chain(ChainOfAgents.Variant.SELF_CONSISTENCY, Optional.of(3), Optional.empty(), ChainOfAgents.Seen.LAST)
                .open(second)
                .answer(QUESTION);

        assertThat(model.asked.stream().map(Prompt::repetition)).containsOnly(3, 4, 5);
    }

    @Test
    void a_tie_goes_to_the_chain_that_came_first() {
        SmallStrategies.Scripted model =
                model("", answer -> answer.notes().getFirst().startsWith("after C") ? "the Marigold" : "Brackwater");

        Attempt attempt = answer(chain(ChainOfAgents.Variant.BIDIRECTIONAL, ChainOfAgents.Pick.VOTE), model);

        assertThat(readBy(model)).isEqualTo("ABCCBA");
        assertThat(attempt.answer().text()).isEqualTo("the Marigold");
        assertThat(attempt.trace().notes()).containsExactly(new Note("vote", "tie").with("votes", "1 of 2"));
    }

    @Test
    void the_judge_sees_the_last_messages_and_the_manager_those_of_the_chain_that_it_names() {
        SmallStrategies.Scripted model = model("The second, [2], is.", answer -> "x");

        Attempt attempt = answer(chain(ChainOfAgents.Variant.BIDIRECTIONAL, ChainOfAgents.Pick.JUDGE), model);

        assertThat(model.asked).hasSize(3 + 3 + 1 + 1);
        assertThat(model.prompts().get(6))
                .contains("[1]\nafter C, after B, after A")
                .contains("[2]\nafter A, after B, after C");
        assertThat(model.prompts().get(7)).contains("after A, after B, after C").doesNotContain("after C, after B");
        assertThat(attempt.trace().notes()).containsExactly(new Note("judge", "chain-2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Both are fine.", "[3]", "0", "99999999999"})
    void a_judge_who_names_no_chain_leaves_it_at_the_first(String reply) {
        SmallStrategies.Scripted model = model(reply, answer -> "x");

        Attempt attempt = answer(chain(ChainOfAgents.Variant.BIDIRECTIONAL, ChainOfAgents.Pick.JUDGE), model);

        assertThat(model.prompts().getLast()).contains("after C, after B, after A");
        assertThat(attempt.trace().notes()).containsExactly(new Note("judge", "unread"));
    }

    @Test
    void nothing_is_judged_where_one_chain_alone_found_something() {
        SmallStrategies.Scripted model = new SmallStrategies.Scripted(
                prompt -> prompt.task() instanceof Task.Extract ? "NOTHING RELEVANT" : "Answer: x");

        answer(chain(ChainOfAgents.Variant.BIDIRECTIONAL, ChainOfAgents.Pick.JUDGE), model);

        assertThat(model.asked).noneMatch(prompt -> prompt.task() instanceof Task.Choose);
    }

    @Test
    void permutations_differ_between_chains_and_questions_and_are_the_same_again() {
        ChainOfAgents shuffled =
                chain(ChainOfAgents.Variant.PERMUTATION, Optional.of(6), Optional.empty(), ChainOfAgents.Seen.LAST);
        SmallStrategies.Scripted model = model("", answer -> "x");
        SmallStrategies.Scripted again = model("", answer -> "x");
        SmallStrategies.Scripted other = model("", answer -> "x");

        answer(shuffled, model);
        answer(shuffled, again);
        shuffled.open(SmallStrategies.tools(INDEX, other)).answer(SmallIndexes.question("other", Scope.CORPUS));

        List<String> orders = List.of(readBy(model).split("(?<=\\G...)"));
        assertThat(orders).hasSize(6).allSatisfy(order -> assertThat(order.split(""))
                .containsExactlyInAnyOrder("A", "B", "C"));
        assertThat(orders.stream().distinct().count()).isGreaterThan(1);
        assertThat(readBy(again)).isEqualTo(readBy(model)).isNotEqualTo(readBy(other));
    }

    @Test
    void a_worker_who_refuses_or_says_nothing_passes_on_what_came_before() {
        SmallStrategies.Scripted model =
                new SmallStrategies.Scripted(prompt -> prompt.task() instanceof Task.Extract task
                        ? switch (task.passages().getFirst().title()) {
                            case "A" -> "built there";
                            case "B" -> "The answer is not given.";
                            default -> "  ";
                        }
                        : "Answer: the Marigold");

        Attempt attempt = answer(chain(ChainOfAgents.Seen.LAST), model);

        assertThat(model.prompts().getLast()).contains("built there");
        assertThat(attempt.trace().notes()).containsExactly(new Note("worker", "refused"), new Note("worker", "empty"));
    }

    @Test
    void a_message_that_begins_with_what_the_piece_lacks_is_no_refusal() {
        SmallStrategies.Scripted model =
                new SmallStrategies.Scripted(prompt -> prompt.task() instanceof Task.Extract task
                        ? "The text does not mention the bay. It says that the Marigold was built in Brackwater."
                        : "Answer: the Marigold");

        Attempt attempt = answer(chain(ChainOfAgents.Seen.LAST), model);

        assertThat(model.prompts().getLast()).contains("It says that the Marigold was built in");
        assertThat(attempt.trace().notes()).containsOnly(new Note("worker", "overrun"));
    }

    @Test
    void pieces_are_smaller_where_the_window_is() {
        SmallStrategies.Scripted model = model("", answer -> "x");
        PipelineTools tools = SmallStrategies.tools(INDEX, model);
        ChainOfAgents large = new ChainOfAgents(
                new TokenSize(8_000),
                new TokenSize(20),
                ChainOfAgents.Variant.LEFT_TO_RIGHT,
                Optional.empty(),
                Optional.empty(),
                ChainOfAgents.Seen.LAST,
                "chain-of-agents");

        large.open(tools).answer(QUESTION);
        assertThat(readBy(model)).hasSize(1);
        PipelineTools windowed = Windows.of(tools, 240);
        large.open(windowed).answer(QUESTION);

        assertThat(model.asked.subList(2, model.asked.size()))
                .hasSizeGreaterThan(2)
                .allSatisfy(prompt -> assertThat(SmallIndexes.TOKENS.count(prompt.rendered()))
                        .isLessThanOrEqualTo(
                                windowed.model().spec().promptRoom().orElseThrow()));
    }

    @Test
    void a_window_without_room_for_a_piece_is_said() {
        PipelineTools tools = Windows.of(SmallStrategies.tools(INDEX, model("", answer -> "x")), 200);

        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> chain(ChainOfAgents.Seen.LAST).open(tools).answer(QUESTION))
                .satisfies(thrown -> assertThat(thrown.reason()).isEqualTo(ModelException.Reason.CONTEXT_OVERFLOW))
                .withMessageStartingWith("not sent: the window leaves ");
    }

    @Test
    void what_one_chain_does_not_need_cannot_be_set() {
        assertThatThrownBy(() -> chain(ChainOfAgents.Variant.RIGHT_TO_LEFT, ChainOfAgents.Pick.VOTE))
                .hasMessageStartingWith("pick needs several chains");
        assertThatThrownBy(() -> chain(
                        ChainOfAgents.Variant.BIDIRECTIONAL, Optional.of(3), Optional.empty(), ChainOfAgents.Seen.LAST))
                .hasMessageStartingWith("chains can be chosen with variant permutation or self-consistency only");
        assertThatThrownBy(() -> chain(
                        ChainOfAgents.Variant.PERMUTATION, Optional.of(0), Optional.empty(), ChainOfAgents.Seen.LAST))
                .hasMessage("chains must be at least 1, got 0");
    }
}
