package dev.winnow.app.routing;

import dev.winnow.indexer.corpus.Seed;
import dev.winnow.pipelines.route.BoostedTrees;
import dev.winnow.pipelines.route.BoostedTrees.Tree;
import dev.winnow.pipelines.route.RouterModel.Link;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Gradient boosting of regression trees for the logistic loss, one sum of trees for each route (Friedman, Greedy Function
 * Approximation, 2001, algorithm 5): each tree is grown on the difference of quality and prediction, its leaves take one step of
 * Newton's method, and a tenth of it counts. A quality between 0 and 1 counts as so much of a right answer.
 */
final class BoostedTreesLearner implements Learner {
    private static final int ROUNDS = 40;
    private static final int DEPTH = 3;
    private static final double RATE = 0.1;

    private static final int FEWEST = 10;
    private static final int LEAST_SHARE = 50;

    /** Keeps the step finite where predictions are sure. */
    private static final double LEAST_CURVATURE = 1e-3;

    /** Keeps the logarithm of the odds finite. */
    private static final double SURE = 0.01;

    @Override
    public String name() {
        return "boosted-trees";
    }

    @Override
    public String title() {
        return "boosted trees";
    }

    @Override
    public Learned train(List<RoutingCase> cases, Outcomes outcomes, Seed seed) {
        List<String> columns = Columns.of(cases, feature -> true);
        List<double[]> rows = Columns.rows(cases, columns);
        List<Double> bases = new ArrayList<>();
        List<List<Tree>> trees = new ArrayList<>();
        for (int route = 0; route < outcomes.routes().size(); route++) {
            int chosen = route;
            double[] quality =
                    cases.stream().mapToDouble(one -> one.quality(chosen)).toArray();
            double base = logOdds(Outcomes.meanQuality(cases, route));
            bases.add(base);
            trees.add(boost(rows, quality, base, seed.child("route", Integer.toString(route))));
        }
        return new Learned(columns, Optional.empty(), new BoostedTrees(Link.LOGISTIC, bases, trees));
    }

    static double logOdds(double mean) {
        double inside = Math.min(1 - SURE, Math.max(SURE, mean));
        return Math.log(inside / (1 - inside));
    }

    private static List<Tree> boost(List<double[]> rows, double[] quality, double base, Seed seed) {
        int fewest = Math.max(FEWEST, rows.size() / LEAST_SHARE);
        double[] sums = new double[quality.length];
        List<Tree> trees = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            double[] expected = new double[quality.length];
            List<double[]> residuals = new ArrayList<>();
            for (int i = 0; i < quality.length; i++) {
                expected[i] = 1 / (1 + Math.exp(-base - sums[i]));
                residuals.add(new double[] {quality[i] - expected[i]});
            }
            GrownTree grown = GrownTree.of(rows, residuals, DEPTH, fewest, seed.child("tree", Integer.toString(round)));
            List<List<Integer>> paths = rows.stream().map(grown::path).toList();
            List<Double> steps = steps(grown.nodes(), paths, residuals, expected);
            for (int i = 0; i < sums.length; i++) {
                List<Integer> path = paths.get(i);
                sums[i] += steps.get(path.get(path.size() - 1));
            }
            trees.add(grown.with(steps));
        }
        return trees;
    }

    /** A step of Newton's method for the cases that come by each node, shrunk. */
    private static List<Double> steps(
            int nodes, List<List<Integer>> paths, List<double[]> residuals, double[] expected) {
        double[] slopes = new double[nodes];
        double[] curvatures = new double[nodes];
        for (int i = 0; i < expected.length; i++) {
            for (int node : paths.get(i)) {
                slopes[node] += residuals.get(i)[0];
                curvatures[node] += expected[i] * (1 - expected[i]);
            }
        }
        List<Double> steps = new ArrayList<>(Collections.nCopies(nodes, 0.0));
        for (int node = 0; node < nodes; node++) {
            steps.set(node, RATE * slopes[node] / Math.max(LEAST_CURVATURE, curvatures[node]));
        }
        return steps;
    }
}
