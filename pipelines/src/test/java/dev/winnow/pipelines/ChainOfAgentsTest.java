package dev.winnow.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.work.SmallStrategies;
import java.util.List;
import org.junit.jupiter.api.Test;

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
        return new ChainOfAgents(new TokenSize(30), new TokenSize(20), manager, "chain-of-agents");
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
}
