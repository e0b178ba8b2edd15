package dev.winnow.indexer.spec;

/**
 * One mistake in what the user gave us.
 *
 * @param place the file, with line and column where they are known ({@code configs/a.yaml:4:5}); empty where there is none
 * @param message the rule, the value and what to do, in one line
 */
public record Problem(String place, String message) {
    /** A mistake in a line of a file, counted from 1. */
    public static Problem at(Object file, int line, String message) {
        return new Problem(file + ":" + line, message);
    }

    @Override
    public String toString() {
        return place.isEmpty() ? message : place + ": " + message;
    }
}
