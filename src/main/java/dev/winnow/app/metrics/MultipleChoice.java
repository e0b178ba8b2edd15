package dev.winnow.app.metrics;

import dev.winnow.indexer.spec.Default;
import java.util.Locale;

/**
 * 1 if the answer chooses the right option of a multiple choice question, else 0. The answer key has the option's letter, and
 * may have its text as another answer. A question without an answer asks for a refusal.
 *
 * @param extraction how the letter is found in an answer
 */
public record MultipleChoice(@Default("letters") ChoiceRule extraction) implements MetricSpec {
    @Override
    public String name() {
        return extraction == ChoiceRule.LETTERS
                ? "multiple-choice"
                : "multiple-choice-"
                        + extraction.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public Metric open() {
        return new AnswerMetric(extraction::score);
    }
}
