package dev.winnow.pipelines.route;

import java.util.List;

/**
 * A weighted sum of the columns for each route: logistic regression, or a linear one.
 *
 * @param link from the sum to the quality
 * @param bias what is added to the sum of each route
 * @param weights of each column, for each route
 */
public record LinearModel(Link link, List<Double> bias, List<List<Double>> weights) implements RouterModel {
    public LinearModel {
        bias = List.copyOf(bias);
        weights = weights.stream().map(List::copyOf).toList();
        Finite.require("bias", bias);
        for (int i = 0; i < weights.size(); i++) {
            Finite.require("weights[" + i + "]", weights.get(i));
        }
    }

    @Override
    public double[] qualities(double[] row) {
        double[] qualities = new double[bias.size()];
        for (int route = 0; route < qualities.length; route++) {
            double sum = bias.get(route);
            for (double term : contributions(row, route)) {
                sum += term;
            }
            qualities[route] = link.quality(sum);
        }
        return qualities;
    }

    @Override
    public double[] contributions(double[] row, int route) {
        double[] terms = new double[row.length];
        for (int column = 0; column < row.length; column++) {
            terms[column] = weights.get(route).get(column) * row[column];
        }
        return terms;
    }

    @Override
    public void check(int routes, int columns) {
        Finite.requireSize("bias", bias, routes, "route");
        Finite.requireSize("weights", weights, routes, "route");
        for (int i = 0; i < weights.size(); i++) {
            Finite.requireSize("weights[" + i + "]", weights.get(i), columns, "column");
        }
    }
}
