package dev.winnow.pipelines.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;

class RankingPropertiesTest {
    @Property(tries = 300)
    void entropy_is_from_0_to_1_and_greatest_for_equal_scores(
            @ForAll @Size(min = 2, max = 30) List<@DoubleRange(min = -100, max = 100) Double> drawn) {
        double[] scores = drawn.stream()
                .mapToDouble(each -> -each)
                .sorted()
                .map(each -> -each)
                .toArray();
        double mean = Arrays.stream(scores).average().orElseThrow();
        double deviation = Math.sqrt(Arrays.stream(scores)
                .map(score -> (score - mean) * (score - mean))
                .average()
                .orElseThrow());

        double entropy = RankingShape.entropy(scores, deviation);

        assertThat(entropy).isBetween(0.0, 1.0);
        double[] equal = new double[scores.length];
        assertThat(RankingShape.entropy(equal, 0)).isEqualTo(1, within(1e-12)).isGreaterThanOrEqualTo(entropy - 1e-12);
        // Another scale and another zero change nothing.
        double[] moved = Arrays.stream(scores).map(score -> 3 * score + 7).toArray();
        assertThat(RankingShape.entropy(moved, 3 * deviation)).isEqualTo(entropy, within(1e-6));
    }

    @Property(tries = 300)
    void agreement_is_the_same_both_ways_round(
            @ForAll @Size(max = 15) @UniqueElements List<@IntRange(max = 20) Integer> one,
            @ForAll @Size(max = 15) @UniqueElements List<@IntRange(max = 20) Integer> two) {
        double overlap = RankingAgreement.overlap(one, two, 5);
        double biased = RankingAgreement.rankBiasedOverlap(one, two, 0.9);

        assertThat(overlap).isBetween(0.0, 1.0).isEqualTo(RankingAgreement.overlap(two, one, 5));
        assertThat(biased).isBetween(0.0, 1.0);
        assertThat(RankingAgreement.rankBiasedOverlap(two, one, 0.9)).isEqualTo(biased, within(1e-12));
        if (!one.isEmpty()) {
            assertThat(RankingAgreement.overlap(one, one, 5)).isEqualTo(1);
            assertThat(RankingAgreement.rankBiasedOverlap(one, one, 0.9)).isEqualTo(1, within(1e-12));
        }
    }
}
