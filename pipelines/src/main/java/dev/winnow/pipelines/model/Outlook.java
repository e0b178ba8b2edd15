package dev.winnow.pipelines.model;

/** What replies are taken to be where they decide how many calls follow, when a run is foreseen. */
public enum Outlook {
    /** Those after which as few calls follow as may be. */
    FEWEST_CALLS,
    /** Those after which as many follow as may be. */
    MOST_CALLS
}
