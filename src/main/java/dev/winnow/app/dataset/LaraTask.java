package dev.winnow.app.dataset;

import java.util.Locale;

/** What a LaRA question asks for. */
public enum LaraTask {
    /** Find one fact. */
    LOCATION,
    /** Infer or compute from what is written. */
    REASONING,
    /** Compare two distant parts. */
    COMP,
    /** Notice that the text does not hold the answer. */
    HALLU;

    /** The task as LaRA's files name it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
