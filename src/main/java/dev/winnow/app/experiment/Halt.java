package dev.winnow.app.experiment;

import java.util.Locale;

/**
 * Why a run ended before all of its trials did. The same command goes on from there.
 *
 * @param message one line for a reader, with the limit and what was reached
 */
public record Halt(Reason reason, String message) {
    /** The reason's name in files. */
    public String name() {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What was reached. */
    public enum Reason {
        /** The next request could have crossed the spending limit. */
        SPENDING_LIMIT,
        /** So many calls in a row failed that something must be wrong with the endpoint. */
        FAILURES_IN_A_ROW
    }
}
