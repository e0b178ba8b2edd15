package dev.winnow.retrievers;

import dev.winnow.indexer.corpus.Scope;

/**
 * What is asked of a retriever.
 *
 * @param text the question, or what a pipeline made of it
 * @param scope the documents that may be found
 * @param depth how many hits are wanted at most, at least 1
 * @param level whether {@code depth} counts passages or documents
 */
public record Query(String text, Scope scope, int depth, Level level) {
    /** What a ranking lists. */
    public enum Level {
        PASSAGE,
        /** Each document once, by its best passage (MaxP). */
        DOCUMENT
    }

    public Query {
        if (depth < 1) {
            throw new IllegalArgumentException("depth must be at least 1, got " + depth);
        }
    }

    /** The same query for another number of hits. */
    public Query withDepth(int depth) {
        return new Query(text, scope, depth, level);
    }
}
