package dev.winnow.app.metrics;

import dev.winnow.indexer.spec.Default;
import java.util.Locale;

/**
 * ROUGE-L of the answer and the gold answer it is nearest to, for answers that are texts of their own such as summaries. A
 * question without an answer asks for a refusal: 1 or 0.
 *
 * @param as by which of the programs in use
 */
public record RougeL(@Default("google") Rouge as) implements MetricSpec {
    @Override
    public String name() {
        return as == Rouge.GOOGLE
                ? "rouge-l"
                : "rouge-l-" + as.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public Metric open() {
        return new AnswerMetric(as::f);
    }
}
