package dev.winnow.app.metrics;

import dev.winnow.indexer.spec.Default;

/**
 * F1 of the words that the answer shares with the gold answer it is nearest to, after normalisation. A question without
 * an answer asks for a refusal: 1 or 0.
 */
public record TokenF1(@Default("squad") Normalisation normalisation) implements MetricSpec {
    @Override
    public String name() {
        return AnswerMetric.name("token-f1", normalisation);
    }

    @Override
    public Metric open() {
        return new AnswerMetric(normalisation::f1);
    }
}
