package dev.winnow.app.routing;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether the quality that a router expects of a route is what comes of it, over all routes of all cases that it did not learn from.
 *
 * @param error the expected calibration error: the mean over predictions of the distance between expected and measured quality
 *     of their bin (Guo and others, On Calibration of Modern Neural Networks, 2017), in bins of equal width
 * @param brier the mean squared difference of expected and measured quality (Brier, 1950)
 * @param base the same of always expecting the mean quality of each route
 */
record Calibration(List<Bin> bins, double error, double brier, double base) {
    private static final int BINS = 10;

    Calibration {
        bins = List.copyOf(bins);
    }

    /**
     * Predictions between two numbers.
     *
     * @param count how many
     * @param expected their mean
     * @param measured the mean quality of what they are of
     */
    record Bin(double low, double high, int count, double expected, double measured) {}

    static Calibration of(HeldOut held, Outcomes outcomes) {
        int[] counts = new int[BINS];
        double[] expected = new double[BINS];
        double[] measured = new double[BINS];
        double squares = 0;
        double baseSquares = 0;
        int all = 0;
        List<Integer> places = held.places();
        List<RoutingCase> cases = CrossFit.cases(outcomes, places);
        for (int route = 0; route < outcomes.routes().size(); route++) {
            double mean = Outcomes.meanQuality(cases, route);
            for (int place : places) {
                double predicted = Math.min(1, Math.max(0, held.predicted(place)[route]));
                double quality = outcomes.cases().get(place).quality(route);
                int bin = Math.min(BINS - 1, (int) (predicted * BINS));
                counts[bin]++;
                expected[bin] += predicted;
                measured[bin] += quality;
                squares += (predicted - quality) * (predicted - quality);
                baseSquares += (mean - quality) * (mean - quality);
                all++;
            }
        }
        List<Bin> bins = new ArrayList<>();
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            if (counts[bin] > 0) {
                error += Math.abs(expected[bin] - measured[bin]) / all;
                bins.add(new Bin(
                        bin / (double) BINS,
                        (bin + 1) / (double) BINS,
                        counts[bin],
                        expected[bin] / counts[bin],
                        measured[bin] / counts[bin]));
            }
        }
        return new Calibration(bins, error, squares / all, baseSquares / all);
    }
}
