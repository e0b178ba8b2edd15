package dev.winnow.retrievers;

/**
 * Ranks passages or documents for a query. Retrievers are composed by wrapping and are safe for use by several threads;
 * the same query gives the same ranking.
 */
public interface Retriever {
    /** At most {@link Query#depth()} hits within {@link Query#scope()}, best first. */
    Ranking retrieve(Query query);
}
