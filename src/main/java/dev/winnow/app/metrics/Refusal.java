package dev.winnow.app.metrics;

import java.util.OptionalDouble;

/**
 * Over questions that have an answer: 1 for a refusal, which misses it, 0 for any answer. Lower is better. It does not
 * apply to questions without a known answer, nor to a failed trial, which must not pass for good conduct.
 */
public record Refusal() implements MetricSpec {
    @Override
    public String name() {
        return "refusal";
    }

    @Override
    public Direction better() {
        return Direction.LOWER;
    }

    @Override
    public Metric open() {
        return (gold, trial) -> {
            Conduct conduct = Conduct.of(gold, trial);
            return !gold.known() || gold.unanswerable() || conduct == Conduct.FAILED
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(conduct == Conduct.REFUSED ? 1 : 0);
        };
    }
}
