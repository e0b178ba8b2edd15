package dev.winnow.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.app.ledger.Trial;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.QuestionId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private static final DocumentId TOWER = new DocumentId("tower");
    private static final Answer REFUSAL = new Answer.Refused("The answer is not given.");
    private static final Answer WRONG = new Answer.Given("Orlen", OptionalDouble.empty());

    private static Results results(SmallRun run) {
        return new Results(run.data(), Intervals.of(run.data()));
    }

    /** A run of one trial of retrieval, which shows characters 27 to 55, all of the evidence. */
    private static SmallRun one(String... gold) {
        SmallRun run = new SmallRun();
        run.strategies = List.of(SmallRun.RAG);
        run.question("q1", "Who built the tower?", "people", gold);
        run.answer(SmallRun.RAG, SmallRun.CHAT, "q1", "Orlen", 0, 1);
        return run;
    }

    private static Ending ending(SmallRun run) {
        return new Failures(results(run)).of(run.trials.getFirst());
    }

    private static void answers(SmallRun run, Answer answer, double score) {
        Trial trial = run.trials.getFirst();
        run.trials.set(0, trialWith(trial, new Outcome.Answered(answer)));
        run.scores.put(trial.key(), Map.of("exact-match", score));
    }

    private static Trial trialWith(Trial trial, Outcome outcome) {
        return new Trial(
                trial.key(),
                trial.strategy(),
                trial.model(),
                trial.question(),
                trial.repetition(),
                outcome,
                trial.shown(),
                trial.allowed(),
                trial.used(),
                trial.omitted(),
                trial.usage(),
                trial.reported(),
                trial.billed(),
                trial.attempts(),
                trial.calls(),
                trial.cost(),
                trial.selectMillis(),
                trial.callMillis(),
                trial.firstTokenMillis(),
                trial.retrieval(),
                trial.notes(),
                trial.citations());
    }

    @Test
    void a_wrong_answer_with_all_evidence_shown_is_the_readers() {
        assertThat(ending(one("Mira Selka"))).isEqualTo(Ending.WITH_GOLD);
    }

    @Test
    void a_wrong_answer_with_only_a_part_of_the_evidence_shown_lacked_it() {
        SmallRun run = one("Mira Selka");
        run.trials.set(0, run.trials.getFirst().showing(List.of(new ShownSpan("tower#1", TOWER, 27, 54, 1, 3.5f, 9))));

        assertThat(ending(run)).isEqualTo(Ending.WITHOUT_GOLD);
    }

    @Test
    void where_no_evidence_is_known_nothing_is_said_of_it() {
        SmallRun run = one("Mira Selka");
        QuestionId question = new QuestionId("q1");
        run.gold.put(question, new Gold(question, List.of("Mira Selka"), List.<Evidence>of()));

        assertThat(ending(run)).isEqualTo(Ending.OTHERWISE);
    }

    @Test
    void a_refusal_is_wrong_only_where_there_is_an_answer() {
        SmallRun answerable = one("Mira Selka");
        answers(answerable, REFUSAL, 0);
        SmallRun unanswerable = one();
        answers(unanswerable, REFUSAL, 1);

        assertThat(ending(answerable)).isEqualTo(Ending.WRONGLY_REFUSED);
        assertThat(ending(unanswerable)).isEqualTo(Ending.RIGHT);
    }

    @Test
    void an_answer_where_there_is_none_is_invented() {
        SmallRun run = one();
        answers(run, WRONG, 0);

        assertThat(ending(run)).isEqualTo(Ending.INVENTED);
    }

    @Test
    void graded_answers_may_be_partly_right() {
        SmallRun run = one("Mira Selka");
        answers(run, new Answer.Given("Mira", OptionalDouble.empty()), 0.67);

        assertThat(ending(run)).isEqualTo(Ending.PARTLY);
    }

    @Test
    void what_failed_and_what_nobody_can_judge_stand_apart() {
        SmallRun failed = new SmallRun();
        failed.strategies = List.of(SmallRun.RAG);
        failed.question("q1", "Who built the tower?", "people", "Mira Selka");
        failed.fail(SmallRun.RAG, SmallRun.CHAT, "q1");
        SmallRun unknown = one("Mira Selka");
        unknown.scores.put(unknown.trials.getFirst().key(), Map.of());

        assertThat(ending(failed)).isEqualTo(Ending.FAILED);
        assertThat(ending(unknown)).isEqualTo(Ending.NOT_JUDGED);
    }

    @Test
    void the_table_counts_every_trial_once() {
        SmallRun run = SmallRun.answered();

        Sheet sheet = new Failures(results(run)).sheet().orElseThrow();

        assertThat(sheet.figures().csv())
                .isEqualTo(
                        """
                        strategy,model,trials,right,partly right,wrong with gold shown,wrong without gold,\
                        refused although answerable,invented,"wrong, evidence unknown",failed,not judged
                        full-context,chat,3,1,0,1,0,0,0,0,1,0
                        rag-bm25-1K,chat,3,2,0,1,0,0,0,0,0,0
                        """);
        assertThat(sheet.sections().getFirst().table().columns())
                .extracting(Table.Column::name)
                .containsExactly("strategy", "model", "trials", "right", "wrong with gold shown", "failed");
    }

    @Test
    void counts_lead_to_their_questions() {
        String html = new Failures(results(SmallRun.answered())).html();

        assertThat(html)
                .contains("href=\"#a=full-context&amp;outcome=a-failed\"")
                .contains("href=\"#a=rag-bm25-1K&amp;outcome=a-with-gold\"");
    }

    @Test
    void where_nothing_went_wrong_there_is_no_table() {
        SmallRun run = one("Orlen");
        answers(run, WRONG, 1);

        Failures failures = new Failures(results(run));

        assertThat(failures.sheet()).isEmpty();
        assertThat(failures.html()).isEmpty();
    }

    /** What a trial may be. */
    record Any(boolean answerable, boolean failed, boolean refused, boolean scored, double score, boolean shown) {}

    @Provide
    Arbitrary<List<Any>> trials() {
        Arbitrary<Boolean> coin = Arbitraries.of(true, false);
        return Combinators.combine(coin, coin, coin, coin, Arbitraries.of(0.0, 0.4, 1.0), coin)
                .as(Any::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
    }

    @Property(tries = 60)
    void the_ways_to_go_wrong_partition_the_wrong_answers(@ForAll("trials") List<Any> wanted) {
        SmallRun run = new SmallRun();
        run.strategies = List.of(SmallRun.RAG);
        for (int i = 0; i < wanted.size(); i++) {
            Any one = wanted.get(i);
            String id = "q" + i;
            run.question(id, "?", "people", one.answerable() ? new String[] {"x"} : new String[0]);
            run.answer(SmallRun.RAG, SmallRun.CHAT, id, "y", one.score(), 1);
            Trial trial = run.trials.getLast();
            Outcome outcome = one.failed()
                    ? new Outcome.Failed("deadline", "late")
                    : new Outcome.Answered(one.refused() ? REFUSAL : WRONG);
            run.trials.set(i, trialWith(one.shown() ? trial : trial.showing(List.of()), outcome));
            run.scores.put(
                    trial.key(), one.scored() ? Map.of("exact-match", one.failed() ? 0 : one.score()) : Map.of());
        }
        Results results = results(run);
        Failures failures = new Failures(results);
        StrategyRow row = results.rows().getFirst();

        long wrong = wanted.stream()
                .filter(one -> one.failed() || (one.scored() && one.score() == 0))
                .count();
        assertThat(Arrays.stream(Ending.values())
                        .filter(Ending::isFailure)
                        .mapToInt(ending -> failures.count(row, ending))
                        .sum())
                .isEqualTo((int) wrong);
        assertThat(Arrays.stream(Ending.values())
                        .mapToInt(ending -> failures.count(row, ending))
                        .sum())
                .isEqualTo(wanted.size());
    }
}
