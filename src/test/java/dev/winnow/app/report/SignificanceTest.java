package dev.winnow.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.report.Significance.Comparison;
import dev.winnow.app.statistics.FalseDiscovery;
import dev.winnow.app.statistics.SignTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class SignificanceTest {
    private static final Strategy FIRST = retrieval("1K");
    private static final Strategy SECOND = retrieval("2K");

    private static Strategy retrieval(String budget) {
        return new Strategy("rag-" + budget, "rag", Map.of("retriever", "bm25", "budget", budget));
    }

    /** Scores of three strategies on so many questions. */
    private static Results results(
            int questions, IntToDoubleFunction full, IntToDoubleFunction first, IntToDoubleFunction second) {
        SmallRun run = new SmallRun();
        run.strategies = List.of(SmallRun.FULL, FIRST, SECOND);
        for (int i = 0; i < questions; i++) {
            String id = "q%03d".formatted(i);
            run.question(id, "?", i % 2 == 0 ? "people" : "places", "x");
            run.answer(SmallRun.FULL, SmallRun.CHAT, id, "x", full.applyAsDouble(i), 1);
            run.answer(FIRST, SmallRun.CHAT, id, "x", first.applyAsDouble(i), 1);
            run.answer(SECOND, SmallRun.CHAT, id, "x", second.applyAsDouble(i), 1);
        }
        return new Results(run.data(), Intervals.of(run.data()));
    }

    private static Comparison comparison(Results results, int left, int right) {
        return new Significance(results)
                .of(SmallRun.EXACT, results.rows().get(left), results.rows().get(right))
                .orElseThrow();
    }

    @Test
    void right_and_wrong_answers_are_tested_by_mcnemar() {
        Results results = results(40, i -> i < 30 ? 1 : 0, i -> i < 18 ? 1 : 0, i -> i >= 38 ? 1 : 0);

        Comparison one = comparison(results, 0, 1);

        assertThat(one.test()).isEqualTo(Significance.Test.MCNEMAR);
        assertThat(one.p()).isEqualTo(SignTest.twoSided(12, 0));
        assertThat(one.oddsRatio()).hasValue(Double.POSITIVE_INFINITY);
        assertThat(one.pair().difference().mean()).isCloseTo(12 / 40.0, within(1e-12));
        assertThat(comparison(results, 0, 2).oddsRatio()).hasValue(30 / 2.0);
    }

    @Test
    void p_values_are_adjusted_over_all_pairs_of_a_measure() {
        Results results = results(40, i -> i < 30 ? 1 : 0, i -> i < 20 ? 1 : 0, i -> i < 18 ? 1 : 0);
        Significance significance = new Significance(results);

        List<Comparison> all = significance.of(significance.matrices().getFirst());

        double[] p = {SignTest.twoSided(10, 0), SignTest.twoSided(12, 0), SignTest.twoSided(2, 0)};
        assertThat(all).extracting(Comparison::p).containsExactly(p[0], p[1], p[2]);
        double[] adjusted = FalseDiscovery.adjusted(p);
        assertThat(all).extracting(Comparison::adjusted).containsExactly(adjusted[0], adjusted[1], adjusted[2]);
        assertThat(all).extracting(Comparison::significant).containsExactly(true, true, false);
    }

    @Test
    void graded_scores_are_tested_by_wilcoxon_and_turned_pairs_are_the_same_pair() {
        Results results = results(10, i -> 0.1 * i, i -> 0.05 * i, i -> 0.1 * i);

        Comparison one = comparison(results, 0, 1);
        Comparison other = comparison(results, 1, 0);

        assertThat(one.test()).isEqualTo(Significance.Test.WILCOXON);
        // Nine differences above zero: all of 2^9 patterns but the two extreme ones are less extreme.
        assertThat(one.p()).isEqualTo(2 / 512.0);
        assertThat(one.rankBiserial()).isEqualTo(1);
        assertThat(one.oddsRatio()).isEmpty();
        assertThat(other.p()).isEqualTo(one.p());
        assertThat(other.pair().difference().mean())
                .isEqualTo(-one.pair().difference().mean());
        assertThat(other.rankBiserial()).isEqualTo(-1);
        assertThat(comparison(results, 0, 2).p()).isEqualTo(1);
    }

    @Test
    void the_tables_have_every_pair_once_and_the_matrix_both_ways() {
        Results results = results(40, i -> i < 30 ? 1 : 0, i -> i < 18 ? 1 : 0, i -> i < 17 ? 1 : 0);
        Sheet sheet = new SignificanceTables(results, new Significance(results))
                .sheet()
                .orElseThrow();

        assertThat(sheet.figures().rows()).hasSize(2 * 3);
        assertThat(sheet.sections().getFirst().table().markdown())
                .isEqualTo(
                        """
                        | no. | strategy | 1 | 2 | 3 |
                        |---:|---|---:|---:|---:|
                        | 1 | full-context |  | +0.300\\* | +0.325\\* |
                        | 2 | rag-1K | -0.300\\* |  | +0.025 |
                        | 3 | rag-2K | -0.325\\* | -0.025 |  |
                        """);
    }

    @Test
    void of_more_strategies_than_a_matrix_holds_the_csv_has_all_pairs() {
        SmallRun run = new SmallRun();
        List<Strategy> many = new ArrayList<>();
        for (int i = 1; i <= 45; i++) {
            many.add(retrieval(i + "K"));
        }
        run.strategies = many;
        for (String id : List.of("q1", "q2")) {
            run.question(id, "?", "people", "x");
            many.forEach(strategy -> run.answer(strategy, SmallRun.CHAT, id, "x", 1, 1));
        }
        Results results = new Results(run.data(), Intervals.of(run.data()));

        Sheet sheet = new SignificanceTables(results, new Significance(results))
                .sheet()
                .orElseThrow();

        assertThat(sheet.figures().rows()).hasSize(2 * 45 * 44 / 2);
        assertThat(sheet.sections().getFirst().table().rows()).hasSize(40);
        assertThat(sheet.sections().getFirst().title()).contains("the first 40 of 45 strategies");
    }

    @Test
    void the_headline_says_what_so_many_questions_can_tell() {
        Results results = results(40, i -> i < 22 ? 1 : 0, i -> i % 2, i -> (i + 1) % 2);
        Headline headline = Headline.of(results.rows(), SmallRun.EXACT).orElseThrow();

        List<String> sentences = new HeadlineComparisons(results, SmallRun.EXACT).sentences(SmallRun.CHAT, headline);

        assertThat(sentences).isNotEmpty().allSatisfy(sentence -> assertThat(sentence)
                .contains("not told apart (adjusted p ")
                .contains("With these 40 questions a true difference of ")
                .containsPattern("one of the size seen here would need some [\\d,]+\\."));
    }
}
