package dev.winnow.app.routing;

import java.util.List;

/**
 * A way of choosing, and what came of it on each case that it was tested on.
 *
 * @param name as files and tables have it
 * @param outcomes by the order of tested cases
 */
record Policy(String name, Kind kind, List<Decided> outcomes) {
    Policy {
        outcomes = List.copyOf(outcomes);
    }

    /** What stands behind a choice. */
    enum Kind {
        /** One strategy for all. */
        FIXED,
        /** A rule that nobody learned, or chance. */
        RULE,
        /** Asks a model first. */
        ASKS,
        /** Learned from outcomes, of other documents. */
        LEARNED,
        /** Knows the outcomes. */
        ORACLE
    }

    /**
     * What came of one case.
     *
     * @param route that was taken; -1 where several were
     */
    record Decided(double quality, Cost cost, int route) {
        static Decided of(RoutingCase one, int route) {
            return new Decided(one.quality(route), one.cost(route), route);
        }

        static Decided of(RouteResult result) {
            return new Decided(result.quality(), result.cost(), -1);
        }
    }

    double[] qualities() {
        return outcomes.stream().mapToDouble(Decided::quality).toArray();
    }

    double quality() {
        return outcomes.stream().mapToDouble(Decided::quality).average().orElse(Double.NaN);
    }

    Cost cost() {
        return outcomes.stream()
                .map(Decided::cost)
                .reduce(Cost.NONE, Cost::plus)
                .times(1.0 / outcomes.size());
    }

    /** The share of cases that went to a route; of choices by chance, or of strategies that choose themselves, 0. */
    double share(int route) {
        return outcomes.stream().filter(one -> one.route() == route).count() / (double) outcomes.size();
    }

    /** The same on some of its cases, by their place among them. */
    Policy on(List<Integer> places) {
        return new Policy(name, kind, places.stream().map(outcomes::get).toList());
    }
}
