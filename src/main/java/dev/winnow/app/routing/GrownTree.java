package dev.winnow.app.routing;

import dev.winnow.indexer.corpus.Seed;
import dev.winnow.pipelines.route.BoostedTrees.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.MutableDataset;
import org.tribuo.common.tree.Node;
import org.tribuo.common.tree.SplitNode;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.rtree.CARTJointRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;

/**
 * The questions of a regression tree (Breiman and others, Classification and Regression Trees, 1984), without what its leaves say. Nodes have
 * numbers from 0, the root's; children have higher ones than their parent. A row goes left where its column is at most the threshold.
 */
final class GrownTree {
    private final List<Integer> columns = new ArrayList<>();
    private final List<Double> thresholds = new ArrayList<>();
    private final List<Integer> left = new ArrayList<>();
    private final List<Integer> right = new ArrayList<>();

    private GrownTree() {}

    /**
     * Grows a tree that makes the targets of each leaf as equal as can be.
     *
     * @param targets of each row, as many of each
     * @param depth questions from the root to a leaf, at most
     * @param fewest rows that a leaf has, at least
     */
    static GrownTree of(List<double[]> rows, List<double[]> targets, int depth, int fewest, Seed seed) {
        GrownTree tree = new GrownTree();
        if (rows.get(0).length == 0 || rows.size() < 2 * fewest) {
            int unused = tree.leaf();
            return tree;
        }
        RegressionFactory factory = new RegressionFactory();
        MutableDataset<Regressor> data =
                new MutableDataset<>(new SimpleDataSourceProvenance("outcomes", factory), factory);
        String[] features = names(rows.get(0).length);
        String[] dimensions = names(targets.get(0).length);
        for (int i = 0; i < rows.size(); i++) {
            data.add(new ArrayExample<>(
                    new Regressor(dimensions, targets.get(i).clone()),
                    features,
                    rows.get(i).clone()));
        }
        TreeModel<Regressor> model = new CARTJointRegressionTrainer(
                        depth + 1, (float) fewest, 0f, 1f, false, new MeanSquaredError(), false, seed.value())
                .train(data);
        int unused = tree.add(model.getRoot(), model.getFeatureIDMap(), depth);
        return tree;
    }

    private static String[] names(int count) {
        return IntStream.range(0, count)
                .mapToObj(place -> String.format(Locale.ROOT, "%06d", place))
                .toArray(String[]::new);
    }

    private int add(Node<Regressor> node, ImmutableFeatureMap features, int depth) {
        if (!(node instanceof SplitNode<Regressor> split) || depth == 0) {
            return leaf();
        }
        int place = leaf();
        columns.set(place, Integer.parseInt(features.get(split.getFeatureID()).getName()));
        thresholds.set(place, split.splitValue());
        left.set(place, add(split.getLessThanOrEqual(), features, depth - 1));
        right.set(place, add(split.getGreaterThan(), features, depth - 1));
        return place;
    }

    private int leaf() {
        columns.add(Tree.LEAF);
        thresholds.add(0.0);
        left.add(0);
        right.add(0);
        return columns.size() - 1;
    }

    int nodes() {
        return columns.size();
    }

    boolean isLeaf(int node) {
        return columns.get(node) == Tree.LEAF;
    }

    int column(int node) {
        return columns.get(node);
    }

    double threshold(int node) {
        return thresholds.get(node);
    }

    int left(int node) {
        return left.get(node);
    }

    int right(int node) {
        return right.get(node);
    }

    /** The nodes that a row comes by, from the root to a leaf. */
    List<Integer> path(double[] row) {
        List<Integer> path = new ArrayList<>();
        int node = 0;
        path.add(node);
        while (!isLeaf(node)) {
            node = row[columns.get(node)] <= thresholds.get(node) ? left.get(node) : right.get(node);
            path.add(node);
        }
        return path;
    }

    /** With what its nodes say. */
    Tree with(List<Double> values) {
        return new Tree(columns, thresholds, left, right, values);
    }
}
