package dev.winnow.app.judging;

import dev.winnow.app.judging.JudgePlan.Decision;
import dev.winnow.pipelines.model.Price;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the judges of a run said, and the labels that it is held against.
 *
 * @param judges in their order
 * @param prices of the models that judge, by id, as far as they are known
 * @param labels none where there are none
 */
public record JudgedRun(List<Verdicts> judges, Map<String, Price> prices, Labels labels) {
    public JudgedRun {
        judges = List.copyOf(judges);
        prices = Map.copyOf(prices);
    }

    /** No judges and no labels. */
    public static final JudgedRun NONE = new JudgedRun(List.of(), Map.of(), Labels.NONE);

    /**
     * What one judge said.
     *
     * @param scores by the key of the trial; without answers that it does not judge
     * @param judgements those that count, in the order of the plan
     */
    public record Verdicts(Judge judge, Map<String, JudgedScore> scores, List<Judgement> judgements) {
        public Verdicts {
            judgements = List.copyOf(judgements);
        }
    }

    /**
     * Of a plan.
     *
     * @param judgements by key, others too
     */
    public static JudgedRun of(
            JudgePlan plan, Map<String, Judgement> judgements, Map<String, Price> prices, Labels labels) {
        List<Verdicts> all = new ArrayList<>();
        for (Judge judge : plan.judges()) {
            Map<String, JudgedScore> scores = new HashMap<>();
            List<Judgement> own = new ArrayList<>();
            for (Candidate candidate : plan.candidates()) {
                Optional<Decision> decision = plan.decision(judge, candidate);
                decision.ifPresent(made -> scores.put(candidate.trial(), JudgedScore.of(made, judgements)));
                if (decision.isPresent() && decision.get() instanceof Decision.Asked asked) {
                    asked.judgements().stream()
                            .map(planned -> judgements.get(planned.key()))
                            .filter(Objects::nonNull)
                            .forEach(own::add);
                }
            }
            all.add(new Verdicts(judge, scores, own));
        }
        return new JudgedRun(all, prices, labels);
    }

    /** Whether there is nothing to tell. */
    public boolean isEmpty() {
        return judges.isEmpty() && labels.isEmpty();
    }

    /** Scores by trial key, then by the judge's name. */
    public Map<String, Map<String, Double>> scores() {
        Map<String, Map<String, Double>> scores = new HashMap<>();
        for (Verdicts verdicts : judges) {
            verdicts.scores().forEach((trial, score) -> scores.computeIfAbsent(trial, key -> new LinkedHashMap<>())
                    .put(verdicts.judge().name(), score.score()));
        }
        return scores;
    }
}
