package dev.winnow.pipelines.context;

/** Where a text is left behind that was within reach, in the order of the way to the last prompt. */
public enum Stage {
    /** A retriever found it among the first as many as are shown, and what reranked these put others before it. */
    RERANKING,
    /** It was found, and {@code k} or a budget of tokens let better ones in. */
    BUDGET,
    /** Its document was refined, and the parts that were chosen of it are others. */
    REFINEMENT,
    /** An earlier call read it and the last one did not, or reading ended before it because notes sufficed. */
    NOTES,
    /** It was cut out of the middle, or a model's window had no room for it. */
    TRUNCATION
}
