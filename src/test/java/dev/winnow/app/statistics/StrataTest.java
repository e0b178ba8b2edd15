package dev.winnow.app.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.indexer.corpus.Seed;
import java.util.Arrays;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class StrataTest {
    private static final Function<String, RandomGenerator> RANDOM =
            name -> new Seed(3).child("stratum", name).random();

    @Test
    void each_kind_counts_the_same_or_by_its_questions() {
        Strata strata = new Strata();
        strata.add("few", new double[] {1}, new int[] {0});
        strata.add("many", new double[] {0, 0, 1}, new int[] {1, 2, 3});

        assertThat(strata.macro()).isCloseTo((1 + 1 / 3.0) / 2, within(1e-12));
        assertThat(strata.stratified()).isEqualTo(2 / 4.0);
        assertThat(strata.questions()).isEqualTo(4);
    }

    @Test
    void kinds_without_common_clusters_are_drawn_apart() {
        Strata strata = new Strata();
        strata.add("ones", new double[] {1, 1}, new int[] {0, 1});
        strata.add("noughts", new double[] {0, 0}, new int[] {2, 3});

        // Were questions drawn together, some draws would have other averages.
        Strata.Draws draws = strata.draw(100, RANDOM);

        assertThat(draws.macro()).containsOnly(0.5);
        assertThat(draws.stratified()).containsOnly(0.5);
    }

    @Test
    void clusters_that_cross_kinds_are_drawn_whole() {
        // In each document both kinds score alike, so what varies is documents: the difference of kinds is 0 in each
        // draw.
        Strata strata = new Strata();
        double[] scores = {0, 1, 0, 1, 1, 0};
        int[] documents = {0, 1, 2, 3, 4, 5};
        strata.add("easy", scores, documents);
        strata.add("hard", scores, documents);

        double[] macro = strata.draw(4_000, RANDOM).macro();

        assertThat(Moments.of(macro).mean()).isCloseTo(0.5, within(0.02));
        // As variable as six documents, not as twelve questions.
        assertThat(Moments.of(macro).deviation()).isCloseTo(Math.sqrt(0.25 / 6), within(0.01));
    }

    @Test
    void a_draw_without_a_kind_leaves_it_out() {
        Strata strata = new Strata();
        strata.add("rare", new double[] {1}, new int[] {0});
        strata.add("common", new double[] {0, 0, 0}, new int[] {0, 1, 2});

        double[] macro = strata.draw(500, RANDOM).macro();

        assertThat(Arrays.stream(macro).distinct().sorted()).containsExactly(0.0, 0.5);
    }

    @Test
    void nothing_is_no_kind() {
        assertThatThrownBy(() -> new Strata().add("none", new double[0], new int[0]))
                .hasMessage("stratum none has no values");
    }
}
