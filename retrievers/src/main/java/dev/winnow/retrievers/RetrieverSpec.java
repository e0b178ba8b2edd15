package dev.winnow.retrievers;

import dev.winnow.indexer.corpus.Fingerprint;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A retriever that YAML can name. */
public interface RetrieverSpec {
    /** The kinds, by the name that {@code use} takes. */
    Map<String, Class<? extends RetrieverSpec>> KINDS = Map.of(
            "bm25", Bm25.class,
            "dense", Dense.class,
            "fusion", Fusion.class,
            "mmr", Mmr.class,
            "multi-query", MultiQuery.class,
            "pagerank", PageRank.class,
            "parent", Parent.class,
            "rerank", Rerank.class,
            "rm3", Rm3.class,
            "run", RunFile.class);

    /** What decides its rankings beside its settings: the content of files that they name. */
    default List<Fingerprint> inputs() {
        return List.of();
    }

    /**
     * Checks the retrievers that it names.
     *
     * @param named those that a configuration has, by name
     * @throws IllegalArgumentException with the rule if one does not suit
     */
    default void check(Map<String, RetrieverSpec> named) {}

    /** The retriever over an index. */
    Retriever open(RetrieverTools tools);

    /** The dense retrieval whose vectors it reads, which are made beforehand; empty where it reads none itself. */
    default Optional<Dense> dense() {
        return Optional.empty();
    }
}
