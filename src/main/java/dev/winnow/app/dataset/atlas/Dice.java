package dev.winnow.app.dataset.atlas;

/**
 * Cheap seeded choices, one object for each thing that is drawn: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). Its
 * seeds descend from the experiment's; what is drawn for one entity does not depend on what was drawn for another.
 */
final class Dice {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    private Dice(long state) {
        this.state = state;
    }

    /** Dice for one purpose and one thing. */
    static Dice of(long seed, long purpose, long thing) {
        return new Dice(mix(mix(seed + GOLDEN * (purpose + 1)) ^ mix(thing * GOLDEN + 0x632BE59BD9B4E019L)));
    }

    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    long next() {
        state += GOLDEN;
        return mix(state);
    }

    /** A whole number from 0 to one below the bound. */
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** A whole number from the lower to the upper bound, both included. */
    int between(int lower, int upper) {
        return lower >= upper ? lower : lower + below(upper - lower + 1);
    }

    boolean percent(int chance) {
        return below(100) < chance;
    }

    /** A number from 0 to below 1. */
    double unit() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    /** A number whose logarithm is spread evenly between the bounds. */
    int spread(int lower, int upper) {
        return (int) Math.round(lower * Math.exp(unit() * Math.log((double) upper / lower)));
    }

    /** A draw from the normal distribution with mean 0 and deviation 1, as the sum of twelve even draws. */
    double normal() {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += unit();
        }
        return sum;
    }

    <T> T pick(T[] choices) {
        return choices[below(choices.length)];
    }
}
