package dev.winnow.app.statistics;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * McNemar's test (Psychometrika 12, 1947): whether one of two strategies is right more often, from the questions on which
 * exactly one of them is.
 *
 * @param first questions on which only the first is right
 * @param second questions on which only the second is right
 */
public record McNemar(int first, int second) {
    private static final ChiSquaredDistribution ONE_DEGREE = ChiSquaredDistribution.of(1);

    public McNemar {
        if (first < 0 || second < 0) {
            throw new IllegalArgumentException("counts must not be negative, got " + first + " and " + second);
        }
    }

    /** The exact two-sided p value: both ways equally likely. It is what reports use, for any number of questions. */
    public double exact() {
        return SignTest.twoSided(first, second);
    }

    /** The statistic {@code (first - second)^2 / (first + second)}, without a continuity correction; 0 without questions. */
    public double statistic() {
        double difference = first - second;
        return first + second == 0 ? 0 : difference * difference / (first + second);
    }

    /** Edwards' continuity correction (Psychometrika 13, 1948): {@code (|first - second| - 1)^2 / (first + second)}. */
    public double correctedStatistic() {
        double difference = Math.max(0, Math.abs(first - second) - 1.0);
        return first + second == 0 ? 0 : difference * difference / (first + second);
    }

    /** The p value of {@link #statistic} by the chi-squared distribution of one degree of freedom. */
    public double asymptotic() {
        return ONE_DEGREE.survivalProbability(statistic());
    }

    /** The p value of {@link #correctedStatistic} by the same. */
    public double corrected() {
        return ONE_DEGREE.survivalProbability(correctedStatistic());
    }

    /** How much more often the first alone is right than the second alone: {@code first / second}; infinite, or not a number, by 0. */
    public double oddsRatio() {
        return (double) first / second;
    }

    /**
     * The interval of the odds ratio by its logarithm, {@code exp(log(first / second) +- z sqrt(1 / first + 1 / second))} (Fleiss,
     * Levin and Paik, Statistical Methods for Rates and Proportions, 2003, section 13.1); from 0 to infinity where a count is 0.
     *
     * @param level the confidence, in (0, 1)
     */
    public Interval oddsRatioInterval(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level must be between 0 and 1, got " + level);
        }
        double ratio = oddsRatio();
        if (first == 0 || second == 0) {
            return new Interval(ratio, 0, Double.POSITIVE_INFINITY, level, first + second);
        }
        double z = NormalDistribution.of(0, 1).inverseCumulativeProbability((1 + level) / 2);
        double factor = Math.exp(z * Math.sqrt(1.0 / first + 1.0 / second));
        return new Interval(ratio, ratio / factor, ratio * factor, level, first + second);
    }
}
