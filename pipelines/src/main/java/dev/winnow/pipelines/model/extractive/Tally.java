package dev.winnow.pipelines.model.extractive;

import java.util.EnumMap;
import java.util.Map;

/** The clues for one candidate, added up. */
final class Tally {
    private final Map<Clue, Double> values = new EnumMap<>(Clue.class);
    private double score;

    /** Adds a clue; each at most once. */
    void add(Clue clue, double value) {
        if (value != 0) {
            values.put(clue, value);
            score += clue.weight() * value;
        }
    }

    /** Adds a clue that is there or not. */
    void mark(Clue clue, boolean holds) {
        add(clue, holds ? 1 : 0);
    }

    /** The weighted sum. */
    double score() {
        return score;
    }

    /** The value of a clue, 0 where it is not there. */
    double value(Clue clue) {
        return values.getOrDefault(clue, 0.0);
    }
}
