package dev.winnow.app.routing;

import static dev.winnow.app.routing.SimulatedOutcomes.coin;
import static dev.winnow.app.routing.SimulatedOutcomes.fullIsRight;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.indexer.corpus.Seed;
import dev.winnow.pipelines.route.BoostedTrees;
import dev.winnow.pipelines.route.FeatureSpec;
import dev.winnow.pipelines.route.FeatureSpec.Group;
import dev.winnow.pipelines.route.LinearModel;
import dev.winnow.pipelines.route.RuleList;
import dev.winnow.pipelines.route.SavedRouter;
import dev.winnow.pipelines.route.SavedRouter.Candidate;
import dev.winnow.pipelines.route.SavedRouter.CostUnit;
import dev.winnow.pipelines.route.SavedRouter.Provenance;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What learners learn, and that it is what a saved router predicts by. */
class LearnersTest {
    private static final Seed SEED = new Seed(7);

    static List<Learner> learners() {
        return Learner.ALL;
    }

    private static Outcomes someOutcomes() {
        return SimulatedOutcomes.of(
                30, 21, drawn -> List.of(coin(drawn, drawn.task().equals("comp") ? 0.2 : 0.8), coin(drawn, drawn.length() / 12)));
    }

    @ParameterizedTest
    @MethodSource("learners")
    void a_saved_router_predicts_what_was_learned_digit_by_digit(Learner learner) {
        Outcomes outcomes = someOutcomes();
        Learned learned = learner.train(outcomes.cases(), outcomes, SEED);
        SavedRouter router = new SavedRouter(
                List.of(new Candidate("rag", Optional.empty(), 3_000), new Candidate("full", Optional.empty(), 30_000)),
                CostUnit.TOKENS,
                0,
                new FeatureSpec(EnumSet.of(Group.QUESTION, Group.CONTEXT), List.of("task"), List.of(), FeatureSpec.DEPTH),
                "cl100k_base",
                new TreeMap<>(),
                learned.columns(),
                learned.scaling(),
                learned.model(),
                new Provenance("right", outcomes.questions(), new TreeMap<>(), new TreeMap<>()));

        for (RoutingCase one : outcomes.cases()) {
            double[] predicted = learned.predict(one.features());
            assertThat(router.qualities(one.features())).containsExactly(predicted);
            assertThat(router.choose(one.features()).route())
                    .isEqualTo(HeldOut.choice(predicted, List.of(0.1, 1.0), 0));
        }
    }

    @Test
    void logistic_regression_is_at_the_minimum_of_its_loss() {
        Outcomes outcomes = someOutcomes();
        Learned learned = new LogisticLearner().train(outcomes.cases(), outcomes, SEED);
        LinearModel model = (LinearModel) learned.model();

        // Where the gradient of |w|^2 / 2 + C sum(log loss) is 0, w = C sum((y - p) x); the bias is a weight of a column of ones.
        for (int route = 0; route < 2; route++) {
            int columns = learned.columns().size();
            double[] sums = new double[columns + 1];
            for (RoutingCase one : outcomes.cases()) {
                double[] row = one.features().row(learned.columns());
                Learned.scale(row, learned.scaling().orElseThrow());
                double residual = one.quality(route) - learned.predict(one.features())[route];
                for (int column = 0; column < columns; column++) {
                    sums[column] += 0.1 * residual * row[column];
                }
                sums[columns] += 0.1 * residual;
            }
            for (int column = 0; column < columns; column++) {
                assertThat(model.weights().get(route).get(column)).isCloseTo(sums[column], within(0.01));
            }
            assertThat(model.bias().get(route)).isCloseTo(sums[columns], within(0.01));
        }
    }

    @Test
    void a_graded_quality_counts_as_so_much_of_a_right_answer() {
        Outcomes graded = SimulatedOutcomes.of(40, 22, drawn -> List.of(drawn.task().equals("comp") ? 0.3 : 0.7, 0.5));
        for (Learner learner : Learner.ALL) {
            Learned learned = learner.train(graded.cases(), graded, SEED);
            for (RoutingCase one : graded.cases()) {
                assertThat(learned.predict(one.features())[0]).as(learner.name()).isCloseTo(one.quality(0), within(0.05));
                assertThat(learned.predict(one.features())[1]).as(learner.name()).isCloseTo(0.5, within(0.03));
            }
        }
    }

    @Test
    void rules_are_the_two_questions_that_decide() {
        Outcomes outcomes =
                SimulatedOutcomes.of(40, 23, drawn -> fullIsRight(drawn.task().equals("comp") || drawn.length() < 9));
        Learned learned = new RuleLearner().train(outcomes.cases(), outcomes, SEED);

        RuleList rules = (RuleList) learned.model();
        assertThat(rules.rules()).hasSizeLessThanOrEqualTo(3);
        assertThat(rules.rules().stream()
                        .flatMap(rule -> rule.conditions().stream())
                        .map(condition -> learned.columns().get(condition.column())))
                .containsOnly("task=comp", "context-log-tokens");
        assertThat(rules.rules().stream()
                        .flatMap(rule -> rule.conditions().stream())
                        .filter(condition -> learned.columns().get(condition.column()).equals("context-log-tokens")))
                .allSatisfy(condition -> assertThat(condition.threshold()).isCloseTo(9, within(0.1)));
    }

    @Test
    void a_strategy_that_is_always_right_is_expected_to_be() {
        Outcomes outcomes = SimulatedOutcomes.of(10, 24, drawn -> List.of(1.0, 1.0));
        for (Learner learner : Learner.ALL) {
            double[] predicted = learner.train(outcomes.cases(), outcomes, SEED)
                    .predict(outcomes.cases().get(0).features());
            assertThat(predicted[0]).as(learner.name()).isGreaterThan(0.98);
            assertThat(predicted[1]).as(learner.name()).isGreaterThan(0.98);
        }
    }

    @Test
    void what_hardly_any_question_has_is_no_column() {
        Outcomes outcomes = SimulatedOutcomes.of(
                10,
                25,
                drawn -> List.of(1.0, 0.0),
                drawn -> drawn.document() == 0 ? Map.of("type=rare", 1.0) : Map.of());

        assertThat(Columns.of(outcomes.cases().subList(6, outcomes.cases().size()), feature -> true))
                .contains("task=comp", "question-words")
                .doesNotContain("type=rare");
        assertThat(((BoostedTrees) new BoostedTreesLearner()
                                .train(outcomes.cases(), outcomes, SEED)
                                .model())
                        .trees())
                .hasSize(2);
    }
}
