package dev.winnow.pipelines.rounds;

/** When rounds end. */
public enum Stop {
    /** After all of them, whatever the model found. */
    ENFORCED,
    /** As soon as the model answers, after all of them at the latest. */
    VARIABLE
}
