package dev.winnow.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.ledger.Margin;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.Imbalance.Check;
import dev.winnow.app.report.Imbalance.Finding;
import dev.winnow.app.report.ReportData.Model;
import dev.winnow.app.report.ReportData.Nature;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Amounts are in {@link ComparisonsTest}. */
class ImbalanceTest {
    private final SmallRun run = new SmallRun();

    private List<String> findings(Check check) {
        return new Imbalance(new Results(run.data(), Intervals.of(run.data())))
                .findings().stream()
                        .filter(finding -> finding.check() == check)
                        .map(Finding::sentence)
                        .toList();
    }

    private void ask(int questions) {
        for (int i = 0; i < questions; i++) {
            String id = "q%02d".formatted(i);
            run.question(id, "?", "people", "x");
            run.answer(SmallRun.FULL, SmallRun.CHAT, id, "x", 1, 1);
            run.answer(SmallRun.RAG, SmallRun.CHAT, id, "x", 1, 1);
        }
    }

    @Test
    void strategies_that_were_asked_fewer_questions_are_named() {
        ask(5);
        run.trials.removeLast();

        assertThat(findings(Check.QUESTIONS))
                .containsExactly(
                        "`rag-bm25-1K` was asked 4 of the 5 questions that others were: means stand for different"
                                + " questions; differences are of those that both have.");
    }

    @Test
    void questions_that_were_asked_more_often_are_told() {
        ask(3);
        Trial first = run.trials.getFirst();
        run.trials.add(first);

        assertThat(findings(Check.REPETITIONS))
                .singleElement()
                .asString()
                .startsWith("Some questions were asked 2 times");
    }

    @Test
    void failures_of_one_side_are_told() {
        ask(8);
        for (String id : List.of("q90", "q91")) {
            run.question(id, "?", "people", "x");
            run.answer(SmallRun.FULL, SmallRun.CHAT, id, "x", 1, 1);
            run.fail(SmallRun.RAG, SmallRun.CHAT, id);
        }

        assertThat(findings(Check.FAILURES))
                .containsExactly(
                        "`rag-bm25-1K` failed in 20 % of its trials, `full-context` in 0.0 %: failed trials count as"
                                + " wrong, so part of their difference is the endpoint's.");
    }

    @Test
    void a_full_context_that_was_cut_is_told() {
        ask(3);
        Trial first = run.trials.getFirst();
        run.trials.set(0, omitting(first));

        assertThat(findings(Check.CUTS))
                .singleElement()
                .asString()
                .startsWith("`full-context` left out or cut documents in 1 of 3");
    }

    private static Trial omitting(Trial trial) {
        return new Trial(
                trial.key(),
                trial.strategy(),
                trial.model(),
                trial.question(),
                trial.repetition(),
                trial.outcome(),
                trial.shown(),
                trial.allowed(),
                trial.used(),
                1,
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
    void models_that_read_different_texts_are_named_with_their_margins() {
        Model other = new Model(
                "other", "openai", Nature.LANGUAGE_MODEL, Optional.empty(), new Margin(25, Margin.Check.EXPERIMENT));
        run.models = List.of(SmallRun.CHAT, other);
        ask(2);
        for (String id : List.of("q00", "q01")) {
            run.answer(SmallRun.FULL, other, id, "x", 1, 1);
            run.trials.add(SmallRun.using(run.trials.removeLast(), 10));
            run.answer(SmallRun.RAG, other, id, "x", 1, 1);
        }

        assertThat(findings(Check.MODELS))
                .containsExactly(
                        "`full-context` shows 20 tokens to `chat` and 10 to `other`, whose windows or margins (10 % and 25"
                                + " %) differ: these models did not read the same text.");
    }

    @Test
    void a_run_without_imbalance_has_nothing_to_say() {
        ask(3);
        run.gold.clear();

        Imbalance imbalance = new Imbalance(new Results(run.data(), Intervals.of(run.data())));

        assertThat(imbalance.findings()).isEmpty();
        assertThat(imbalance.sheet()).isEmpty();
        assertThat(imbalance.html()).isEmpty();
    }
}
