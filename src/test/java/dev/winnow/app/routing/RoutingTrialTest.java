package dev.winnow.app.routing;

import static dev.winnow.app.routing.SimulatedOutcomes.coin;
import static dev.winnow.app.routing.SimulatedOutcomes.fullIsRight;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.app.experiment.Progress;
import dev.winnow.app.routing.Evaluation.Figures;
import dev.winnow.app.routing.RoutingResult.Frugal;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.spec.InputException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routers learned from outcomes whose best policy is known. */
class RoutingTrialTest {
    private static RoutingResult run(Outcomes outcomes) {
        return run(outcomes, RoutingOptions.DEFAULTS);
    }

    private static RoutingResult run(Outcomes outcomes, RoutingOptions options) {
        return new RoutingTrial("simulated", outcomes, options, new Seed(7), Progress.SILENT).run();
    }

    private static RoutingOptions transfer(List<String> by, Map<String, String> trainOn, Map<String, String> testOn) {
        return new RoutingOptions(
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                3,
                Set.of(),
                by,
                trainOn,
                testOn,
                Optional.empty(),
                Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rules", "logistic", "boosted-trees"})
    void where_features_determine_what_is_right_four_fifths_of_the_oracles_gain_are_learned(String learner) {
        // The best policy: comparisons and short texts to full context, everything else to retrieval.
        Outcomes outcomes =
                SimulatedOutcomes.of(60, 1, drawn -> fullIsRight(drawn.task().equals("comp") || drawn.length() < 9));
        RoutingResult result = run(outcomes);

        assertThat(result.figures("oracle").quality().mean()).isEqualTo(1);
        assertThat(result.best().quality().mean()).isLessThan(0.65);
        Figures figures = result.figures(learner);
        assertThat(figures.closed().orElseThrow().mean()).isGreaterThanOrEqualTo(0.8);
        assertThat(figures.gain().low()).isPositive();
        assertThat(figures.adjusted()).isLessThan(0.001);
    }

    @Test
    void boosted_trees_see_what_only_two_features_together_tell() {
        Outcomes outcomes =
                SimulatedOutcomes.of(80, 2, drawn -> fullIsRight(drawn.task().equals("comp") == (drawn.length() < 10)));
        RoutingResult result = run(outcomes);

        assertThat(result.figures("boosted-trees").closed().orElseThrow().mean())
                .isGreaterThanOrEqualTo(0.8);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void where_features_tell_nothing_nothing_is_gained(long seed) {
        Outcomes outcomes = SimulatedOutcomes.of(50, seed, drawn -> List.of(coin(drawn, 0.6), coin(drawn, 0.6)));
        RoutingResult result = run(outcomes);

        assertThat(result.figures("oracle").gain().low()).isGreaterThan(0.1);
        for (Learner learner : Learner.ALL) {
            Figures figures = result.figures(learner.name());
            assertThat(figures.gain().low()).as(learner.name()).isLessThanOrEqualTo(0);
            assertThat(figures.gain().mean()).as(learner.name()).isLessThan(0.03);
        }
        assertThat(new RoutingHeadline(result, new RoutingTables(result)).verdict())
                .isNotEqualTo(RoutingHeadline.Verdict.GAINS);
    }

    @Test
    void a_feature_that_names_the_document_helps_with_no_other_document() {
        SimulatedOutcomes.World byDocument = drawn -> fullIsRight(
                new Seed(5).child("document", "" + drawn.document()).random().nextBoolean());
        Outcomes outcomes =
                SimulatedOutcomes.of(40, 3, byDocument, drawn -> Map.of("type=document-" + drawn.document(), 1.0));
        Figures grouped = run(outcomes).figures("logistic");

        assertThat(grouped.gain().low()).isLessThanOrEqualTo(0);
        // The same with questions of one document on both sides: what a leak would look like.
        List<RoutingCase> torn = outcomes.cases().stream()
                .map(one -> new RoutingCase(
                        one.run(),
                        one.question(),
                        one.model(),
                        one.features(),
                        outcomes.cases().indexOf(one),
                        one.results(),
                        one.others()))
                .toList();
        Figures leaking = run(new Outcomes(outcomes.routes(), "right", outcomes.unit(), torn, List.of()))
                .figures("logistic");
        assertThat(leaking.closed().orElseThrow().mean()).isGreaterThan(0.8);
    }

    @Test
    void equal_quality_is_had_for_less_where_the_dear_strategy_is_seldom_better() {
        Outcomes outcomes =
                SimulatedOutcomes.of(60, 4, drawn -> List.of(drawn.task().equals("comp") ? 0.0 : 1.0, 1.0));
        RoutingResult result = run(outcomes);

        assertThat(result.best().policy().name()).isEqualTo("always full");
        for (Frugal frugal : result.frugal()) {
            assertThat(frugal.gain().mean()).as(frugal.learner()).isCloseTo(0, within(0.01));
            assertThat(frugal.cost().tokens() / frugal.fixed().tokens())
                    .as(frugal.learner())
                    .isLessThan(0.45);
        }
        assertThat(result.figures("oracle").policy().share(0)).isGreaterThan(0.7);
    }

    @Test
    void the_feature_that_decides_is_the_most_important_one() {
        Outcomes outcomes =
                SimulatedOutcomes.of(40, 6, drawn -> fullIsRight(drawn.task().equals("comp")));
        RoutingResult result = run(outcomes);

        assertThat(result.importance().get(0).family()).isEqualTo("task");
        assertThat(result.importance().get(0).loss()).isGreaterThan(0.2);
        assertThat(result.importance().get(1).loss()).isLessThan(0.02);
        assertThat(result.confusion().counts().get(0).get(1)).isZero();
        assertThat(result.confusion().counts().get(1).get(0)).isZero();
    }

    @Test
    void expected_quality_is_what_comes_of_it_where_chance_decides_by_task() {
        Outcomes outcomes = SimulatedOutcomes.of(
                150, 8, drawn -> List.of(coin(drawn, drawn.task().equals("comp") ? 0.2 : 0.7), coin(drawn, 0.5)));
        RoutingResult result = run(outcomes);

        result.calibrations().forEach((learner, calibration) -> {
            // Chance alone makes .03 of it in ten bins of 240; boosted trees are surer than they should be.
            assertThat(calibration.error()).as(learner).isLessThan(0.07);
            assertThat(calibration.brier()).as(learner).isLessThan(calibration.base());
        });
    }

    @Test
    void the_expected_value_of_chance_is_the_mean_of_the_strategies() {
        Outcomes outcomes = SimulatedOutcomes.of(10, 9, drawn -> List.of(coin(drawn, 0.3), coin(drawn, 0.9)));
        RoutingResult result = run(outcomes);

        double rag = result.figures("always rag").quality().mean();
        double full = result.figures("always full").quality().mean();
        assertThat(result.figures("random").quality().mean()).isCloseTo((rag + full) / 2, within(1e-12));
        assertThat(result.figures("random").policy().cost().tokens()).isEqualTo(16_500);
        assertThat(result.best().regret())
                .isCloseTo(result.figures("oracle").quality().mean() - Math.max(rag, full), within(1e-12));
    }

    @Test
    void equal_outcomes_give_equal_routers_and_figures() {
        Outcomes outcomes = SimulatedOutcomes.of(15, 10, drawn -> List.of(coin(drawn, 0.5), coin(drawn, 0.5)));

        assertThat(RoutingJson.of(run(outcomes))).isEqualTo(RoutingJson.of(run(outcomes)));
    }

    @Test
    void what_holds_for_some_tasks_is_not_learned_from_others() {
        Outcomes outcomes =
                SimulatedOutcomes.of(30, 14, drawn -> fullIsRight(drawn.task().equals("comp")));
        RoutingResult result = run(outcomes, transfer(List.of("task"), Map.of(), Map.of()));

        assertThat(result.transfers())
                .extracting(RoutingResult.Transfer::value)
                .containsExactly("comp", "hallu", "location", "reasoning");
        RoutingResult.Transfer comp = result.transfers().get(0);
        assertThat(comp.chosen()).isEqualTo("rag");
        assertThat(comp.figures())
                .filteredOn(one -> one.policy().name().equals("logistic"))
                .allSatisfy(one -> assertThat(one.quality().mean()).isLessThan(0.1));
    }

    @Test
    void routers_are_tested_on_what_is_named_and_on_other_documents_than_they_learned_from() {
        Outcomes outcomes =
                SimulatedOutcomes.of(30, 15, drawn -> fullIsRight(drawn.task().equals("comp")));
        RoutingResult result = run(outcomes, transfer(List.of(), Map.of("task", "comp"), Map.of("task", "location")));

        assertThat(result.tested()).allMatch(one -> one.value("task").equals("location"));
        assertThat(result.figures("logistic").quality().mean()).isZero();
        assertThat(result.design()).contains("Learned from task = comp, tested on task = location");
    }

    @Test
    void names_that_no_question_has_are_refused_with_those_that_there_are() {
        Outcomes outcomes = SimulatedOutcomes.of(10, 16, drawn -> fullIsRight(false));

        assertThatThrownBy(() -> run(outcomes, transfer(List.of("taks"), Map.of(), Map.of())))
                .isInstanceOf(InputException.class)
                .hasMessage("--transfer: no question has an attribute 'taks'; did you mean 'task'?");
        assertThatThrownBy(() -> run(outcomes, transfer(List.of(), Map.of("task", "compp"), Map.of())))
                .isInstanceOf(InputException.class)
                .hasMessage("--train-on: no question has task 'compp'; did you mean 'comp'?");
        assertThatThrownBy(() -> run(outcomes, transfer(List.of("model"), Map.of(), Map.of())))
                .isInstanceOf(InputException.class)
                .hasMessage("--transfer: all questions have model 'model', so that nothing is left to learn from");
    }
}
