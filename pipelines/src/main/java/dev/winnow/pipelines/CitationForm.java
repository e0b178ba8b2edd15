package dev.winnow.pipelines;

/** How an answer says where it is from. */
public enum CitationForm {
    /** It is not asked to. */
    NONE,
    /** By the numbers of the passages that it was shown, in brackets behind it. */
    PASSAGES,
    /** By the words that it is from, exactly as they stand there, on lines of their own. */
    QUOTES
}
