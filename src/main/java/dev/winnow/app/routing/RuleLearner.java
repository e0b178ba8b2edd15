package dev.winnow.app.routing;

import dev.winnow.indexer.corpus.Seed;
import dev.winnow.pipelines.route.RuleList;
import dev.winnow.pipelines.route.RuleList.Condition;
import dev.winnow.pipelines.route.RuleList.Rule;
import dev.winnow.pipelines.route.RuleList.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Rules that people can read: a tree of at most two questions to an answer, which tells apart where one route does better than the
 * others, and says the mean quality of each route of the cases that give the same answers.
 */
final class RuleLearner implements Learner {
    private static final int DEPTH = 2;

    /** A leaf of fewer cases, or of a smaller share of them, is chance. */
    private static final int FEWEST = 10;

    private static final int LEAST_SHARE = 20;

    @Override
    public String name() {
        return "rules";
    }

    @Override
    public String title() {
        return "rules";
    }

    @Override
    public Learned train(List<RoutingCase> cases, Outcomes outcomes, Seed seed) {
        return train(cases, outcomes, feature -> true, seed);
    }

    /** The same with some of the features. */
    static Learned train(List<RoutingCase> cases, Outcomes outcomes, Predicate<String> wanted, Seed seed) {
        List<String> columns = Columns.of(cases, wanted);
        List<double[]> rows = Columns.rows(cases, columns);
        int fewest = Math.max(FEWEST, cases.size() / LEAST_SHARE);
        GrownTree tree = GrownTree.of(rows, advantages(cases), DEPTH, fewest, seed);
        int routes = outcomes.routes().size();
        double[][] sums = new double[tree.nodes()][routes];
        int[] counts = new int[tree.nodes()];
        for (int i = 0; i < rows.size(); i++) {
            for (int node : tree.path(rows.get(i))) {
                counts[node]++;
                for (int route = 0; route < routes; route++) {
                    sums[node][route] += cases.get(i).quality(route);
                }
            }
        }
        List<List<Double>> means = new ArrayList<>();
        for (int node = 0; node < counts.length; node++) {
            List<Double> mean = new ArrayList<>();
            for (double sum : sums[node]) {
                mean.add(Math.min(1, Math.max(0, sum / counts[node])));
            }
            means.add(mean);
        }
        List<Rule> rules = new ArrayList<>();
        List<Double> otherwise = collect(tree, 0, List.of(), means, rules);
        return new Learned(columns, Optional.empty(), new RuleList(rules, otherwise));
    }

    /** The quality of each route less the mean over routes: what choosing is about. */
    private static List<double[]> advantages(List<RoutingCase> cases) {
        return cases.stream()
                .map(one -> {
                    double[] qualities = one.results().stream()
                            .mapToDouble(RouteResult::quality)
                            .toArray();
                    double mean = Arrays.stream(qualities).average().orElse(0);
                    return Arrays.stream(qualities)
                            .map(quality -> quality - mean)
                            .toArray();
                })
                .toList();
    }

    /** Adds a rule for each leaf below a node but the last, and returns what that says. */
    private static List<Double> collect(
            GrownTree tree, int node, List<Condition> above, List<List<Double>> means, List<Rule> rules) {
        if (tree.isLeaf(node)) {
            return means.get(node);
        }
        List<Condition> left = and(above, new Condition(tree.column(node), Side.AT_MOST, tree.threshold(node)));
        List<Condition> right = and(above, new Condition(tree.column(node), Side.ABOVE, tree.threshold(node)));
        rules.add(new Rule(left, collect(tree, tree.left(node), left, means, rules)));
        return collect(tree, tree.right(node), right, means, rules);
    }

    private static List<Condition> and(List<Condition> conditions, Condition another) {
        List<Condition> all = new ArrayList<>(conditions);
        all.add(another);
        return all;
    }
}
