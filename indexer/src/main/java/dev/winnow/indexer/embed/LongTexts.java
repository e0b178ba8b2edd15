package dev.winnow.indexer.embed;

/** What is done to a text with more tokens than a model reads. */
public enum LongTexts {
    /**
     * It is cut into pieces as long as the model allows, between words; the vectors of the pieces are averaged, each
     * weighted by its tokens, and the average is normalised.
     */
    SPLIT_AND_AVERAGE,
    /** What is too much is left out. */
    TRUNCATE
}
