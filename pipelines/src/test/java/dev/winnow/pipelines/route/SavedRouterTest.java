package dev.winnow.pipelines.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SavedRouterTest {
    private static final Offset<Double> CLOSE = within(1e-12);
    private static final List<String> TWO = List.of("question-words", "task=comp");

    @TempDir
    Path folder;

    private static Features features(double words, double comp) {
        return Features.of(Map.of("question-words", words, "task=comp", comp));
    }

    private static LinearModel linear() {
        return new LinearModel(
                RouterModel.Link.LOGISTIC, List.of(0.5, -1.0), List.of(List.of(0.1, -2.0), List.of(0.25, 3.0)));
    }

    private static double logistic(double sum) {
        return 1 / (1 + Math.exp(-sum));
    }

    /** Words up to 4, or more of them and no comparison, or a comparison. */
    private static BoostedTrees.Tree tree(double few, double many, double comparison) {
        return new BoostedTrees.Tree(
                List.of(0, -1, 1, -1, -1),
                List.of(4.0, 0.0, 0.5, 0.0, 0.0),
                List.of(1, 0, 3, 0, 0),
                List.of(2, 0, 4, 0, 0),
                List.of(0.0, few, 0.05, many, comparison));
    }

    private static BoostedTrees trees() {
        return new BoostedTrees(
                RouterModel.Link.CLAMPED,
                List.of(0.5, 0.25),
                List.of(List.of(tree(0.1, -0.2, 0.3)), List.of(tree(0.05, 0.2, 0.9), BoostedTrees.Tree.leaf(-0.05))));
    }

    @Test
    void a_linear_model_adds_what_its_columns_weigh() {
        SavedRouter router = SmallRouters.of(TWO, linear());

        assertThat(router.qualities(features(10, 1)))
                .containsExactly(
                        new double[] {logistic(0.5 + 10 * 0.1 - 2.0), logistic(-1.0 + 10 * 0.25 + 3.0)}, CLOSE);
        SavedRouter.Choice choice = router.choose(features(10, 1));
        assertThat(choice.route()).isEqualTo(1);
        assertThat(choice.reasons())
                .containsExactly(
                        new SavedRouter.Reason("task=comp", 1, 3.0 + 2.0),
                        new SavedRouter.Reason("question-words", 10, 2.5 - 1.0));
        assertThat(router.because(choice)).isEqualTo("task=comp, question-words 10");
    }

    @Test
    void columns_are_scaled_before_the_model_sees_them() {
        SavedRouter plain = SmallRouters.of(TWO, linear());
        SavedRouter router = new SavedRouter(
                plain.routes(),
                plain.costUnit(),
                0,
                plain.features(),
                plain.tokenizer(),
                plain.retrievers(),
                TWO,
                Optional.of(new SavedRouter.Scaling(List.of(8.0, 0.5), List.of(4.0, 0.0))),
                linear(),
                plain.provenance());

        assertThat(router.qualities(features(10, 1)))
                .containsExactly(new double[] {logistic(0.5 + 0.1 * 0.5), logistic(-1.0 + 0.25 * 0.5)}, CLOSE);
    }

    @Test
    void trees_add_the_leaves_that_a_row_comes_to() {
        SavedRouter router = SmallRouters.of(TWO, trees());

        assertThat(router.qualities(features(4, 1)))
                .containsExactly(new double[] {0.5 + 0.1, 0.25 + 0.05 - 0.05}, CLOSE);
        assertThat(router.qualities(features(5, 0)))
                .containsExactly(new double[] {0.5 - 0.2, 0.25 + 0.2 - 0.05}, CLOSE);
        // 1.1 is cut at 1.
        assertThat(router.qualities(features(5, 1))).containsExactly(new double[] {0.5 + 0.3, 1.0}, CLOSE);
    }

    @Test
    void reasons_of_trees_are_the_steps_on_the_way_to_the_leaf() {
        SavedRouter.Choice choice = SmallRouters.of(TWO, trees()).choose(features(5, 1));

        assertThat(choice.route()).isEqualTo(1);
        // Both go through 0.05; then to 0.9 and 0.3.
        assertThat(choice.reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.feature()).isEqualTo("task=comp");
            assertThat(reason.advantage()).isEqualTo((0.9 - 0.05) - (0.3 - 0.05), CLOSE);
        });
    }

    @Test
    void the_first_rule_that_is_met_says_how_good_each_route_is() {
        SavedRouter router = SmallRouters.byTask();

        assertThat(router.choose(features(5, 1)))
                .isEqualTo(new SavedRouter.Choice(
                        1, List.of(0.25, 0.75), List.of(new SavedRouter.Reason("task=comp", 1, 0.35 + 0.25))));
        SavedRouter.Choice otherwise = router.choose(features(5, 0));
        assertThat(otherwise).isEqualTo(new SavedRouter.Choice(0, List.of(0.5, 0.4), List.of()));
        assertThat(router.because(otherwise)).isEqualTo("nothing about the question speaks against it");
    }

    @Test
    void a_unit_of_cost_is_worth_lambda_of_quality() {
        SavedRouter router = SmallRouters.byTask();

        // 0.75 - 0.25 = 0.5 for 29,000 tokens more
        assertThat(router.withLambda(0.49 / 29_000).choose(features(5, 1)).route())
                .isEqualTo(1);
        SavedRouter.Choice cheap = router.withLambda(0.51 / 29_000).choose(features(5, 1));
        assertThat(cheap.route()).isZero();
        assertThat(router.because(cheap)).isEqualTo("it costs less");
    }

    @Test
    void of_equally_good_routes_the_cheaper_is_taken_and_of_those_the_first() {
        SavedRouter equal = SmallRouters.of(TWO, new RuleList(List.of(), List.of(0.5, 0.5)));
        SavedRouter turned = new SavedRouter(
                List.of(equal.routes().get(1), equal.routes().get(0)),
                equal.costUnit(),
                0,
                equal.features(),
                equal.tokenizer(),
                equal.retrievers(),
                TWO,
                Optional.empty(),
                equal.model(),
                equal.provenance());

        assertThat(equal.choose(features(1, 0)).route()).isZero();
        assertThat(turned.choose(features(1, 0)).route()).isEqualTo(1);
    }

    @Test
    void a_file_is_read_as_it_was_written() throws IOException {
        for (RouterModel model :
                List.of(linear(), trees(), SmallRouters.byTask().model())) {
            List<String> columns = model instanceof RuleList ? List.of("task=comp") : TWO;
            SavedRouter router = SmallRouters.of(columns, model);
            Path file = folder.resolve("deep/router.json");
            router.write(file);

            SavedRouter read = SavedRouter.read(file);

            assertThat(read).isEqualTo(router);
            assertThat(read.json()).isEqualTo(Files.readString(file));
            assertThat(read.fingerprint()).isEqualTo(router.fingerprint());
        }
        assertThat(SmallRouters.byTask().fingerprint())
                .isNotEqualTo(SmallRouters.byTask().withLambda(1).fingerprint());
    }

    @Property(tries = 50)
    void any_numbers_go_through_a_file_unchanged(
            @ForAll("anyTrees") BoostedTrees.Tree tree, @ForAll("numbers") double bias) throws IOException {
        BoostedTrees model = new BoostedTrees(
                RouterModel.Link.LOGISTIC, List.of(bias, -bias), List.of(List.of(tree), List.of(tree, tree)));
        SavedRouter router = SmallRouters.of(TWO, model);
        Path file = Files.createTempFile("router", ".json");
        try {
            router.write(file);
            assertThat(SavedRouter.read(file)).isEqualTo(router);
            assertThat(SavedRouter.read(file).json()).isEqualTo(router.json());
        } finally {
            Files.delete(file);
        }
    }

    @Provide
    Arbitrary<Double> numbers() {
        return Arbitraries.doubles().ofScale(17).edgeCases(edges -> edges.add(0.1 + 0.2, 1e-300, -0.0, 1.0 / 3));
    }

    /** Each node but the last ones has two children behind it. */
    @Provide
    Arbitrary<BoostedTrees.Tree> anyTrees() {
        Arbitrary<Integer> inner = Arbitraries.integers().between(0, 6);
        return Combinators.combine(inner, numbers().list().ofSize(13)).as((nodes, numbers) -> {
            List<Integer> columns = new ArrayList<>();
            List<Integer> left = new ArrayList<>();
            List<Integer> right = new ArrayList<>();
            for (int node = 0; node < 2 * nodes + 1; node++) {
                columns.add(node < nodes ? node % 2 : BoostedTrees.Tree.LEAF);
                left.add(node < nodes ? 2 * node + 1 : 0);
                right.add(node < nodes ? 2 * node + 2 : 0);
            }
            List<Double> values = numbers.subList(0, columns.size());
            return new BoostedTrees.Tree(columns, values, left, right, values);
        });
    }

    /** The file of {@link SmallRouters#byTask} with one thing changed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"format\" : 1 | \"format\" : 2 | format must be 1, the form that this version of Winnow reads, got 2;"
                        + " make the router again",
                "\"format\" : 1, | `` | it has no key 'format'; add it",
                "\"tokenizer\" : | \"tokeniser\" : | it has a key 'tokeniser' that is not known; did you mean 'tokenizer'?",
                "\"lambda\" : 0.0 | \"lambda\" : -1 | lambda must be at least 0, got -1.0",
                "\"lambda\" : 0.0 | \"lambda\" : \"no\" | lambda must be a number, got \"no\"",
                "\"cost_unit\" : \"tokens\" | \"cost_unit\" : \"token\" | cost_unit is 'token', which is not known; did you"
                        + " mean 'tokens'?",
                "\"cost\" : 1000.0 | \"cost\" : -1 | routes[0]: cost must be at least 0, got -1.0",
                "\"name\" : \"whole\" | \"name\" : \"chunks\" | routes must have different names, got 'chunks' twice",
                "\"groups\" : [ \"question\" ] | \"groups\" : [ \"questions\" ] | features.groups[0] is 'questions', which is"
                        + " not known; did you mean 'question'?",
                "\"attributes\" : [ \"task\" ] | \"attributes\" : [ \"hops\" ] | features: attributes must be known before a"
                        + " question is answered, and 'hops' tells of the answer or its evidence; remove it",
                "\"depth\" : 10 | \"depth\" : 1 | features: depth must be from 2 to 1000, got 1",
                "\"depth\" : 10 | \"depth\" : 1.5 | features.depth must be a whole number, got 1.5",
                "\"retrievers\" : [ ] | \"retrievers\" : [ \"dense\" ] | features search with 'dense', which is none of the"
                        + " retrievers",
                "\"columns\" : [ \"task=comp\" ] | \"columns\" : [ \"task=comp\", \"question-word\" ] | columns has"
                        + " 'question-word', which is none of the features; did you mean 'question-words'?",
                "\"columns\" : [ \"task=comp\" ] | \"columns\" : [ \"task=comp\", \"task=comp\" ] | columns must be"
                        + " different, got 'task=comp' twice",
                "\"columns\" : [ \"task=comp\" ] | \"columns\" : [ ] | model.rules[0].if[0].column is 'task=comp', which is not"
                        + " known",
                "\"kind\" : \"rules\" | \"kind\" : \"rule\" | model.kind is 'rule', which is not known; did you mean 'rules'?",
                "\"above\" : 0.5 | \"above\" : 0.5, \"at_most\" : 1 | model.rules[0].if[0] must have 'above' or 'at_most', one"
                        + " of them",
                "[ 0.25, 0.75 ] | [ 0.25 ] | rules[0].qualities must have 2 entries, one for each route, got 1",
                "[ 0.5, 0.4 ] | [ 0.5, 1.4 ] | model: otherwise[1] must be a quality from 0 to 1, got 1.4",
                "[ 0.5, 0.4 ] | [ 0.5, \"x\" ] | model.otherwise[1] must be a number, got \"x\"",
                "\"measure\" : \"token-f1\" | \"measure\" : 1 | provenance.measure must be text in quotes, got 1",
            })
    void a_broken_file_is_told_with_the_place_and_what_to_do(String what, String instead, String message)
            throws IOException {
        String json = SmallRouters.byTask().json();
        assertThat(json).contains(what);
        Path file = Files.writeString(folder.resolve("router.json"), json.replace(what, instead));

        assertThatThrownBy(() -> SavedRouter.read(file))
                .isInstanceOf(InputException.class)
                .hasMessage(file + ": " + message);
    }

    @Test
    void what_is_no_router_is_told_with_its_line() throws IOException {
        Path file = folder.resolve("router.json");
        assertThatThrownBy(() -> SavedRouter.read(file))
                .hasMessage(file + ": there is no such file; a router is made by 'winnow route', or written by hand");
        Files.writeString(file, "{\n  \"format\": 1,\n  oops\n}");
        assertThatThrownBy(() -> SavedRouter.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file + ":3: this is not JSON: ");
        Files.writeString(file, "[1]");
        assertThatThrownBy(() -> SavedRouter.read(file)).hasMessage(file + ": it must be a JSON object, got [1]");
    }

    @Test
    void trees_must_hold_together() {
        assertThatThrownBy(() -> new BoostedTrees.Tree(
                        List.of(0, -1, -1),
                        List.of(1.0, 0.0, 0.0),
                        List.of(0, 0, 0),
                        List.of(2, 0, 0),
                        List.of(0.0, 1.0, 2.0)))
                .hasMessage("left[0] must be above 0 and below 3, the number of nodes, got 0");
        assertThatThrownBy(() -> SmallRouters.of(List.of("task=comp"), trees()))
                .hasMessage("trees[0][0].columns[2] must be from -1 (a leaf) to 0, got 1");
        assertThatThrownBy(() -> SmallRouters.of(List.of("task=comp"), linear()))
                .hasMessage("weights[0] must have 1 entries, one for each column, got 2");
    }
}
