package dev.winnow.pipelines.route;

import java.util.List;

/**
 * A sum of regression trees for each route, as gradient boosting makes them (Friedman, Greedy Function Approximation, 2001);
 * a mean of trees too, if their values are divided by their number.
 *
 * @param link from the sum to the quality
 * @param base what is added to the sum of each route
 * @param trees of each route
 */
public record BoostedTrees(Link link, List<Double> base, List<List<Tree>> trees) implements RouterModel {
    public BoostedTrees {
        base = List.copyOf(base);
        trees = trees.stream().map(List::copyOf).toList();
        Finite.require("base", base);
    }

    /**
     * A binary tree. Nodes have numbers from 0, the root's; children have higher ones than their parent. A row goes left
     * where the value of the node's column is at most the threshold.
     *
     * @param columns of each node: which column it looks at, or {@link #LEAF}
     * @param thresholds of each node; a leaf's counts for nothing
     * @param left the child of each node; a leaf's counts for nothing
     * @param right the other child
     * @param values of each node: a leaf's is the tree's; an inner node's is the mean of what was learnt from the rows that
     *     came by, which tells how much a step adds and changes no prediction
     */
    public record Tree(
            List<Integer> columns,
            List<Double> thresholds,
            List<Integer> left,
            List<Integer> right,
            List<Double> values) {
        /** The column of a leaf. */
        public static final int LEAF = -1;

        public Tree {
            columns = List.copyOf(columns);
            thresholds = List.copyOf(thresholds);
            left = List.copyOf(left);
            right = List.copyOf(right);
            values = List.copyOf(values);
            int nodes = columns.size();
            if (nodes == 0) {
                throw new IllegalArgumentException("columns must have at least one entry, the root's");
            }
            Finite.requireSize("thresholds", thresholds, nodes, "node");
            Finite.requireSize("left", left, nodes, "node");
            Finite.requireSize("right", right, nodes, "node");
            Finite.requireSize("values", values, nodes, "node");
            Finite.require("thresholds", thresholds);
            Finite.require("values", values);
            for (int node = 0; node < nodes; node++) {
                if (columns.get(node) != LEAF) {
                    requireChild("left", node, left.get(node), nodes);
                    requireChild("right", node, right.get(node), nodes);
                }
            }
        }

        private static void requireChild(String what, int node, int child, int nodes) {
            if (child <= node || child >= nodes) {
                throw new IllegalArgumentException(what + "[" + node + "] must be above " + node + " and below " + nodes
                        + ", the number of nodes, got " + child);
            }
        }

        /** A tree of one leaf. */
        public static Tree leaf(double value) {
            return new Tree(List.of(LEAF), List.of(0.0), List.of(0), List.of(0), List.of(value));
        }

        double value(double[] row) {
            int node = 0;
            while (columns.get(node) != LEAF) {
                node = next(node, row);
            }
            return values.get(node);
        }

        /** Adds to each column what the steps that look at it change of the nodes' values (Saabas, 2014). */
        private void contributions(double[] row, double[] into) {
            int node = 0;
            while (columns.get(node) != LEAF) {
                int next = next(node, row);
                into[columns.get(node)] += values.get(next) - values.get(node);
                node = next;
            }
        }

        private int next(int node, double[] row) {
            return row[columns.get(node)] <= thresholds.get(node) ? left.get(node) : right.get(node);
        }

        private void check(String what, int wanted) {
            for (int node = 0; node < columns.size(); node++) {
                int column = columns.get(node);
                if (column < LEAF || column >= wanted) {
                    throw new IllegalArgumentException("%s.columns[%d] must be from -1 (a leaf) to %d, got %d"
                            .formatted(what, node, wanted - 1, column));
                }
            }
        }
    }

    @Override
    public double[] qualities(double[] row) {
        double[] qualities = new double[base.size()];
        for (int route = 0; route < qualities.length; route++) {
            double sum = base.get(route);
            for (Tree tree : trees.get(route)) {
                sum += tree.value(row);
            }
            qualities[route] = link.quality(sum);
        }
        return qualities;
    }

    @Override
    public double[] contributions(double[] row, int route) {
        double[] added = new double[row.length];
        for (Tree tree : trees.get(route)) {
            tree.contributions(row, added);
        }
        return added;
    }

    @Override
    public void check(int routes, int columns) {
        Finite.requireSize("base", base, routes, "route");
        Finite.requireSize("trees", trees, routes, "route");
        for (int route = 0; route < routes; route++) {
            for (int i = 0; i < trees.get(route).size(); i++) {
                trees.get(route).get(i).check("trees[" + route + "][" + i + "]", columns);
            }
        }
    }
}
