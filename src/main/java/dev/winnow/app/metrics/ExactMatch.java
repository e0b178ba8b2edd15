package dev.winnow.app.metrics;

import dev.winnow.indexer.corpus.Language;
import java.util.Optional;

/**
 * 1 if the answer is a gold answer after normalisation, else 0. A question without an answer asks for a refusal.
 *
 * @param normalisation where it is left out, {@code squad} for English and {@code unicode} for every other language
 * @param language of the answers; the index's where it is left out
 */
public record ExactMatch(Optional<Normalisation> normalisation, Optional<Language> language) implements MetricSpec {
    @Override
    public String name() {
        return AnswerMetric.name("exact-match", normalisation, language);
    }

    @Override
    public Metric open() {
        return open(Language.ENGLISH);
    }

    @Override
    public Metric open(Language indexed) {
        Language answers = language.orElse(indexed);
        Normaliser normaliser = normalisation.orElse(Normalisation.of(answers)).in(answers);
        return new AnswerMetric(normaliser::exactMatch);
    }
}
