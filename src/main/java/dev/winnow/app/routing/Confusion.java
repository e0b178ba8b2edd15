package dev.winnow.app.routing;

import java.util.ArrayList;
import java.util.List;

/**
 * What a router chose beside what the oracle would have chosen.
 *
 * @param counts of cases, by the oracle's route, then by the router's
 * @param indifferent the same of cases on which all routes do equally well, by the router's route
 */
record Confusion(List<List<Integer>> counts, List<Integer> indifferent) {
    static Confusion of(Policy policy, List<RoutingCase> cases, Outcomes outcomes) {
        int routes = outcomes.routes().size();
        int[][] counts = new int[routes][routes];
        int[] indifferent = new int[routes];
        for (int i = 0; i < cases.size(); i++) {
            int chosen = policy.outcomes().get(i).route();
            if (cases.get(i).indifferent()) {
                indifferent[chosen]++;
            } else {
                counts[cases.get(i).best(outcomes.unit())][chosen]++;
            }
        }
        List<List<Integer>> rows = new ArrayList<>();
        for (int[] row : counts) {
            rows.add(list(row));
        }
        return new Confusion(rows, list(indifferent));
    }

    private static List<Integer> list(int[] counts) {
        List<Integer> list = new ArrayList<>();
        for (int count : counts) {
            list.add(count);
        }
        return List.copyOf(list);
    }

    Confusion {
        counts = counts.stream().map(List::copyOf).toList();
        indifferent = List.copyOf(indifferent);
    }
}
