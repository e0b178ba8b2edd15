package dev.winnow.app.routing;

import dev.winnow.pipelines.route.SavedRouter.CostUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Recorded outcomes of two or more strategies, question by question.
 *
 * @param routes ids of the strategies among which routers choose
 * @param measure the name of what quality is
 * @param unit what costs are weighed in
 * @param cases in the order of runs, questions and models
 * @param notes what a reader should know of how the cases were made, one sentence each
 */
record Outcomes(
        List<Route> routes, String measure, CostUnit unit, List<RoutingCase> cases, List<String> notes) {
    Outcomes {
        routes = List.copyOf(routes);
        cases = List.copyOf(cases);
        notes = List.copyOf(notes);
    }

    /** Where a strategy stands in the question of routing. */
    enum Family {
        RETRIEVAL("RAG"),
        LONG_CONTEXT("long context"),
        OTHER("other");

        private final String text;

        Family(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** A strategy that may be chosen. */
    record Route(String id, Family family) {}

    List<String> names() {
        return routes.stream().map(Route::id).toList();
    }

    int groups() {
        return (int) cases.stream().mapToInt(RoutingCase::group).distinct().count();
    }

    Set<String> models() {
        return cases.stream().map(RoutingCase::model).collect(Collectors.toCollection(TreeSet::new));
    }

    int questions() {
        return (int) cases.stream()
                .map(one -> one.run() + "/" + one.question().id().value())
                .distinct()
                .count();
    }

    /** The mean cost of a route over some cases. */
    static Cost meanCost(List<RoutingCase> cases, int route) {
        Cost sum = cases.stream().map(one -> one.cost(route)).reduce(Cost.NONE, Cost::plus);
        return sum.times(1.0 / cases.size());
    }

    static double meanQuality(List<RoutingCase> cases, int route) {
        return cases.stream().mapToDouble(one -> one.quality(route)).average().orElse(Double.NaN);
    }

    /** The route with the highest mean quality over some cases; of equals the cheapest. */
    int bestFixed(List<RoutingCase> some) {
        int best = 0;
        for (int route = 1; route < routes.size(); route++) {
            double better = meanQuality(some, route) - meanQuality(some, best);
            if (better > 0
                    || (better == 0 && meanCost(some, route).in(unit) < meanCost(some, best).in(unit))) {
                best = route;
            }
        }
        return best;
    }

    /** The route with the lowest mean cost over some cases; of equals the first. */
    int cheapest(List<RoutingCase> some) {
        int least = 0;
        for (int route = 1; route < routes.size(); route++) {
            if (meanCost(some, route).in(unit) < meanCost(some, least).in(unit)) {
                least = route;
            }
        }
        return least;
    }
}
