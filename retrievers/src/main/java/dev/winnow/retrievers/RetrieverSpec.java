package dev.winnow.retrievers;

import java.util.Map;

/** A retriever that YAML can name. */
public interface RetrieverSpec {
    /** The kinds, by the name that {@code use} takes. */
    Map<String, Class<? extends RetrieverSpec>> KINDS = Map.of(
            "bm25", Bm25.class,
            "dense", Dense.class,
            "fusion", Fusion.class,
            "parent", Parent.class,
            "rm3", Rm3.class);

    /**
     * Checks the retrievers that it names.
     *
     * @param named those that a configuration has, by name
     * @throws IllegalArgumentException with the rule if one does not suit
     */
    default void check(Map<String, RetrieverSpec> named) {}

    /** The retriever over an index. */
    Retriever open(RetrieverTools tools);
}
