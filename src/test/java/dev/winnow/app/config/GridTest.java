package dev.winnow.app.config;

import static dev.winnow.app.config.BindingTest.bind;
import static dev.winnow.app.config.BindingTest.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.config.Garden.Bed;
import dev.winnow.indexer.tokens.TokenSize;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class GridTest {
    private static final String HEAD = "name: x\nplants: {bean: bean, pea: bean}\nbeds:\n";

    @Test
    void lists_span_every_combination_the_last_key_varying_fastest() {
        List<Variant<Bed>> beds = variants("  - fallow\n  - {use: row, budget: [1K, 2K], plant: [bean, pea]}");

        assertThat(beds)
                .extracting(Variant::id)
                .containsExactly("fallow", "row-bean-1K", "row-bean-2K", "row-pea-1K", "row-pea-2K");
        assertThat(beds.get(2).use()).isEqualTo("row");
        assertThat(beds.get(2).spec())
                .isEqualTo(new Garden.Row(
                        "bean", Garden.Order.SCORE, Optional.of(new TokenSize(2000)), List.of(), Optional.empty()));
        assertThat(beds.get(2).settings()).hasToString("{plant=bean, budget=2K}");
    }

    @Test
    void a_list_for_a_key_that_holds_a_list_spans_nothing() {
        List<Variant<Bed>> beds = variants("  - {use: row, plant: bean, tags: [a, b]}");

        assertThat(beds).extracting(Variant::id).containsExactly("row");
        assertThat(beds.get(0).settings()).isEqualTo(Map.of("plant", "bean", "tags", "[a, b]"));
    }

    @Test
    void a_given_name_takes_the_place_of_the_kind() {
        assertThat(variants("  - {use: row, name: My Row!, plant: bean, order: [score, both-ends]}"))
                .extracting(Variant::id)
                .containsExactly("my-row-score", "my-row-both-ends");
    }

    @Test
    void entries_that_vary_nothing_are_told_apart_by_what_differs() {
        assertThat(
                        variants(
                                """
                  - {use: row, plant: bean, tags: [a]}
                  - {use: row, plant: pea, tags: [a]}
                  - {use: row, plant: bean, order: document, tags: [a]}
                """))
                .extracting(Variant::id)
                .containsExactly("row-bean-score", "row-pea-score", "row-bean-document");
    }

    @Test
    void equal_entries_are_a_problem_at_both_places() {
        assertThat(problems(HEAD + "  - {use: row, plant: bean}\n  - {use: row, plant: [pea, bean], order: score}"))
                .containsExactly(
                        "garden.yaml:4:5: two entries of beds are the same (row): the other is at line 5;"
                                + " change or remove one of them",
                        "garden.yaml:5:5: two entries of beds are the same (row-bean): the other is at line 4;"
                                + " change or remove one of them");
    }

    @Test
    void equal_entries_may_have_different_names() {
        assertThat(variants("  - fallow\n  - {use: fallow, name: again}"))
                .extracting(Variant::id)
                .containsExactly("fallow", "again");
    }

    @Test
    void ids_that_would_collide_are_a_problem() {
        assertThat(problems(
                        HEAD + "  - {use: row, plant: bean, tags: [a, b]}\n  - {use: row, plant: bean, tags: [a b]}"))
                .containsExactly("garden.yaml:5:5: this entry of beds and the one at line 4 would both be called"
                        + " 'row-a-b'; give one of them a name");
    }

    @Test
    void lists_that_make_no_sense() {
        assertThat(
                        problems(
                                HEAD
                                        + """
                  - {use: row, plant: []}
                  - {use: row, plant: [bean, ~, [pea]]}
                  - {use: row, plant: bean, budget: [2K, 2000, x]}
                  - {use: closed-frame, panes: [1, 0]}
                  - {use: fallow, name: '***'}
                  - {use: fallow, name: [a]}
                  -
                """))
                .containsExactly(
                        "garden.yaml:4:23: plant lists nothing; give it a value or remove it",
                        "garden.yaml:5:30: plant has an empty value in its list; remove it",
                        "garden.yaml:5:33: plant must be text, got a list",
                        "garden.yaml:6:42: budget lists '2000' twice; remove one",
                        "garden.yaml:6:48: budget: a size is a whole number with K (1,000), Ki (1,024), M or Mi behind it,"
                                + " got 'x'",
                        "garden.yaml:7:36: panes must be at least 1, got 0",
                        "garden.yaml:8:25: name must have a letter or a digit, got '***'",
                        "garden.yaml:9:25: name must be text, got a list",
                        "garden.yaml:10:4: bed has no value; give it one or remove it");
        assertThat(problems("name: x\nbeds: []"))
                .containsExactly("garden.yaml:2:7: beds lists nothing; give it at least one entry");
    }

    @Test
    void a_grid_that_nobody_could_run_is_refused() {
        String thousand = "["
                + String.join(
                        ",",
                        java.util.stream.IntStream.range(1, 1001)
                                .mapToObj(Integer::toString)
                                .toList()) + "]";

        assertThat(problems(HEAD + "  - {use: row, plant: bean, budget: " + thousand
                        + ", order: [score, document, both-ends], tended-by: [a, b, c, d]}"))
                .contains("garden.yaml:4:5: row spans more than 10,000 combinations; shorten a list");
    }

    @Property(seed = "7")
    void what_is_safe_stays_as_it_is(@ForAll String text) {
        String safe = GridNames.safe(text);

        assertThat(GridNames.safe(safe)).isEqualTo(safe);
        assertThat(safe).matches("[a-zA-Z0-9.-]*").doesNotStartWith(".");
    }

    private static List<Variant<Bed>> variants(String beds) {
        return bind(HEAD + beds).beds().variants();
    }
}
