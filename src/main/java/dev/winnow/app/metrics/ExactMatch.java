package dev.winnow.app.metrics;

import dev.winnow.indexer.spec.Default;

/** 1 if the answer is a gold answer after normalisation, else 0. A question without an answer asks for a refusal. */
public record ExactMatch(@Default("squad") Normalisation normalisation) implements MetricSpec {
    @Override
    public String name() {
        return AnswerMetric.name("exact-match", normalisation);
    }

    @Override
    public Metric open() {
        return new AnswerMetric(normalisation::exactMatch);
    }
}
