package dev.winnow.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.winnow.app.ledger.IndexCost;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.report.Pairs.Pair;
import dev.winnow.app.report.ReportData.Model;
import dev.winnow.app.report.ReportData.Nature;
import dev.winnow.app.report.SweetPoints.Point;
import dev.winnow.indexer.corpus.Seed;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ComparisonsTest {
    private static final Results INVENTED = invented();

    private static Results invented() {
        ReportData data = InventedRun.of(List.of(new Model("chat", "openai", Nature.LANGUAGE_MODEL)), 40, 3);
        return new Results(data, new Intervals(new Seed(5), 400));
    }

    @Test
    void a_difference_turned_is_the_difference_with_the_other_sign() {
        Pairs pairs = INVENTED.pairs(SmallRun.EXACT);
        for (StrategyRow left : INVENTED.rows()) {
            for (StrategyRow right : INVENTED.rows()) {
                Pair pair = pairs.of(left, right).orElseThrow();
                assertThat(pairs.of(right, left)).contains(pair.turned());
                assertThat(pair.difference().mean())
                        .isCloseTo(mean(left) - mean(right), offset(1e-9))
                        .isBetween(pair.difference().low(), pair.difference().high());
                assertThat(pair.wins() + pair.ties() + pair.losses())
                        .isEqualTo(pair.difference().questions());
            }
        }
    }

    private static double mean(StrategyRow row) {
        return row.estimate("exact-match").orElseThrow().mean();
    }

    @Test
    void resamples_drawn_once_give_the_interval_of_the_paired_bootstrap() {
        StrategyRow left = INVENTED.rows().get(3);
        StrategyRow right = INVENTED.rows().get(2);
        Estimate expected = INVENTED.intervals()
                .difference(INVENTED.perQuestion(left, SmallRun.EXACT), INVENTED.perQuestion(right, SmallRun.EXACT))
                .orElseThrow();

        Estimate found =
                INVENTED.pairs(SmallRun.EXACT).of(left, right).orElseThrow().difference();

        assertThat(found.low()).isCloseTo(expected.low(), offset(1e-12));
        assertThat(found.high()).isCloseTo(expected.high(), offset(1e-12));
    }

    @Test
    void questions_that_only_one_side_answered_are_left_out() {
        SmallRun run = SmallRun.answered();
        run.trials.removeIf(trial -> trial.key().equals("full-context/chat/q3"));
        Results results = results(run);

        Pair pair = results.pairs(SmallRun.EXACT)
                .of(results.rows().get(1), results.rows().get(0))
                .orElseThrow();

        assertThat(pair.difference().questions()).isEqualTo(2);
        assertThat(pair.difference().mean()).isEqualTo(0.5);
        assertThat(List.of(pair.wins(), pair.ties(), pair.losses())).containsExactly(1, 1, 0);
    }

    @Test
    void the_macro_average_is_the_mean_of_the_means_of_groups() {
        TaskAverage average = new TaskAverage(INVENTED);
        List<Results.Group> tasks = TaskAverage.tasks(INVENTED);
        List<Map<Results.Group, Estimate>> within = INVENTED.within(tasks, SmallRun.EXACT);
        for (int i = 0; i < within.size(); i++) {
            double expected = within.get(i).values().stream()
                    .mapToDouble(Estimate::mean)
                    .average()
                    .orElseThrow();
            Estimate macro =
                    average.macro(INVENTED.rows().get(i), SmallRun.EXACT).orElseThrow();
            assertThat(macro.mean()).isCloseTo(expected, offset(1e-12));
            assertThat(macro.mean()).isBetween(macro.low() - 1e-9, macro.high() + 1e-9);
        }
    }

    @Test
    void a_sweet_point_lies_within_its_range_and_nothing_on_its_curve_is_better() {
        List<Point> points = new SweetPoints(INVENTED).points();

        assertThat(points).isNotEmpty();
        for (Point point : points) {
            assertThat(point.peak().best())
                    .isBetween(point.peak().low(), point.peak().high());
            assertThat(point.curve().rows())
                    .allMatch(row ->
                            row.estimate(point.measure().name()).orElseThrow().mean()
                                    <= point.mean().mean() + 1e-9);
            assertThat(point.fromLast().difference().mean()).isGreaterThanOrEqualTo(-1e-9);
        }
    }

    @Test
    void a_curve_that_rises_and_falls_says_so() {
        SmallRun run = new SmallRun();
        List<Strategy> curve = List.of(size("16"), size("128"), size("8"));
        run.strategies = curve;
        RandomGenerator luck = new Seed(2).random();
        for (int i = 0; i < 60; i++) {
            String id = "q%02d".formatted(i);
            run.question(id, "?", i % 2 == 0 ? "people" : "places", "x");
            run.answer(curve.get(0), SmallRun.CHAT, id, "x", luck.nextInt(10) < 8 ? 1 : 0, 1);
            run.answer(curve.get(1), SmallRun.CHAT, id, "x", luck.nextInt(10) < 3 ? 1 : 0, 1);
            run.answer(curve.get(2), SmallRun.CHAT, id, "x", luck.nextInt(10) < 3 ? 1 : 0, 1);
        }

        Point point = new SweetPoints(results(run)).points().getFirst();

        assertThat(point.best().strategy().id()).isEqualTo("rag-k16");
        assertThat(point.curve().rows())
                .extracting(row -> row.strategy().id())
                .containsExactly("rag-k8", "rag-k16", "rag-k128");
        assertThat(point.shape()).isEqualTo(SweetPoints.Shape.RISES_THEN_FALLS);
        assertThat(point.fromFull()).isEmpty();
    }

    private static Strategy size(String k) {
        return new Strategy("rag-k" + k, "rag", Map.of("retriever", "bm25", "k", k));
    }

    @Test
    void an_index_has_paid_for_itself_when_what_was_saved_adds_up_to_it() {
        SmallRun run = SmallRun.answered();
        // Full context takes 54 tokens a question, retrieval 43.
        run.indexCosts.put(SmallRun.RAG.id(), new IndexCost(1, 1_000, 1, OptionalDouble.of(0.0002)));

        IndexCharge.Charge charge = new IndexCharge(results(run)).charges().getFirst();

        assertThat(charge.paidInTokens()).hasValue(91);
        assertThat(charge.paidInMoney()).hasValue(19);
        assertThat(charge.share(charge.usd()).orElseThrow()).isCloseTo(0.0002 / 3, offset(1e-12));
    }

    @Test
    void an_index_that_saves_nothing_never_pays_for_itself() {
        SmallRun run = SmallRun.answered();
        run.indexCosts.clear();
        run.indexCosts.put(SmallRun.FULL.id(), new IndexCost(1, 1, 1, OptionalDouble.empty()));

        IndexCharge charge = new IndexCharge(results(run));

        assertThat(charge.charges().getFirst().paidInTokens()).hasValue(Double.POSITIVE_INFINITY);
        assertThat(charge.charges().getFirst().paidInMoney()).isEmpty();
        assertThat(charge.html()).contains("never for <code>full-context</code>");
    }

    @Test
    void retrieval_that_reads_less_than_a_quarter_is_named_with_its_fair_pair() {
        SmallRun run = new SmallRun();
        run.question("q1", "?", "people", "x");
        run.answer(SmallRun.FULL, SmallRun.CHAT, "q1", "x", 1, 1);
        run.answer(SmallRun.RAG, SmallRun.CHAT, "q1", "x", 1, 1);
        run.trials.set(0, SmallRun.using(run.trials.getFirst(), 127_000));
        run.trials.set(1, SmallRun.using(run.trials.get(1), 3_000));

        assertThat(new Imbalance(results(run)).sentences())
                .containsExactly("`rag-bm25-1K` reads less than a quarter of what `full-context` reads, 3,000 tokens"
                        + " against 127,000: that compares amounts of text as well as ways of choosing it; a budget near"
                        + " that would make a fair pair, and none was run.");
    }

    private static Results results(SmallRun run) {
        return new Results(run.data(), Intervals.of(run.data()));
    }
}
