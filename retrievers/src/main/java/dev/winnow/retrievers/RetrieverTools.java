package dev.winnow.retrievers;

import dev.winnow.indexer.index.PassageIndex;
import java.util.function.Function;

/**
 * What a retriever may use.
 *
 * @param named the retriever that the experiment gives this name
 * @param embedded the passages' vectors that a dense retriever searches
 */
public record RetrieverTools(
        PassageIndex index, Function<String, Retriever> named, Function<Dense, EmbeddedPassages> embedded) {}
