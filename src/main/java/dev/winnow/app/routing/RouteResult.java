package dev.winnow.app.routing;

/**
 * What came of a route.
 *
 * @param quality the score of its answer, a mean over repetitions; higher is better
 * @param cost of it, the same mean
 * @param refused the share of repetitions in which the model said that the text does not hold the answer, in [0, 1]
 */
record RouteResult(double quality, Cost cost, double refused) {
    RouteResult(double quality, Cost cost) {
        this(quality, cost, 0);
    }
}
