package dev.winnow.pipelines.refine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.corpus.Seed;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SelectionTest {
    /** A section (0) of two paragraphs (1, 2), and two paragraphs outside (3, 4). */
    private static final int[] PARENTS = {-1, 0, 0, -1, -1};

    private static List<Integer> chosen(double[] scores, int[] tokens, int budget) {
        return Selection.of(PARENTS, scores, tokens, budget).chosen();
    }

    @Test
    void parts_are_chosen_by_falling_score_while_they_fit() {
        assertThat(chosen(new double[] {0, 0.9, 0.2, 0.8, 0.5}, new int[] {21, 10, 10, 10, 10}, 30))
                .containsExactly(1, 3, 4);
    }

    @Test
    void a_section_takes_the_place_of_its_chosen_parts_where_it_still_fits() {
        // 1 (10), 3 (10); then the section (21) for 1 (10): 10 + 21 = 31.
        double[] scores = {0.7, 0.9, 0.1, 0.8, 0};
        int[] tokens = {21, 10, 10, 10, 10};

        assertThat(chosen(scores, tokens, 31)).containsExactly(3, 0);
        assertThat(chosen(scores, tokens, 30)).containsExactly(1, 3, 2);
    }

    @Test
    void a_part_of_a_chosen_section_is_passed_over() {
        assertThat(chosen(new double[] {0.9, 0.8, 0.7, 0.1, 0}, new int[] {21, 10, 10, 10, 10}, 31))
                .containsExactly(0, 3);
    }

    @Test
    void what_is_too_large_is_passed_over_and_the_last_chosen_part_stays() {
        // The first does not even fit twice the budget; the second fits that, and not the budget.
        double[] scores = {0, 0, 0, 1, 0.9};
        assertThat(chosen(scores, new int[] {9, 9, 4, 41, 15}, 20)).containsExactly(4, 2);
        assertThat(chosen(scores, new int[] {9, 9, 4, 25, 15}, 20)).containsExactly(4);
    }

    @Test
    void only_what_fits_twice_the_budget_is_looked_at() {
        // 35 of 40 are kept for the first; 1 and 2 have no room beside it, 4 has.
        Selection selection = Selection.of(
                new int[] {-1, -1, -1, -1, -1}, new double[] {1, 0.9, 0.8, 0.7, 0.6}, new int[] {35, 6, 6, 6, 5}, 20);

        assertThat(selection).isEqualTo(new Selection(List.of(4), 1));
    }

    @Property(tries = 500)
    void the_budget_is_kept_and_no_part_is_shown_twice(
            @ForAll @IntRange(max = 1_000_000) int seed,
            @ForAll @IntRange(min = 1, max = 60) int size,
            @ForAll @IntRange(max = 400) int budget) {
        RandomGenerator random = new Seed(seed).random();
        int[] parents = new int[size];
        double[] scores = new double[size];
        int[] tokens = new int[size];
        for (int i = 0; i < size; i++) {
            parents[i] = random.nextInt(i + 1) - 1;
            scores[i] = random.nextInt(10) / 10.0;
            tokens[i] = 1 + random.nextInt(60);
        }

        List<Integer> chosen = Selection.of(parents, scores, tokens, budget).chosen();

        assertThat(chosen.stream().mapToInt(i -> tokens[i]).sum()).isLessThanOrEqualTo(budget);
        Set<Integer> all = new HashSet<>(chosen);
        assertThat(all).hasSameSizeAs(chosen);
        for (int i : chosen) {
            for (int at = parents[i]; at >= 0; at = parents[at]) {
                assertThat(all).doesNotContain(at);
            }
        }
        for (int i = 1; i < chosen.size(); i++) {
            assertThat(scores[chosen.get(i)]).isLessThanOrEqualTo(scores[chosen.get(i - 1)]);
        }
    }
}
