package dev.winnow.app.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.corpus.Seed;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeakTest {
    private static final Seed SEED = new Seed(4);

    @Test
    void a_point_that_is_best_for_every_question_is_the_top_of_every_resample() {
        double[][] curve = {{0, 0, 0}, {1, 1, 1}, {0.5, 0.5, 0.5}};

        assertThat(Peak.of(samples(curve), 0.95, 200, SEED::random)).contains(new Peak(1, 1, 1, 1));
    }

    @Test
    void of_equal_points_the_first_is_the_top() {
        double[][] curve = {{0.1, 0.7, 0.2}, {0.1, 0.7, 0.2}};

        assertThat(Peak.of(samples(curve), 0.95, 200, SEED::random)).contains(new Peak(0, 0, 0, 1));
    }

    @Test
    void where_two_questions_disagree_the_range_holds_both_points() {
        // Both questions drawn once: equal means, so the first; the second question twice, a draw in four: the second.
        double[][] curve = {{1, 0}, {0, 1}};

        Peak peak = Peak.of(samples(curve), 0.95, 4_000, SEED::random).orElseThrow();

        assertThat(peak.best()).isZero();
        assertThat(peak.high()).isEqualTo(1);
        assertThat(peak.share()).isBetween(0.72, 0.78);
    }

    @Test
    void nothing_has_no_top_and_crooked_curves_are_refused() {
        assertThat(Peak.of(List.of(), 0.95, 10, SEED::random)).isEmpty();
        assertThat(Peak.of(samples(new double[2][0]), 0.95, 10, SEED::random)).isEmpty();
        assertThatThrownBy(() -> Peak.of(samples(new double[][] {{1}, {1, 2}}), 0.95, 10, SEED::random))
                .hasMessageContaining("1 and 2");
        assertThatThrownBy(() -> Peak.of(samples(new double[][] {{1}}), 0, 10, SEED::random))
                .hasMessageContaining("got 0");
    }

    private static List<Sample> samples(double[][] curve) {
        return Arrays.stream(curve).map(Sample::independent).toList();
    }
}
