package dev.winnow.app.statistics;

import java.util.Arrays;
import java.util.List;

/**
 * How much of the spread of scores lies between questions and how much between repetitions of the same question: the
 * components of variance of a one-way random effects model (Searle, Casella and McCulloch, Variance Components, 1992, section
 * 3.6), for questions with unequal numbers of repetitions too.
 *
 * @param mean over questions of their means
 * @param between variance of questions' true means; at least 0
 * @param within variance of repetitions around their question's mean
 * @param questions how many were repeated at least twice
 * @param repetitions the harmonic mean of the numbers of repetitions of those
 */
public record Repeated(double mean, double between, double within, int questions, double repetitions) {
    /**
     * Of scores by question; questions with fewer than two are left out.
     *
     * @throws IllegalArgumentException if fewer than two questions are left
     */
    public static Repeated of(List<double[]> scores) {
        List<double[]> repeated = scores.stream().filter(own -> own.length > 1).toList();
        int groups = repeated.size();
        if (groups < 2) {
            throw new IllegalArgumentException("two questions with two repetitions each are needed, got " + groups);
        }
        double total = 0;
        double all = 0;
        double squaresOfSizes = 0;
        double withinSquares = 0;
        for (double[] own : repeated) {
            total += Arrays.stream(own).sum();
            all += own.length;
            squaresOfSizes += (double) own.length * own.length;
            Moments moments = Moments.of(own);
            withinSquares += moments.deviation() * moments.deviation() * (own.length - 1);
        }
        double grand = total / all;
        double betweenSquares = 0;
        for (double[] own : repeated) {
            double away = Arrays.stream(own).sum() / own.length - grand;
            betweenSquares += own.length * away * away;
        }
        double within = withinSquares / (all - groups);
        double size = (all - squaresOfSizes / all) / (groups - 1);
        double between = Math.max(0, (betweenSquares / (groups - 1) - within) / size);
        double mean = repeated.stream()
                .mapToDouble(own -> Arrays.stream(own).sum() / own.length)
                .average()
                .orElseThrow();
        double shares = repeated.stream().mapToDouble(own -> 1.0 / own.length).sum();
        return new Repeated(mean, between, within, groups, groups / shares);
    }

    /** The share of the variance of a single answer's score that is luck: {@code within / (between + within)}; 0 where nothing varies. */
    public double luck() {
        return between + within == 0 ? 0 : within / (between + within);
    }

    /** The standard error of the mean that repetitions alone cause: {@code sqrt(within / (questions * repetitions))}. */
    public double standardErrorOfLuck() {
        return Math.sqrt(within / (questions * repetitions));
    }
}
