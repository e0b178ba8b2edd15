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
import dev.winnow.pipelines.Question;
import java.util.HashMap;
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
        double[] differences =
                Results.less(INVENTED.perQuestion(left, SmallRun.EXACT), INVENTED.perQuestion(right, SmallRun.EXACT));
        Estimate expected = INVENTED.intervals()
                .of(INVENTED.sample(differences, place -> true))
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

    @Test
    void the_fair_pair_is_the_retrieval_that_reads_most_nearly_as_much() {
        SmallRun run = new SmallRun();
        run.strategies = List.of(SmallRun.FULL, SmallRun.RAG, size("30"), size("90"), size("200"));
        run.question("q1", "?", "people", "x");
        List<Integer> used = List.of(100_000, 3_000, 85_000, 110_000, 124_000);
        for (int i = 0; i < used.size(); i++) {
            run.answer(run.strategies.get(i), SmallRun.CHAT, "q1", "x", 1, 1);
            run.trials.set(i, SmallRun.using(run.trials.get(i), used.get(i)));
        }

        assertThat(new Imbalance(results(run)).sentences())
                .singleElement()
                .asString()
                .endsWith("the fair pair is `rag-k90`, which reads 110,000.");
    }

    @Test
    void a_macro_average_of_fewer_tasks_says_so() {
        SmallRun run = SmallRun.answered();
        run.trials.removeIf(trial -> trial.key().equals("rag-bm25-1K/chat/q2"));

        Sheet sheet = new TaskAverage(results(run)).sheet().orElseThrow();

        assertThat(sheet.sections().getFirst().table().markdown())
                .contains("| macro average of |")
                .contains("| 2 tasks |")
                .contains("| 1 of 2 tasks |");
    }

    @Test
    void more_positions_than_a_page_has_room_for_are_all_in_the_csv() {
        SmallRun run = new SmallRun();
        run.strategies = List.of(SmallRun.RAG);
        for (int i = 0; i < 140; i++) {
            String id = "q%03d".formatted(i);
            run.question(id, "?", i % 2 == 0 ? "people" : "places", "x");
            Question question = run.questions.removeLast();
            Map<String, String> attributes = new HashMap<>(question.attributes());
            attributes.put("position", Integer.toString(i / 2));
            run.questions.add(new Question(question.id(), question.text(), question.scope(), attributes));
            run.answer(SmallRun.RAG, SmallRun.CHAT, id, "x", 1, 1);
        }

        Sheet sheet = new CrossTables(results(run)).sheets().getFirst();

        assertThat(sheet.figures().rows()).hasSize(2 * 140);
        assertThat(sheet.sections()).allSatisfy(section -> {
            assertThat(section.title()).endsWith("the first 60 values; 10 more are in the CSV");
            assertThat(section.table().columns()).hasSize(2 + 60);
        });
    }

    private static Results results(SmallRun run) {
        return new Results(run.data(), Intervals.of(run.data()));
    }
}
