package dev.winnow.app.judging;

import dev.winnow.app.judging.JudgePlan.Decision;
import dev.winnow.app.judging.Judgement.End;
import dev.winnow.app.judging.Judgement.Place;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An answer's score by a judge, as far as judgements say: the lowest and the highest that it can be, which differ where a
 * judgement has no verdict. The score that tables count is the middle of both.
 *
 * @param asked judgements that were to be made; 0 where a rule decides
 * @param failed those of them without a verdict, by why
 * @param pending those of them that are still to be made
 */
public record JudgedScore(double low, double high, int asked, Map<Judgement.Why, Integer> failed, int pending) {
    /** What tables count. */
    public double score() {
        return (low + high) / 2;
    }

    /** What a verdict can be. */
    private record Bounds(double low, double high) {
        private static final Bounds OPEN = new Bounds(0, 1);

        static Bounds of(Optional<Double> score) {
            return score.map(exact -> new Bounds(exact, exact)).orElse(OPEN);
        }
    }

    /**
     * Of a decision.
     *
     * @param judgements by key
     */
    public static JudgedScore of(Decision decision, Map<String, Judgement> judgements) {
        return switch (decision) {
            case Decision.Ruled ruled -> new JudgedScore(ruled.score(), ruled.score(), 0, Map.of(), 0);
            case Decision.Asked asked -> of(asked, judgements);
        };
    }

    private static JudgedScore of(Decision.Asked asked, Map<String, Judgement> judgements) {
        Map<Judgement.Why, Integer> failed = new EnumMap<>(Judgement.Why.class);
        int pending = 0;
        Map<Integer, Map<Place, Optional<Double>>> samples = new TreeMap<>();
        for (PlannedJudgement planned : asked.judgements()) {
            Judgement judgement = judgements.get(planned.key());
            Optional<Double> score = Optional.empty();
            if (judgement == null) {
                pending++;
            } else {
                switch (judgement.end()) {
                    case End.Verdict verdict -> score = Optional.of(verdict.score());
                    case End.Failed why -> failed.merge(why.why(), 1, Integer::sum);
                }
            }
            samples.computeIfAbsent(planned.sample(), sample -> new EnumMap<>(Place.class))
                    .put(planned.place(), score);
        }
        double low = 0;
        double high = 0;
        for (Map<Place, Optional<Double>> sample : samples.values()) {
            Bounds bounds = sample.containsKey(Place.ALONE)
                    ? Bounds.of(sample.get(Place.ALONE))
                    : both(sample.get(Place.FIRST), sample.get(Place.SECOND));
            low += bounds.low();
            high += bounds.high();
        }
        int count = samples.size();
        return new JudgedScore(low / count, high / count, asked.judgements().size(), failed, pending);
    }

    /** A pair in both orders: verdicts that differ are a tie. */
    private static Bounds both(Optional<Double> first, Optional<Double> second) {
        if (first.isPresent() && second.isPresent()) {
            double score = first.get().equals(second.get()) ? first.get() : 0.5;
            return new Bounds(score, score);
        }
        // The other verdict may be the same, or may make it a tie.
        return first.or(() -> second)
                .map(known -> new Bounds(Math.min(known, 0.5), Math.max(known, 0.5)))
                .orElse(Bounds.OPEN);
    }
}
