package dev.winnow.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.MatchedBudgets.Kind;
import dev.winnow.app.report.MatchedBudgets.Match;
import dev.winnow.app.report.MatchedBudgets.Spending;
import dev.winnow.pipelines.model.TokenUsage;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class MatchedBudgetsTest {
    private static final int QUESTIONS = 20;

    private final SmallRun run = new SmallRun();

    private static Strategy size(String retriever, String budget) {
        return new Strategy("rag-" + retriever + "-" + budget, "rag", Map.of("retriever", retriever, "budget", budget));
    }

    /** Answers that take so many tokens. */
    private void answers(Strategy strategy, int tokens, IntToDoubleFunction score) {
        for (int i = 0; i < QUESTIONS; i++) {
            run.answer(strategy, SmallRun.CHAT, "q%02d".formatted(i), "x", score.applyAsDouble(i), 1);
            Trial trial = run.trials.removeLast();
            run.trials.add(spending(trial, tokens));
        }
    }

    private static Trial spending(Trial trial, int tokens) {
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
                trial.omitted(),
                new TokenUsage(tokens - 10, 10),
                trial.reported(),
                trial.billed(),
                trial.attempts(),
                trial.calls(),
                0,
                5,
                5,
                trial.firstTokenMillis(),
                trial.retrieval(),
                trial.notes(),
                trial.citations());
    }

    private List<Match> matches(Strategy... strategies) {
        run.strategies = List.of(strategies);
        Results results = new Results(run.data(), Intervals.of(run.data()));
        return new MatchedBudgets(results)
                .matches().stream()
                        .filter(match -> match.spending() == Spending.TOKENS
                                && match.measure().equals(SmallRun.EXACT))
                        .toList();
    }

    private void ask() {
        for (int i = 0; i < QUESTIONS; i++) {
            run.question("q%02d".formatted(i), "?", "people", "x");
        }
    }

    @Test
    void a_strategy_meets_a_curve_at_what_it_spends() {
        ask();
        Strategy small = size("bm25", "1K");
        Strategy large = size("bm25", "2K");
        answers(small, 1_000, i -> i < 4 ? 1 : 0);
        answers(large, 2_000, i -> i < 12 ? 1 : 0);
        answers(SmallRun.FULL, 1_750, i -> i < 15 ? 1 : 0);

        List<Match> matches = matches(SmallRun.FULL, small, large);

        // Three quarters of the way: 0.25 x 4/20 + 0.75 x 12/20 = 0.5.
        assertThat(matches).singleElement().satisfies(match -> {
            assertThat(match.kind()).isEqualTo(Kind.POINT);
            assertThat(match.left()).isEqualTo("full-context");
            assertThat(match.between()).isEqualTo("rag-bm25-1K + 75 % of rag-bm25-2K");
            assertThat(match.from()).isEqualTo(1_750);
            assertThat(match.difference().mean()).isCloseTo(15 / 20.0 - 0.5, within(1e-12));
            assertThat(match.difference().low()).isLessThan(match.difference().mean());
        });
    }

    @Test
    void nothing_is_drawn_beyond_the_ends_of_a_curve() {
        ask();
        Strategy small = size("bm25", "1K");
        Strategy large = size("bm25", "2K");
        answers(small, 1_000, i -> 0);
        answers(large, 2_000, i -> 1);
        answers(SmallRun.FULL, 2_001, i -> 1);

        assertThat(matches(SmallRun.FULL, small, large)).isEmpty();
        Results results = new Results(run.data(), Intervals.of(run.data()));
        assertThat(results.tables().matchedBudgets().html()).isEmpty();
    }

    @Test
    void two_curves_are_compared_over_the_spending_that_both_cover() {
        ask();
        List<Strategy> all = List.of(size("bm25", "1K"), size("bm25", "4K"), size("dense", "2K"), size("dense", "8K"));
        answers(all.get(0), 1_000, i -> 0);
        answers(all.get(1), 4_000, i -> 1);
        answers(all.get(2), 2_000, i -> 1);
        answers(all.get(3), 8_000, i -> 1);

        Match range = matches(all.toArray(Strategy[]::new)).stream()
                .filter(match -> match.kind() == Kind.RANGE)
                .findFirst()
                .orElseThrow();

        // From 2,000 to 4,000 the first is (s - 1000) / 3000, whose mean by log s is (2000 - 1000 ln 2) / (3000 ln 2).
        double mean = (2_000 - 1_000 * Math.log(2)) / (3_000 * Math.log(2));
        assertThat(range.from()).isEqualTo(2_000);
        assertThat(range.to()).isEqualTo(4_000);
        assertThat(range.difference().mean()).isCloseTo(mean - 1, within(1e-12));
    }

    @Test
    void curves_of_the_same_scores_do_not_differ() {
        ask();
        List<Strategy> all = List.of(size("bm25", "1K"), size("bm25", "4K"), size("dense", "1K"), size("dense", "4K"));
        answers(all.get(0), 1_000, i -> i % 2);
        answers(all.get(1), 4_000, i -> i % 3 == 0 ? 0 : 1);
        answers(all.get(2), 1_000, i -> i % 2);
        answers(all.get(3), 4_000, i -> i % 3 == 0 ? 0 : 1);

        assertThat(matches(all.toArray(Strategy[]::new))).isNotEmpty().allSatisfy(match -> {
            assertThat(match.difference().mean()).isZero();
            assertThat(match.p()).isEqualTo(1);
        });
    }
}
