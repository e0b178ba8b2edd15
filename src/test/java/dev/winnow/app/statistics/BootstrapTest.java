package dev.winnow.app.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.winnow.indexer.corpus.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final Seed SEED = new Seed(11);

    @Test
    void two_values_give_the_interval_worked_out_by_hand() {
        // Of the four equally likely draws from {0, 1}, one has mean 0, two have 0.5, one has 1.
        Interval wide = interval(new double[] {0, 1}, 0.95);
        assertThat(wide).isEqualTo(new Interval(0.5, 0, 1, 0.95, 2));
        Interval narrow = interval(new double[] {0, 1}, 0.40);
        assertThat(narrow).isEqualTo(new Interval(0.5, 0.5, 0.5, 0.40, 2));
    }

    @Test
    void three_values_give_the_interval_worked_out_by_hand() {
        // Sums of three draws from {0, 0, 3}: 0, 3, 6, 9 with 8, 12, 6, 1 of 27 draws; cumulated 0.296, 0.741, 0.963.
        assertThat(interval(new double[] {0, 0, 3}, 0.90)).isEqualTo(new Interval(1, 0, 2, 0.90, 3));
        assertThat(interval(new double[] {0, 0, 3}, 0.95)).isEqualTo(new Interval(1, 0, 3, 0.95, 3));
    }

    @Test
    void nothing_has_no_interval_and_one_value_has_a_point() {
        assertThat(Bootstrap.mean(new double[0], 0.95, 100, SEED.random())).isEmpty();
        assertThat(interval(new double[] {0.1}, 0.95)).isEqualTo(new Interval(0.1, 0.1, 0.1, 0.95, 1));
        assertThat(interval(new double[] {0.1, 0.1, 0.1}, 0.95)).isEqualTo(new Interval(0.1, 0.1, 0.1, 0.95, 3));
    }

    @Test
    void one_seed_gives_one_interval() {
        double[] values = draws(SEED.random(), 80);
        assertThat(interval(values, 0.95)).isEqualTo(interval(values, 0.95));
        assertThat(Bootstrap.mean(values, 0.95, 2_000, new Seed(12).random()).orElseThrow())
                .isNotEqualTo(Bootstrap.mean(values, 0.95, 2_000, SEED.random()).orElseThrow());
    }

    @Test
    void the_interval_holds_the_true_mean_about_as_often_as_it_says() {
        RandomGenerator random = SEED.random();
        int held = 0;
        int trials = 1_000;
        for (int i = 0; i < trials; i++) {
            Interval interval =
                    Bootstrap.mean(draws(random, 60), 0.95, 1_000, random).orElseThrow();
            // Squares of uniform numbers have mean 1/3.
            held += interval.low() <= 1 / 3.0 && 1 / 3.0 <= interval.high() ? 1 : 0;
        }
        // 0.95 less the method's known shortfall at 60 values; three standard errors are 0.02.
        assertThat((double) held / trials).isBetween(0.92, 0.97);
    }

    @Test
    void its_width_is_that_of_the_normal_interval_for_many_values() {
        double[] values = draws(SEED.random(), 2_000);
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow();
        Interval interval = interval(values, 0.95);
        double normal = 1.959964 * Math.sqrt(variance / values.length);
        assertThat(interval.high() - interval.mean()).isCloseTo(normal, offset(normal * 0.05));
        assertThat(interval.mean() - interval.low()).isCloseTo(normal, offset(normal * 0.05));
    }

    @Test
    void pairs_are_drawn_together() {
        double[] hard = draws(SEED.random(), 200);
        double[] harder = Arrays.stream(hard).map(v -> v - 0.25).toArray();
        Interval interval =
                Bootstrap.difference(hard, harder, 0.95, 1_000, SEED.random()).orElseThrow();
        assertThat(interval.low()).isCloseTo(0.25, offset(1e-12));
        assertThat(interval.high()).isCloseTo(0.25, offset(1e-12));
    }

    @Test
    void samples_that_are_drawn_together_have_the_means_that_each_has_alone_to_the_last_bit() {
        for (int size : new int[] {1, 7, 200, 4_096, 5_000}) {
            int[] clusters = IntStream.range(0, size).map(i -> i / 3).toArray();
            for (boolean clustered : new boolean[] {false, true}) {
                List<Sample> samples = new ArrayList<>();
                for (int at = 0; at < 5; at++) {
                    double[] values = draws(new Seed(at).random(), size);
                    samples.add(clustered ? Sample.clustered(values, clusters) : Sample.independent(values));
                }

                double[][] together = Bootstrap.means(samples, 20, SEED.random());

                for (int at = 0; at < 5; at++) {
                    assertThat(together[at]).containsExactly(Bootstrap.means(samples.get(at), 20, SEED.random()));
                }
            }
        }
    }

    @Test
    void samples_of_other_clusters_cannot_be_drawn_together() {
        double[] values = {1, 2, 3};
        assertThatThrownBy(() -> Bootstrap.means(
                        List.of(Sample.independent(values), Sample.clustered(values, new int[] {1, 1, 2})),
                        9,
                        SEED.random()))
                .hasMessageContaining("the same clusters");
    }

    @Test
    void arguments_out_of_range_are_refused() {
        double[] values = {1, 2};
        assertThatThrownBy(() -> Bootstrap.mean(values, 1, 100, SEED.random())).hasMessageContaining("got 1.0");
        assertThatThrownBy(() -> Bootstrap.mean(values, 0.9, 0, SEED.random())).hasMessageContaining("got 0");
        assertThatThrownBy(() -> Bootstrap.mean(new double[] {Double.NaN}, 0.9, 9, SEED.random()))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> Bootstrap.difference(values, new double[] {1}, 0.9, 9, SEED.random()))
                .hasMessageContaining("2 and 1");
    }

    private static Interval interval(double[] values, double level) {
        return Bootstrap.mean(values, level, 10_000, SEED.random()).orElseThrow();
    }

    private static double[] draws(RandomGenerator random, int count) {
        return random.doubles(count).map(u -> u * u).toArray();
    }
}
