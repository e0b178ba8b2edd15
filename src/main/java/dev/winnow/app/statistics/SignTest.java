package dev.winnow.app.statistics;

/**
 * The exact sign test (Conover, Practical Nonparametric Statistics, section 3.4): were both directions equally likely, how
 * likely would a split at least as uneven be. Ties are left out beforehand.
 */
public final class SignTest {
    private SignTest() {}

    /**
     * The two-sided p value, {@code min(1, 2 P(X <= min(worse, better)))} for X of the binomial distribution with
     * {@code worse + better} draws of probability 1/2; 1 where there was no draw.
     *
     * @throws IllegalArgumentException if a count is negative
     */
    public static double twoSided(int worse, int better) {
        if (worse < 0 || better < 0) {
            throw new IllegalArgumentException("counts must not be negative, got " + worse + " and " + better);
        }
        int draws = worse + better;
        int fewer = Math.min(worse, better);
        // In logarithms: of many draws each way alone is less likely than a double can say.
        double way = -draws * Math.log(2);
        double tail = 0;
        for (int i = 0; i <= fewer; i++) {
            tail += Math.exp(way);
            way += Math.log((double) (draws - i) / (i + 1));
        }
        return Math.min(1, 2 * tail);
    }
}
