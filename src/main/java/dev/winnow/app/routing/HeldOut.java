package dev.winnow.app.routing;

import dev.winnow.app.routing.Folds.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a learner predicts of cases that it did not learn from, and what it then chooses. */
final class HeldOut {
    private final Outcomes outcomes;
    private final List<Fitted> fits;
    private final double[][] predicted;
    private final int[] fitOf;

    /**
     * What was learned for one split.
     *
     * @param model that was learned
     * @param prices of the routes, as {@link #prices} has them, of the cases learned from
     * @param frugal the weight of cost that was found on the cases learned from to keep the quality of the best single strategy
     */
    record Fitted(Split split, Learned model, List<Double> prices, double frugal) {}

    HeldOut(Outcomes outcomes, List<Fitted> fits) {
        this.outcomes = outcomes;
        this.fits = List.copyOf(fits);
        this.predicted = new double[outcomes.cases().size()][];
        this.fitOf = new int[predicted.length];
        Arrays.fill(fitOf, -1);
        for (int i = 0; i < fits.size(); i++) {
            for (int place : fits.get(i).split().test()) {
                predicted[place] =
                        fits.get(i).model().predict(outcomes.cases().get(place).features());
                fitOf[place] = i;
            }
        }
    }

    List<Fitted> fits() {
        return fits;
    }

    /** The places of the cases that were tested on, in order. */
    List<Integer> places() {
        List<Integer> places = new ArrayList<>();
        for (int place = 0; place < predicted.length; place++) {
            if (predicted[place] != null) {
                places.add(place);
            }
        }
        return places;
    }

    /** The predicted quality of each route. */
    double[] predicted(int place) {
        return predicted[place].clone();
    }

    Fitted fit(int place) {
        return fits.get(fitOf[place]);
    }

    /** The route with the highest predicted quality less so much of its price. */
    int choice(int place, double weight) {
        return choice(predicted[place], fit(place).prices(), weight);
    }

    static int choice(double[] predicted, List<Double> prices, double weight) {
        int best = 0;
        for (int route = 1; route < predicted.length; route++) {
            double better =
                    predicted[route] - predicted[best] - weight * (prices.get(route) - prices.get(best));
            if (better > 0 || (better == 0 && prices.get(route) < prices.get(best))) {
                best = route;
            }
        }
        return best;
    }

    /** The mean quality of what is chosen at this weight of cost. */
    double quality(double weight) {
        return places().stream()
                .mapToDouble(place -> outcomes.cases().get(place).quality(choice(place, weight)))
                .average()
                .orElse(Double.NaN);
    }

    /** What each route costs beside the dearest, in [0, 1], as means over cases; 0 for all where nothing costs anything. */
    static List<Double> prices(List<RoutingCase> cases, Outcomes outcomes) {
        double[] means = new double[outcomes.routes().size()];
        Arrays.setAll(
                means, route -> Outcomes.meanCost(cases, route).in(outcomes.unit()));
        double dearest = Arrays.stream(means).max().orElse(0);
        return Arrays.stream(means)
                .mapToObj(mean -> dearest == 0 ? 0.0 : mean / dearest)
                .toList();
    }
}
