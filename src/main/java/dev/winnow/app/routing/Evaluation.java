package dev.winnow.app.routing;

import dev.winnow.app.routing.Policy.Kind;
import dev.winnow.app.statistics.Bootstrap;
import dev.winnow.app.statistics.FalseDiscovery;
import dev.winnow.app.statistics.Interval;
import dev.winnow.app.statistics.McNemar;
import dev.winnow.app.statistics.Sample;
import dev.winnow.app.statistics.Wilcoxon;
import dev.winnow.indexer.corpus.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Ways of choosing side by side, on cases that none of them learned from. Intervals draw whole groups of documents with all their
 * questions and models.
 */
final class Evaluation {
    /** Differences this close to 0 are: means over repetitions end in noise. */
    private static final double NOISE = 1e-12;

    private static final double LEVEL = 0.95;

    /** Of fewer groups too few different draws can be made: each case stands for itself then. */
    private static final int FEWEST_GROUPS = 5;

    private static final int MANY = 5_000;

    private final List<Policy> policies;
    private final int[] groups;
    private final Seed seed;
    private final Policy best;
    private final Policy oracle;

    /**
     * Of policies on the same cases.
     *
     * @param groups of the cases, in their order
     */
    Evaluation(List<Policy> policies, int[] groups, Seed seed) {
        this.policies = List.copyOf(policies);
        this.groups = groups.clone();
        this.seed = seed;
        this.best = policies.stream()
                .filter(policy -> policy.kind() == Kind.FIXED)
                .max(Comparator.comparingDouble(Policy::quality))
                .orElseThrow();
        this.oracle = policies.stream()
                .filter(policy -> policy.kind() == Kind.ORACLE)
                .findFirst()
                .orElseThrow();
    }

    /**
     * The figures of one policy.
     *
     * @param gain its quality less that of the best single strategy
     * @param closed the gain as a share of the oracle's; empty where the oracle gains nothing
     * @param regret the oracle's quality less its own
     * @param p two-sided, of no gain over the best single strategy; 1 for that itself
     * @param adjusted p over all policies (Benjamini and Hochberg), the oracle's left out
     */
    record Figures(
            Policy policy,
            Interval quality,
            Interval gain,
            Optional<Interval> closed,
            double regret,
            double p,
            double adjusted) {}

    /** The single strategy with the highest quality on these cases. */
    Policy best() {
        return best;
    }

    Policy oracle() {
        return oracle;
    }

    List<Figures> figures() {
        List<Figures> figures = new ArrayList<>();
        policies.forEach(policy -> figures.add(figures(policy)));
        List<Figures> tested = figures.stream()
                .filter(one -> !one.policy().name().equals(best.name())
                        && !one.policy().name().equals(oracle.name()))
                .toList();
        double[] adjusted = FalseDiscovery.adjusted(
                tested.stream().mapToDouble(Figures::p).toArray());
        for (int i = 0; i < adjusted.length; i++) {
            Figures one = tested.get(i);
            figures.set(
                    figures.indexOf(one),
                    new Figures(
                            one.policy(), one.quality(), one.gain(), one.closed(), one.regret(), one.p(), adjusted[i]));
        }
        return figures;
    }

    private Figures figures(Policy policy) {
        double[] gains = less(policy, best);
        return new Figures(
                policy,
                interval(policy.qualities()),
                interval(gains),
                closed(policy),
                oracle.quality() - policy.quality(),
                p(sample(gains), policy),
                1);
    }

    /** Quality less another's, case by case. */
    static double[] less(Policy policy, Policy other) {
        double[] left = policy.qualities();
        double[] right = other.qualities();
        double[] less = new double[left.length];
        Arrays.setAll(less, i -> Math.abs(left[i] - right[i]) <= NOISE ? 0 : left[i] - right[i]);
        return less;
    }

    Interval interval(double[] values) {
        return Bootstrap.mean(sample(values), LEVEL, resamples(), random().random()).orElseThrow();
    }

    /** The share of the oracle's gain, with an interval of the ratio in the same draws of both. */
    private Optional<Interval> closed(Policy policy) {
        double[] gains = less(policy, best);
        double[] most = less(oracle, best);
        double all = Arrays.stream(most).average().orElse(0);
        if (all <= NOISE) {
            return Optional.empty();
        }
        double share = Arrays.stream(gains).average().orElse(0) / all;
        double[] drawn = Bootstrap.means(sample(gains), resamples(), random().random());
        double[] drawnMost = Bootstrap.means(sample(most), resamples(), random().random());
        double[] shares = new double[drawn.length];
        int kept = 0;
        for (int i = 0; i < drawn.length; i++) {
            if (drawnMost[i] > NOISE) {
                shares[kept++] = drawn[i] / drawnMost[i];
            }
        }
        return kept == 0
                ? Optional.empty()
                : Optional.of(Bootstrap.interval(share, Arrays.copyOf(shares, kept), LEVEL, gains.length));
    }

    /** McNemar's exact test of right and wrong answers, Wilcoxon's of graded ones; of documents' means where these have several. */
    private double p(Sample gains, Policy policy) {
        if (!gains.isIndependent()) {
            return Wilcoxon.of(withoutNoise(gains.clusterMeans())).p();
        }
        boolean rightOrWrong = rightOrWrong(policy.qualities()) && rightOrWrong(best.qualities());
        double[] values = gains.values();
        return rightOrWrong
                ? new McNemar(count(values, 1), count(values, -1)).exact()
                : Wilcoxon.of(values).p();
    }

    private static double[] withoutNoise(double[] values) {
        return Arrays.stream(values)
                .map(value -> Math.abs(value) <= NOISE ? 0 : value)
                .toArray();
    }

    private static boolean rightOrWrong(double[] scores) {
        return Arrays.stream(scores).allMatch(score -> score == 0 || score == 1);
    }

    private static int count(double[] values, int sign) {
        return (int) Arrays.stream(values)
                .filter(value -> Math.signum(value) == sign)
                .count();
    }

    private Sample sample(double[] values) {
        Sample sample = Sample.clustered(values, groups);
        return sample.clusters() < FEWEST_GROUPS ? Sample.independent(values) : sample;
    }

    private int resamples() {
        return groups.length <= MANY ? 2000 : 500;
    }

    /** One for all, so that all see the same draws. */
    private Seed random() {
        return seed.child("bootstrap", "routing");
    }
}
