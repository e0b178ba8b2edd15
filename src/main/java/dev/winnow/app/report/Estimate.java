package dev.winnow.app.report;

/**
 * A mean over questions and where it may lie.
 *
 * @param low lower end of the 95 % bootstrap interval
 * @param high upper end
 * @param questions how many the mean is of
 */
record Estimate(double mean, double low, double high, int questions) {
    boolean holds(double value) {
        return low <= value && value <= high;
    }

    /** The mean with its interval, to so many digits. */
    String text(int digits) {
        return Digits.fixed(mean, digits) + " [" + Digits.fixed(low, digits) + ", " + Digits.fixed(high, digits) + "]";
    }
}
