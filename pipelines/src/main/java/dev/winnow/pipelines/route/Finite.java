package dev.winnow.pipelines.route;

import java.util.List;

/** Checks of a model's numbers. */
final class Finite {
    private Finite() {}

    /** @throws IllegalArgumentException if one is not finite */
    static void require(String what, List<Double> numbers) {
        for (int i = 0; i < numbers.size(); i++) {
            if (!Double.isFinite(numbers.get(i))) {
                throw new IllegalArgumentException(what + "[" + i + "] must be finite, got " + numbers.get(i));
            }
        }
    }

    /** @throws IllegalArgumentException if there is not one for each of something */
    static void requireSize(String what, List<?> list, int wanted, String each) {
        if (list.size() != wanted) {
            throw new IllegalArgumentException(
                    "%s must have %d entries, one for each %s, got %d".formatted(what, wanted, each, list.size()));
        }
    }
}
