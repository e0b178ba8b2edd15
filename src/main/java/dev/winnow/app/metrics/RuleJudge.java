package dev.winnow.app.metrics;

import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.Trial;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.indexer.spec.Default;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.QuestionId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Right, 1, or wrong, 0, by rules, where a language model that judges is not at hand. What a gold answer adds to the
 * question decides: of its numbers at least half must stand in the answer, rounded or in thousands or millions or not, and
 * of its content words and numbers together at least a share. A refusal is wrong. Where the question has no answer, an answer is
 * right that says somewhere that the text does not hold it. Rules see words and not sense: docs/lara-replay.md shows how
 * often they agree with a reader, and where they fail.
 *
 * @param share of what the gold answer adds to the question that must stand in the answer, more than 0 and at most 1
 * @param language of the answers; the index's where it is left out. Stop words and endings are known for English only
 */
public record RuleJudge(@Default("0.2") double share, Optional<Language> language) implements MetricSpec {
    public RuleJudge {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be more than 0 and at most 1, got " + share);
        }
    }

    @Override
    public String name() {
        return AnswerMetric.name("rule-judge", Optional.empty(), language);
    }

    @Override
    public Metric open() {
        return open(Language.ENGLISH);
    }

    @Override
    public Metric open(Language indexed) {
        return open(indexed, question -> Optional.empty());
    }

    @Override
    public Metric open(Language indexed, Function<QuestionId, Optional<String>> questions) {
        Language answers = language.orElse(indexed);
        return (gold, trial) -> gold.known()
                ? OptionalDouble.of(right(gold, trial, questions, answers) ? 1 : 0)
                : OptionalDouble.empty();
    }

    private boolean right(Gold gold, Trial trial, Function<QuestionId, Optional<String>> questions, Language language) {
        if (!(trial.outcome() instanceof Outcome.Answered answered)) {
            return false;
        }
        return switch (answered.answer()) {
            case Answer.Refused refused -> gold.unanswerable();
            case Answer.Given given ->
                gold.unanswerable()
                        ? Denial.standsIn(given.text())
                        : states(
                                Wordings.of(given.text(), language),
                                gold.answers().stream()
                                        .map(text -> Wordings.of(text, language))
                                        .toList(),
                                Wordings.of(questions.apply(gold.question()).orElse(""), language));
        };
    }

    private boolean states(Wordings answer, List<Wordings> golds, Wordings question) {
        return golds.stream().map(gold -> gold.without(question)).anyMatch(added -> states(answer, added));
    }

    private boolean states(Wordings answer, Wordings added) {
        long numbers = added.numbers().stream().filter(answer::holds).count();
        long words = added.words().stream().filter(answer.words()::contains).count();
        int all = added.numbers().size() + added.words().size();
        return all > 0 && 2 * numbers >= added.numbers().size() && words + numbers >= share * all;
    }
}
