package dev.winnow.retrievers;

import java.util.function.Function;

/**
 * What a retriever may use.
 *
 * @param named the retriever that the experiment gives this name
 */
public record RetrieverTools(Function<String, Retriever> named) {}
