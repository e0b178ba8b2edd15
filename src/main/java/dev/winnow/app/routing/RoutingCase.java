package dev.winnow.app.routing;

import dev.winnow.pipelines.route.SavedRouter.CostUnit;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.route.Features;
import java.util.List;
import java.util.Map;

/**
 * One question asked of one model: what is known before it is answered, and what came of each route.
 *
 * @param run where it was asked
 * @param features what a router may know
 * @param group cases of one group are about the same documents; they are never learned from and tested on at once
 * @param results by route, in the order of {@link Outcomes#routes}
 * @param others what other strategies did, such as Self-Route, by their id
 */
record RoutingCase(
        String run,
        Question question,
        String model,
        Features features,
        int group,
        List<RouteResult> results,
        Map<String, RouteResult> others) {
    RoutingCase {
        results = List.copyOf(results);
        others = Map.copyOf(others);
    }

    double quality(int route) {
        return results.get(route).quality();
    }

    Cost cost(int route) {
        return results.get(route).cost();
    }

    /** The route of the oracle: the cheapest of those with the highest quality, the first of equals. */
    int best(CostUnit unit) {
        int best = 0;
        for (int route = 1; route < results.size(); route++) {
            double better = quality(route) - quality(best);
            if (better > 0 || (better == 0 && cost(route).in(unit) < cost(best).in(unit))) {
                best = route;
            }
        }
        return best;
    }

    /** Whether all routes do equally well. */
    boolean indifferent() {
        return results.stream().mapToDouble(RouteResult::quality).distinct().count() == 1;
    }

    /** What cases are told apart by: {@code model}, {@code run}, or an attribute of the question; empty where it has none. */
    String value(String name) {
        return switch (name) {
            case MODEL -> model;
            case RUN -> run;
            default -> question.attributes().getOrDefault(name, "");
        };
    }

    /** The name by which cases are told apart by their models. */
    static final String MODEL = "model";

    /** The name by which cases are told apart by the runs that they are from. */
    static final String RUN = "run";
}
