package dev.winnow.app.routing;

import dev.winnow.pipelines.route.SavedRouter.Scaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Cases as rows of numbers. */
final class Columns {
    /** A feature that fewer cases have tells nothing that would hold for others. */
    private static final int FEWEST = 3;

    private Columns() {}

    /** The features that are not 0 in some cases and not the same in all, in order of name. */
    static List<String> of(List<RoutingCase> cases, Predicate<String> wanted) {
        Map<String, Integer> present = new TreeMap<>();
        Map<String, Double> first = new TreeMap<>();
        Map<String, Boolean> varies = new TreeMap<>();
        for (RoutingCase one : cases) {
            one.features().values().forEach((name, value) -> {
                if (value != 0) {
                    present.merge(name, 1, Integer::sum);
                }
                Double before = first.putIfAbsent(name, value);
                if (before != null && !before.equals(value)) {
                    varies.put(name, true);
                }
            });
        }
        List<String> columns = new ArrayList<>();
        present.forEach((name, count) -> {
            if (wanted.test(name) && count >= FEWEST && (count < cases.size() || varies.containsKey(name))) {
                columns.add(name);
            }
        });
        return columns;
    }

    static List<double[]> rows(List<RoutingCase> cases, List<String> columns) {
        return cases.stream().map(one -> one.features().row(columns)).toList();
    }

    /** Mean and standard deviation of each column. */
    static Scaling scaling(List<double[]> rows, int columns) {
        double[] mean = new double[columns];
        double[] squares = new double[columns];
        for (double[] row : rows) {
            for (int i = 0; i < columns; i++) {
                mean[i] += row[i] / rows.size();
            }
        }
        for (double[] row : rows) {
            for (int i = 0; i < columns; i++) {
                squares[i] += (row[i] - mean[i]) * (row[i] - mean[i]) / rows.size();
            }
        }
        List<Double> means = new ArrayList<>();
        List<Double> deviations = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            means.add(mean[i]);
            deviations.add(Math.sqrt(squares[i]));
        }
        return new Scaling(means, deviations);
    }
}
