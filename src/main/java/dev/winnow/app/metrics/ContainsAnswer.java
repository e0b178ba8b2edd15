package dev.winnow.app.metrics;

import dev.winnow.indexer.corpus.Language;
import java.util.Collections;
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
                answers == Language.ENGLISH
                        ? (answer, gold) -> contains(normaliser.apply(answer), normaliser.apply(gold)) ? 1 : 0
                        : (answer, gold) -> contains(normaliser.words(answer), normaliser.words(gold)) ? 1 : 0);
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
        if (wanted.isEmpty()) {
            return text -> false;
        }
        if (language == Language.ENGLISH) {
            return text -> {
                String normal = normaliser.apply(text);
                return wanted.stream().anyMatch(answer -> contains(normal, answer));
            };
        }
        List<List<String>> words = wanted.stream().map(normaliser::words).toList();
        return text -> {
            List<String> normal = normaliser.words(text);
            return words.stream().anyMatch(answer -> contains(normal, answer));
        };
    }

    private static boolean contains(List<String> answer, List<String> gold) {
        return gold.isEmpty() ? answer.isEmpty() : Collections.indexOfSubList(answer, gold) >= 0;
    }

    private static boolean contains(String answer, String gold) {
        if (gold.isEmpty()) {
            return answer.isEmpty();
        }
        for (int at = answer.indexOf(gold); at >= 0; at = answer.indexOf(gold, at + 1)) {
            if (isWordEdge(answer, at) && isWordEdge(answer, at + gold.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWordEdge(String text, int at) {
        return at == 0 || at == text.length() || !joins(text.codePointBefore(at)) || !joins(text.codePointAt(at));
    }

    /** Whether a character makes one word with a neighbour of its kind. */
    private static boolean joins(int c) {
        if (!PythonText.isWord(c) && Character.getType(c) != Character.NON_SPACING_MARK) {
            return false;
        }
        return switch (Character.UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> false;
            default -> true;
        };
    }
}
