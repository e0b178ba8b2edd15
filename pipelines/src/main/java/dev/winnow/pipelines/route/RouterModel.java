package dev.winnow.pipelines.route;

/**
 * What has been learnt of how good each route's answer is likely to be. It needs no learning library. Immutable.
 *
 * <p>A row has the router's columns in their order, scaled as the router says.
 */
public sealed interface RouterModel permits LinearModel, BoostedTrees, RuleList {
    /** The expected quality of each route's answer, in their order, each in [0, 1]. */
    double[] qualities(double[] row);

    /**
     * What each column adds to what speaks for a route, in the model's own units: only sign and size beside others have a
     * meaning.
     */
    double[] contributions(double[] row, int route);

    /**
     * Checks that it suits a router.
     *
     * @throws IllegalArgumentException if it is about other numbers of routes or columns
     */
    void check(int routes, int columns);

    /** From what a model sums up to a quality in [0, 1]. */
    enum Link {
        /** {@code 1 / (1 + exp(-sum))}. */
        LOGISTIC {
            @Override
            double quality(double sum) {
                return 1 / (1 + Math.exp(-sum));
            }
        },
        /** The sum itself, cut at 0 and 1. */
        CLAMPED {
            @Override
            double quality(double sum) {
                return Math.min(1, Math.max(0, sum));
            }
        };

        abstract double quality(double sum);
    }
}
