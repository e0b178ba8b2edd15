package dev.winnow.retrievers;

import dev.winnow.indexer.corpus.Scope;
import java.util.Optional;

/**
 * What is asked of a retriever.
 *
 * @param id of the question that it stands for, by which rankings made elsewhere are found; empty for what no list of
 *     questions holds, and for reformulations
 * @param text the question, or what a pipeline made of it
 * @param scope the documents that may be found
 * @param depth how many hits are wanted at most, at least 1
 * @param level whether {@code depth} counts passages or documents
 */
public record Query(Optional<String> id, String text, Scope scope, int depth, Level level) {
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

    /** A query that stands for no question of a list. */
    public Query(String text, Scope scope, int depth, Level level) {
        this(Optional.empty(), text, scope, depth, level);
    }

    /** The same query as that of the question of this id. */
    public Query ofQuestion(String id) {
        return new Query(Optional.of(id), text, scope, depth, level);
    }

    /** The same query for another number of hits. */
    public Query withDepth(int depth) {
        return new Query(id, text, scope, depth, level);
    }

    /** The same query for passages or for documents. */
    public Query withLevel(Level level) {
        return new Query(id, text, scope, depth, level);
    }
}
