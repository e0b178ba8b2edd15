package dev.winnow.app.metrics;

import java.util.OptionalDouble;

/**
 * Over questions that have no answer: 1 for a refusal, 0 for an invented answer or a failed trial. It does not apply to
 * other questions.
 */
public record Abstention() implements MetricSpec {
    @Override
    public String name() {
        return "abstention";
    }

    @Override
    public Metric open() {
        return (gold, trial) -> gold.unanswerable()
                ? OptionalDouble.of(Conduct.of(gold, trial) == Conduct.REFUSED ? 1 : 0)
                : OptionalDouble.empty();
    }
}
