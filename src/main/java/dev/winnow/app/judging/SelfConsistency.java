package dev.winnow.app.judging;

import dev.winnow.app.judging.Judgement.End;
import dev.winnow.app.judging.Judgement.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * How far a judge agrees with itself.
 *
 * @param repeated answers that were judged at least twice in the same way, with a verdict each time
 * @param same the mean over these of the share of pairs of verdicts that are the same; 1 for always
 * @param swapped pairs of answers that have a verdict in both orders
 * @param steady the share of these whose verdict is the same in both orders
 * @param firstPreferred the share of these of which the first place was preferred in both orders
 * @param secondPreferred the same of the second place
 */
public record SelfConsistency(
        int repeated,
        OptionalDouble same,
        int swapped,
        OptionalDouble steady,
        OptionalDouble firstPreferred,
        OptionalDouble secondPreferred) {
    /** Of a judge's judgements. */
    public static SelfConsistency of(List<Judgement> judgements) {
        Map<String, List<Double>> samples = new TreeMap<>();
        Map<String, double[]> pairs = new TreeMap<>();
        for (Judgement judgement : judgements) {
            if (judgement.end() instanceof End.Verdict verdict) {
                samples.computeIfAbsent(judgement.trial() + " " + judgement.place(), key -> new ArrayList<>())
                        .add(verdict.score());
                if (judgement.place() != Place.ALONE) {
                    pairs.computeIfAbsent(judgement.trial() + " " + judgement.sample(), key ->
                                    new double[] {Double.NaN, Double.NaN})[judgement.place() == Place.FIRST ? 0 : 1] =
                            verdict.score();
                }
            }
        }
        List<List<Double>> repeated =
                samples.values().stream().filter(scores -> scores.size() > 1).toList();
        List<double[]> swapped = pairs.values().stream()
                .filter(pair -> !Double.isNaN(pair[0]) && !Double.isNaN(pair[1]))
                .toList();
        return new SelfConsistency(
                repeated.size(),
                repeated.stream().mapToDouble(SelfConsistency::same).average(),
                swapped.size(),
                share(swapped, pair -> pair[0] == pair[1]),
                // The answer that is judged won from the first place and lost from the second, or the other way round.
                share(swapped, pair -> pair[0] > 0.5 && pair[1] < 0.5),
                share(swapped, pair -> pair[0] < 0.5 && pair[1] > 0.5));
    }

    private static OptionalDouble share(List<double[]> pairs, Predicate<double[]> wanted) {
        return pairs.stream().mapToDouble(pair -> wanted.test(pair) ? 1 : 0).average();
    }

    /** The share of pairs of scores that are the same. */
    private static double same(List<Double> scores) {
        int same = 0;
        int pairs = 0;
        for (int i = 0; i < scores.size(); i++) {
            for (int j = i + 1; j < scores.size(); j++) {
                pairs++;
                same += scores.get(i).equals(scores.get(j)) ? 1 : 0;
            }
        }
        return same / (double) pairs;
    }
}
