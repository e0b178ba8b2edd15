package dev.winnow.app.metrics;

import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.Trial;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.pipelines.Answer;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleBiFunction;

/**
 * The best agreement of an answer with any of the gold answers. As in SQuAD 2.0, a refusal is right, 1, where the
 * question has no answer, and wrong, 0, where it has one; a failed trial is wrong. It does not apply where the right
 * answer is not known.
 *
 * @param agreement of an answer with one gold answer, in [0, 1]
 */
record AnswerMetric(ToDoubleBiFunction<String, String> agreement) implements Metric {
    @Override
    public OptionalDouble score(Gold gold, Trial trial) {
        if (!gold.known()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(
                switch (trial.outcome()) {
                    case Outcome.Failed failed -> 0;
                    case Outcome.Answered answered -> score(gold, answered.answer());
                });
    }

    private double score(Gold gold, Answer answer) {
        return switch (answer) {
            case Answer.Refused refused -> gold.unanswerable() ? 1 : 0;
            case Answer.Given given -> best(gold, given.text());
        };
    }

    private double best(Gold gold, String answer) {
        return gold.answers().stream()
                .mapToDouble(accepted -> agreement.applyAsDouble(answer, accepted))
                .max()
                .orElse(0);
    }

    /** A column's name: the kind, and the normalisation and language that it names; squad is not said. */
    static String name(String kind, Optional<Normalisation> normalisation, Optional<Language> language) {
        String rules = normalisation
                .filter(named -> named != Normalisation.SQUAD)
                .map(named -> "-" + named.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .orElse("");
        return kind + rules + language.map(named -> "-" + named).orElse("");
    }
}
