package dev.winnow.pipelines.model.extractive;

import java.util.Arrays;

/** How well each term of a question has been met, in [0, 1]. */
final class Met {
    private final float[] strengths;

    private Met(float[] strengths) {
        this.strengths = strengths;
    }

    /** None of so many terms. */
    static Met none(int terms) {
        return new Met(new float[terms]);
    }

    Met copy() {
        return new Met(strengths.clone());
    }

    int size() {
        return strengths.length;
    }

    float of(int term) {
        return strengths[term];
    }

    /** Raises a term to a strength, unless it is met as well already. */
    void raise(int term, float strength) {
        strengths[term] = Math.max(strengths[term], strength);
    }

    /** The better of the two for each term. */
    Met and(Met other) {
        Met both = copy();
        for (int term = 0; term < strengths.length; term++) {
            both.raise(term, other.of(term));
        }
        return both;
    }

    @Override
    public String toString() {
        return Arrays.toString(strengths);
    }
}
