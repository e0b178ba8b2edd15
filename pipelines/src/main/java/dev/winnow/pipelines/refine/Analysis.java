package dev.winnow.pipelines.refine;

/** How it is known whether a question wants one fact or a broad view. */
public enum Analysis {
    /** A model says so. */
    MODEL,
    /** It is taken for something between both: alpha is 0.5. */
    EVEN,
    /** It is taken for a question for one fact: alpha is 0, and nobody chooses by titles. */
    LOCAL,
    /** It is taken for a question for a broad view: alpha is 1. */
    GLOBAL
}
