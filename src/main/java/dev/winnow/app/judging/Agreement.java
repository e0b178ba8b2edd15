package dev.winnow.app.judging;

import dev.winnow.app.statistics.Kappa;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How far a measure and labels, or two measures, agree about which answers are right.
 *
 * @param bothRight answers that both call right
 * @param onlyFirst those that only the first, the measure, calls right
 * @param onlySecond those that only the second, the label, calls right
 * @param bothWrong those that both call wrong
 * @param undecided those of which the first has no verdict, so that it may be either
 */
public record Agreement(int bothRight, int onlyFirst, int onlySecond, int bothWrong, int undecided) {
    /** Where wrong ends and right begins, unless something else is said. */
    public static final double HALF = 0.5;

    /** What a measure makes of an answer. */
    public enum Verdict {
        RIGHT,
        WRONG,
        UNDECIDED;

        /** Of a score that is exact. */
        public static Verdict of(double score, double threshold) {
            return score >= threshold ? RIGHT : WRONG;
        }

        /** Of a judge's: undecided where a missing verdict could tip it. */
        public static Verdict of(JudgedScore score) {
            return score.low() >= HALF ? RIGHT : score.high() < HALF ? WRONG : UNDECIDED;
        }
    }

    /**
     * Over what both know.
     *
     * @param first by the key of the trial
     * @param second from 0 to 1, right from {@link #HALF}
     * @param wanted which trials count
     */
    public static Agreement of(Map<String, Verdict> first, Map<String, Verdict> second, Predicate<String> wanted) {
        int[] counts = new int[5];
        first.forEach((trial, own) -> {
            Verdict other = second.get(trial);
            if (other == null || other == Verdict.UNDECIDED || !wanted.test(trial)) {
                return;
            }
            switch (own) {
                case RIGHT -> counts[other == Verdict.RIGHT ? 0 : 1]++;
                case WRONG -> counts[other == Verdict.RIGHT ? 2 : 3]++;
                case UNDECIDED -> counts[4]++;
            }
        });
        return new Agreement(counts[0], counts[1], counts[2], counts[3], counts[4]);
    }

    /** Answers that both have a verdict on. */
    public int decided() {
        return bothRight + onlyFirst + onlySecond + bothWrong;
    }

    /** All answers, undecided ones too. */
    public int count() {
        return decided() + undecided;
    }

    /** The share on which they agree, if nothing undecided is agreed on. */
    public double lowest() {
        return (bothRight + bothWrong) / (double) count();
    }

    /** The share on which they agree, if everything undecided is. */
    public double highest() {
        return (bothRight + bothWrong + undecided) / (double) count();
    }

    /** The share of decided answers on which they agree; not a number where there are none. */
    public double share() {
        return (bothRight + bothWrong) / (double) decided();
    }

    /** How much more often the first says right than the second, as a share of the decided answers. */
    public double leniency() {
        return (onlyFirst - onlySecond) / (double) decided();
    }

    /** Cohen's kappa over decided answers; empty where there are none. */
    public Optional<Kappa> kappa() {
        return decided() == 0
                ? Optional.empty()
                : Optional.of(
                        Kappa.of(new int[][] {{bothRight, onlyFirst}, {onlySecond, bothWrong}}, Kappa.Weights.NONE));
    }

    /**
     * The threshold from which scores agree best with labels, by kappa; of equally good ones the one nearest to a half. It is
     * chosen on the very labels that it is measured by, so that its agreement is the most that can be hoped for.
     */
    public static double bestThreshold(Map<String, Double> scores, Map<String, Verdict> labels) {
        TreeSet<Double> values = new TreeSet<>();
        labels.keySet().forEach(trial -> Optional.ofNullable(scores.get(trial)).ifPresent(values::add));
        Function<Double, Double> kappa = threshold -> {
            Map<String, Verdict> own = new HashMap<>();
            labels.keySet().forEach(trial -> Optional.ofNullable(scores.get(trial))
                    .ifPresent(score -> own.put(trial, Verdict.of(score, threshold))));
            return of(own, labels, trial -> true).kappa().map(Kappa::value).orElse(0.0);
        };
        double best = HALF;
        double most = Double.NEGATIVE_INFINITY;
        for (double threshold : candidates(values)) {
            double value = kappa.apply(threshold);
            boolean nearer = Math.abs(threshold - HALF) < Math.abs(best - HALF);
            if (value > most || (value == most && nearer)) {
                best = threshold;
                most = value;
            }
        }
        return best;
    }

    /** At most a hundred of the values, so that a file of many labels does not take its square. */
    private static Iterable<Double> candidates(TreeSet<Double> values) {
        int step = Math.max(1, values.size() / 100);
        return () -> {
            int[] place = {0};
            return values.stream().filter(value -> place[0]++ % step == 0).iterator();
        };
    }
}
