package dev.winnow.indexer.embed;

/** What is done where a query and a passage together have more tokens than a cross-encoder reads. */
public enum LongPassages {
    /** Tokens are taken from the end of the longer of both: the passage, as a rule ({@code longest-first}). */
    TRUNCATE,
    /**
     * The passage is read in windows that overlap by half, and its score is the best window's (MaxP; Dai and Callan,
     * Deeper Text Understanding for IR with Contextual Neural Language Modeling, 2019).
     */
    BEST_WINDOW
}
