package dev.winnow.pipelines.model.causal;

import dev.winnow.indexer.corpus.Seed;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How the next token is chosen.
 *
 * @param temperature 0 for the likeliest token; otherwise what logits are divided by
 * @param topP the likeliest tokens that together have this probability are drawn from; 1 for all
 * @param topK so many of the likeliest are drawn from; 0 for all
 * @param seed of the draws
 */
public record Sampling(double temperature, double topP, int topK, int seed) {
    public Sampling {
        if (!(temperature >= 0 && temperature <= 10)) {
            throw new IllegalArgumentException("temperature must be between 0 and 10, got " + temperature);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("top-p must be above 0 and at most 1, got " + topP);
        }
        if (topK < 0) {
            throw new IllegalArgumentException("top-k must be 0 (all) or more, got " + topK);
        }
        if (seed < 0) {
            throw new IllegalArgumentException("seed must be at least 0, got " + seed);
        }
    }

    /** Everything that decides a draw, for keys of calls. */
    public String identity() {
        return temperature == 0
                ? "greedy"
                : "temperature=%s top-p=%s top-k=%d seed=%d".formatted(temperature, topP, topK, seed);
    }

    /** The draws of one reply: of this seed, the repetition and the prompt, whatever else is under way. */
    RandomGenerator draws(int repetition, String prompt) {
        return new Seed(seed).child("decoding", repetition + " " + prompt).random();
    }

    /** The next token; equally likely ones in the order of their numbers. */
    int choose(float[] logits, RandomGenerator draws) {
        if (temperature == 0) {
            int best = 0;
            for (int i = 1; i < logits.length; i++) {
                if (logits[i] > logits[best]) {
                    best = i;
                }
            }
            return best;
        }
        return topP == 1 && topK == 0 ? ofAll(logits, draws) : ofLikeliest(logits, draws);
    }

    /** Nothing is left out, so that the order is that of numbers: there is nothing to sort. */
    private int ofAll(float[] logits, RandomGenerator draws) {
        float largest = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double[] weights = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            weights[i] = Math.exp((logits[i] - largest) / temperature);
            sum += weights[i];
        }
        double drawn = draws.nextDouble() * sum;
        int last = 0;
        for (int i = 0; i < logits.length; i++) {
            drawn -= weights[i];
            if (drawn < 0) {
                return i;
            }
            if (weights[i] > 0) {
                last = i;
            }
        }
        return last;
    }

    private int ofLikeliest(float[] logits, RandomGenerator draws) {
        int[] order = order(logits);
        double[] weights = new double[order.length];
        double all = 0;
        for (int i = 0; i < order.length; i++) {
            weights[i] = Math.exp((logits[order[i]] - logits[order[0]]) / temperature);
            all += weights[i];
        }
        int kept = 0;
        double sum = 0;
        while (kept < order.length && (kept == 0 || sum < topP * all)) {
            sum += weights[kept++];
        }
        double drawn = draws.nextDouble() * sum;
        for (int i = 0; i < kept; i++) {
            drawn -= weights[i];
            if (drawn < 0) {
                return order[i];
            }
        }
        return order[kept - 1];
    }

    /** The likeliest first, no more than top-k. */
    private int[] order(float[] logits) {
        float least = Float.NEGATIVE_INFINITY;
        if (topK > 0 && topK < logits.length) {
            float[] sorted = logits.clone();
            Arrays.sort(sorted);
            least = sorted[sorted.length - topK];
        }
        // Logit and number in one: sorted, the likeliest come first, and equally likely ones by their numbers.
        long[] keys = new long[logits.length];
        int kept = 0;
        for (int i = 0; i < logits.length; i++) {
            if (logits[i] >= least) {
                int bits = Float.floatToIntBits(logits[i]);
                int rising = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
                keys[kept++] = ((long) ~rising << 32) | i;
            }
        }
        Arrays.sort(keys, 0, kept);
        int[] order = new int[topK > 0 ? Math.min(topK, kept) : kept];
        for (int i = 0; i < order.length; i++) {
            order[i] = (int) keys[i];
        }
        return order;
    }

    /** The natural logarithm of a token's probability under the softmax of all logits. */
    static double logProbability(float[] logits, int token) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - largest);
        }
        // Rounding must not make it more than certain.
        return Math.min(0, logits[token] - largest - Math.log(sum));
    }
}
