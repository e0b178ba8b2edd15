package dev.winnow.app.judging;

import dev.winnow.app.dataset.Gold;
import dev.winnow.app.judging.Judgement.Place;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is to be judged, by whom, and what needs no judge: an answer that never came or is empty is wrong, and a refusal is right
 * where the question has no answer and wrong where it has one, as everywhere.
 */
public final class JudgePlan {
    private final List<Judge> judges;
    private final Map<QuestionId, Question> questions = new HashMap<>();
    private final Map<QuestionId, Gold> gold;
    private final Collection<Candidate> candidates;
    private final Map<Beside, Candidate> baselines = new HashMap<>();

    /** What two answers that are compared share. */
    private record Beside(String strategy, String model, QuestionId question, int repetition) {}

    /** How a judge comes to an answer's score. */
    public sealed interface Decision {
        /** By rule: no model is asked. */
        record Ruled(double score) implements Decision {}

        /** By these judgements. */
        record Asked(List<PlannedJudgement> judgements) implements Decision {
            public Asked {
                judgements = List.copyOf(judgements);
            }
        }
    }

    /**
     * A plan.
     *
     * @param candidates all answers; of two that differ in nothing the later counts
     */
    public JudgePlan(
            List<Judge> judges,
            Collection<Question> questions,
            Map<QuestionId, Gold> gold,
            Collection<Candidate> candidates) {
        this.judges = List.copyOf(judges);
        this.gold = gold;
        this.candidates = candidates;
        questions.forEach(question -> this.questions.put(question.id(), question));
        List<String> compared = judges.stream()
                .flatMap(judge -> judge.spec().baseline().stream())
                .toList();
        for (Candidate candidate : candidates) {
            if (compared.contains(candidate.strategy())) {
                baselines.put(
                        new Beside(
                                candidate.strategy(), candidate.model(), candidate.question(), candidate.repetition()),
                        candidate);
            }
        }
    }

    public List<Judge> judges() {
        return judges;
    }

    /** What is judged. */
    public Collection<Candidate> candidates() {
        return candidates;
    }

    /** Everything that judges must be asked, answer by answer, made as it is asked for. */
    public Stream<PlannedJudgement> asked() {
        return candidates.stream()
                .flatMap(candidate -> judges.stream().flatMap(judge -> decision(judge, candidate).stream()))
                .flatMap(decision -> switch (decision) {
                    case Decision.Ruled ruled -> Stream.<PlannedJudgement>empty();
                    case Decision.Asked asked -> asked.judgements().stream();
                });
    }

    /** How a judge comes to an answer's score; empty where it does not apply to the answer. */
    public Optional<Decision> decision(Judge judge, Candidate candidate) {
        Gold key = gold.get(candidate.question());
        Question question = questions.get(candidate.question());
        if (key == null || question == null || !key.known() || !judge.judges(candidate.strategy())) {
            return Optional.empty();
        }
        if (key.unanswerable() && judge.rubric().unanswerable().isEmpty()) {
            return Optional.empty();
        }
        return judge.spec()
                .baseline()
                .map(other -> Optional.ofNullable(baselines.get(
                                new Beside(other, candidate.model(), candidate.question(), candidate.repetition())))
                        .map(baseline -> pair(judge, question, key, candidate, baseline)))
                .orElseGet(() -> Optional.of(single(judge, question, key, candidate)));
    }

    private static Decision single(Judge judge, Question question, Gold gold, Candidate candidate) {
        return switch (candidate.outcome()) {
            case Outcome.Failed failed -> new Decision.Ruled(0);
            case Outcome.Answered answered ->
                switch (answered.answer()) {
                    case Answer.Refused refused -> new Decision.Ruled(gold.unanswerable() ? 1 : 0);
                    case Answer.Given given ->
                        given.text().isBlank()
                                ? new Decision.Ruled(0)
                                : asked(judge, question, gold, candidate, given.text());
                };
        };
    }

    private static Decision asked(Judge judge, Question question, Gold gold, Candidate candidate, String answer) {
        List<PlannedJudgement> planned = new ArrayList<>();
        for (int sample = 0; sample < judge.spec().repetitions(); sample++) {
            planned.add(PlannedJudgement.of(
                    judge,
                    candidate,
                    Place.ALONE,
                    sample,
                    judge.rubric().judge(question.text(), gold.answers(), List.of(answer), sample)));
        }
        return new Decision.Asked(planned);
    }

    private static Decision pair(Judge judge, Question question, Gold gold, Candidate candidate, Candidate baseline) {
        Optional<String> own = text(candidate);
        Optional<String> other = text(baseline);
        if (own.isEmpty() || other.isEmpty() || own.equals(other)) {
            return new Decision.Ruled(own.isPresent() == other.isPresent() ? 0.5 : own.isPresent() ? 1 : 0);
        }
        List<PlannedJudgement> planned = new ArrayList<>();
        for (int sample = 0; sample < judge.spec().repetitions(); sample++) {
            for (Place place : List.of(Place.FIRST, Place.SECOND)) {
                List<String> shown =
                        place == Place.FIRST ? List.of(own.get(), other.get()) : List.of(other.get(), own.get());
                planned.add(PlannedJudgement.of(
                        judge,
                        candidate,
                        place,
                        sample,
                        judge.rubric().judge(question.text(), gold.answers(), shown, sample)));
            }
        }
        return new Decision.Asked(planned);
    }

    /** What is compared; empty for what never came, or says nothing. */
    private static Optional<String> text(Candidate candidate) {
        return candidate.outcome() instanceof Outcome.Answered answered
                ? Optional.of(answered.answer().text().strip()).filter(text -> !text.isEmpty())
                : Optional.empty();
    }
}
