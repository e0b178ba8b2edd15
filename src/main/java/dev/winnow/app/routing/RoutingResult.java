package dev.winnow.app.routing;

import dev.winnow.app.routing.Evaluation.Figures;
import dev.winnow.app.statistics.Interval;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a routing experiment found.
 *
 * @param seed from which folds, exchanges and resamples derive
 * @param tested the cases that routers were tested on, in the order of every policy's outcomes
 * @param splits how many times each router was learned
 * @param design how cases were divided, one sentence
 * @param kept the name of the learner whose router is saved
 * @param policies all ways of choosing, with cost left out of learned choices
 * @param curve of each learner, by rising weight of cost
 * @param frugal of each learner, with the weight that keeps the quality of the best single strategy
 * @param calibrations by learner
 * @param importance of features for the kept learner, the most important first
 * @param slices by values of attributes, models and runs
 * @param transfers to values that were not learned from
 */
record RoutingResult(
        String name,
        Outcomes outcomes,
        long seed,
        List<RoutingCase> tested,
        int splits,
        String design,
        String kept,
        List<Figures> policies,
        List<CurvePoint> curve,
        List<Frugal> frugal,
        Map<String, Calibration> calibrations,
        List<Importance> importance,
        Confusion confusion,
        List<Slice> slices,
        List<Transfer> transfers) {
    RoutingResult {
        tested = List.copyOf(tested);
        policies = List.copyOf(policies);
        curve = List.copyOf(curve);
        frugal = List.copyOf(frugal);
        importance = List.copyOf(importance);
        slices = List.copyOf(slices);
        transfers = List.copyOf(transfers);
    }

    /**
     * What a router does at one weight of cost.
     *
     * @param weight points of quality that the whole price of the dearest route is worth
     */
    record CurvePoint(String learner, double weight, Interval quality, Cost cost) {}

    /**
     * A router at the weight of cost that was found, on the cases learned from, to keep the quality of the best single strategy.
     *
     * @param gain quality less that of the best single strategy
     * @param cost of the router
     * @param fixed what the best single strategy costs
     */
    record Frugal(String learner, Interval quality, Interval gain, Cost cost, Cost fixed) {}

    /**
     * Cases of one value.
     *
     * @param by what they are told apart by
     * @param qualities of every policy, in the order of {@link #policies}
     * @param gain of the kept router over the single strategy that is best here
     */
    record Slice(String by, String value, int cases, List<Double> qualities, List<Cost> costs, Interval gain) {}

    /**
     * Cases of one value, chosen for by routers that learned from the others.
     *
     * @param by what they are told apart by
     * @param chosen the single strategy that is best on what was learned from
     * @param figures of the single strategies, the learned routers and the oracle
     */
    record Transfer(String by, String value, int cases, String chosen, List<Figures> figures) {
        Transfer {
            figures = List.copyOf(figures);
        }
    }

    Figures figures(String policy) {
        return find(policy).orElseThrow();
    }

    Optional<Figures> find(String policy) {
        return policies.stream().filter(one -> one.policy().name().equals(policy)).findFirst();
    }

    /** The best single strategy. */
    Figures best() {
        return policies.stream()
                .filter(one -> one.policy().kind() == Policy.Kind.FIXED)
                .max((left, right) -> Double.compare(left.quality().mean(), right.quality().mean()))
                .orElseThrow();
    }
}
