package dev.winnow.retrievers;

import java.util.List;

/**
 * Ranks passages or documents for a query. Retrievers are composed by wrapping and are safe for use by several threads;
 * the same query gives the same ranking.
 */
public interface Retriever {
    /** At most {@link Query#depth()} hits within {@link Query#scope()}, best first. */
    Ranking retrieve(Query query);

    /**
     * The rankings of several queries, in their order: what {@link #retrieve} gives for each. Where nothing else is said,
     * all cores search, one query each. Retrievers that find many queries' hits faster together than one by one do so
     * here, and decorators hand the queries on together.
     */
    default List<Ranking> retrieveAll(List<Query> queries) {
        return queries.parallelStream().map(this::retrieve).toList();
    }
}
