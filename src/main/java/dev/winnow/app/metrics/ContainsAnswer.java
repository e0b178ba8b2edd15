package dev.winnow.app.metrics;

import dev.winnow.indexer.corpus.Language;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * 1 if a gold answer stands in the answer, both normalised, and neither of its ends cuts a word; else 0. It rewards long
 * answers, so it is read beside {@link TokenF1}. English is normalised as for SQuAD, other languages as
 * {@link Normalisation#UNICODE}. In scripts that put no space between words (Han, kana, Thai, Lao, Khmer, Burmese) any
 * place counts. A question without an answer asks for a refusal.
 *
 * @param language of the answers; the index's where it is left out
 */
public record ContainsAnswer(Optional<Language> language) implements MetricSpec {
    private static final Set<String> BY_CHANCE = Set.of("yes", "no");

    @Override
    public String name() {
        return AnswerMetric.name("contains-answer", Optional.empty(), language);
    }

    @Override
    public Metric open() {
        return open(Language.ENGLISH);
    }

    @Override
    public Metric open(Language indexed) {
        Language answers = language.orElse(indexed);
        Normaliser normaliser = Normalisation.of(answers).in(answers);
        return new AnswerMetric(
                (answer, gold) -> normaliser.contains(normaliser.apply(answer), normaliser.apply(gold)) ? 1 : 0);
    }

    /**
     * Whether a text holds one of these answers, by the rules of this metric. Answers that normalise to nothing, and yes and
     * no, which stand in many texts by chance, are passed over.
     */
    public static Predicate<String> anyOf(List<String> answers, Language language) {
        Normaliser normaliser = Normalisation.of(language).in(language);
        List<String> wanted = answers.stream()
                .map(normaliser::apply)
                .filter(answer -> !answer.isEmpty() && !BY_CHANCE.contains(answer))
                .distinct()
                .toList();
        return wanted.isEmpty()
                ? text -> false
                : text -> {
                    String normal = normaliser.apply(text);
                    return wanted.stream().anyMatch(answer -> normaliser.contains(normal, answer));
                };
    }
}
