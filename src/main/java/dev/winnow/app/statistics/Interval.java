package dev.winnow.app.statistics;

/**
 * A mean and the interval that it lies in with some confidence.
 *
 * @param mean of the values themselves
 * @param low lower end
 * @param high upper end
 * @param level the confidence, in (0, 1)
 * @param count how many values there were
 */
public record Interval(double mean, double low, double high, double level, int count) {}
