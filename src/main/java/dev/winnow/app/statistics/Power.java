package dev.winnow.app.statistics;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * What a comparison could have found: the normal approximation of a two-sided test of a paired difference at level 0.05
 * (Card et al., With Little Power Comes Great Responsibility, EMNLP 2020; Miller, Adding Error Bars to Evals, arXiv
 * 2411.00640, section 5). It takes the standard error that was found, so what clusters cost is in it, and takes it to fall
 * with the square root of the number of questions, as it does when more documents are asked about as these were.
 *
 * @param difference that was found
 * @param standardError of it
 * @param questions that it is of
 */
public record Power(double difference, double standardError, int questions) {
    /** The chance of finding a true difference that is asked for. */
    public static final double WANTED = 0.8;

    private static final double LEVEL = 0.05;
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    /** z of 0.975 and of 0.8, together 2.80. */
    private static final double DISTANCE =
            NORMAL.inverseCumulativeProbability(1 - LEVEL / 2) + NORMAL.inverseCumulativeProbability(WANTED);

    public Power {
        if (questions < 1 || !(standardError >= 0)) {
            throw new IllegalArgumentException("power needs questions and a standard error of at least 0, got "
                    + questions + " and " + standardError);
        }
    }

    /**
     * How many questions would find the difference at {@link #WANTED} power were it the true one, {@code n ((z_0.975 + z_0.8) se
     * / d)^2}, at least 2; empty where the difference is 0: no number of questions would. The number is as uncertain as the
     * difference.
     */
    public OptionalLong questionsToSettle() {
        if (difference == 0) {
            return OptionalLong.empty();
        }
        double ratio = DISTANCE * standardError / difference;
        double needed = Math.ceil(questions * ratio * ratio - 1e-9);
        return needed > Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(Math.max(2, (long) needed));
    }

    /** The smallest true difference that these questions would find at {@link #WANTED} power: {@code (z_0.975 + z_0.8) se}. */
    public double detectable() {
        return DISTANCE * standardError;
    }

    /**
     * The chance that these questions find a true difference of the size that was found; empty where nothing varied. It says
     * no more than the p value does.
     */
    public OptionalDouble achieved() {
        if (standardError == 0) {
            return OptionalDouble.empty();
        }
        double z = NORMAL.inverseCumulativeProbability(1 - LEVEL / 2);
        double shift = Math.abs(difference) / standardError;
        return OptionalDouble.of(NORMAL.survivalProbability(z - shift) + NORMAL.cumulativeProbability(-z - shift));
    }
}
