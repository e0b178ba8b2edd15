package dev.winnow.retrievers;

import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.spec.InputException;
import java.util.function.Function;

/**
 * What a retriever may use.
 *
 * @param named the retriever that the experiment gives this name
 * @param embedded the passages' vectors that a dense retriever searches
 */
public record RetrieverTools(
        PassageIndex index, Function<String, Retriever> named, Function<Dense, EmbeddedPassages> embedded) {
    /** An index alone: what else is asked for is not there. */
    public static RetrieverTools of(PassageIndex index) {
        return new RetrieverTools(
                index,
                name -> {
                    throw new InputException("no retriever is called '" + name + "' here");
                },
                dense -> {
                    throw new InputException("there are no vectors here");
                });
    }

    /** The same with retrievers that have names. */
    public RetrieverTools naming(Function<String, Retriever> named) {
        return new RetrieverTools(index, named, embedded);
    }

    /** The same with vectors. */
    public RetrieverTools embedding(Function<Dense, EmbeddedPassages> embedded) {
        return new RetrieverTools(index, named, embedded);
    }
}
