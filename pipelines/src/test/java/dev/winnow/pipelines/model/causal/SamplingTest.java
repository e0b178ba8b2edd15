package dev.winnow.pipelines.model.causal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SamplingTest {
    /** By the definition: sorted by logit and number, cut to the first so many, then to the first so much. */
    private static int expected(Sampling sampling, float[] logits, double draw) {
        List<Integer> order = IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> -logits[i]).thenComparing(i -> i))
                .limit(sampling.topK() == 0 ? logits.length : sampling.topK())
                .toList();
        double[] weights = order.stream()
                .mapToDouble(i -> Math.exp((logits[i] - logits[order.getFirst()]) / sampling.temperature()))
                .toArray();
        double all = 0;
        for (double weight : weights) {
            all += weight;
        }
        double sum = 0;
        int kept = 0;
        while (kept < weights.length && (kept == 0 || sum < sampling.topP() * all)) {
            sum += weights[kept++];
        }
        double left = draw * sum;
        for (int i = 0; i < kept; i++) {
            left -= weights[i];
            if (left < 0) {
                return order.get(i);
            }
        }
        return order.get(kept - 1);
    }

    private record Drawing(double value) implements RandomGenerator {
        @Override
        public long nextLong() {
            throw new UnsupportedOperationException();
        }

        @Override
        public double nextDouble() {
            return value;
        }
    }

    @Property(tries = 1000)
    void tokens_are_drawn_from_the_likeliest(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = -8, max = 8) Integer> steps,
            @ForAll @IntRange(max = 70) int topK,
            @ForAll @IntRange(min = 1, max = 99) int topP,
            @ForAll @IntRange(max = 999) int draw) {
        float[] logits = new float[steps.size()];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = steps.get(i) / 2f;
        }
        Sampling sampling = new Sampling(0.7, topP / 100.0, topK, 3);
        assertThat(sampling.choose(logits, new Drawing(draw / 1000.0)))
                .isEqualTo(expected(sampling, logits, draw / 1000.0));
    }

    @Test
    void without_a_limit_every_token_comes_as_often_as_it_is_likely_and_the_same_for_the_same_draw() {
        float[] logits = {(float) Math.log(1), Float.NEGATIVE_INFINITY, (float) Math.log(6), (float) Math.log(3)};
        Sampling sampling = new Sampling(1, 1, 0, 3);
        int[] came = new int[logits.length];
        RandomGenerator draws = new SplittableRandom(5);
        for (int i = 0; i < 20_000; i++) {
            came[sampling.choose(logits, draws)]++;
        }
        assertThat(came[1]).isZero();
        assertThat(came[0] / 20_000.0).isBetween(0.09, 0.11);
        assertThat(came[2] / 20_000.0).isBetween(0.58, 0.62);
        assertThat(sampling.choose(logits, new Drawing(0.09))).isZero();
        assertThat(sampling.choose(logits, new Drawing(0.11))).isEqualTo(2);
        assertThat(sampling.choose(logits, new Drawing(Math.nextDown(1.0)))).isEqualTo(3);
    }
}
