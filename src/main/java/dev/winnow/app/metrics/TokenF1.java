package dev.winnow.app.metrics;

import dev.winnow.indexer.corpus.Language;
import java.util.Optional;

/**
 * F1 of the words that the answer shares with the gold answer it is nearest to, after normalisation. A question without
 * an answer asks for a refusal: 1 or 0.
 *
 * @param normalisation where it is left out, {@code squad} for English and {@code unicode} for every other language
 * @param language of the answers; the index's where it is left out
 */
public record TokenF1(Optional<Normalisation> normalisation, Optional<Language> language) implements MetricSpec {
    @Override
    public String name() {
        return AnswerMetric.name("token-f1", normalisation, language);
    }

    @Override
    public Metric open() {
        return open(Language.ENGLISH);
    }

    @Override
    public Metric open(Language indexed) {
        Language answers = language.orElse(indexed);
        Normaliser normaliser = normalisation.orElse(Normalisation.of(answers)).in(answers);
        return new AnswerMetric(normaliser::f1);
    }
}
