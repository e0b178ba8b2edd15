package dev.winnow.retrievers.rerank;

import dev.winnow.retrievers.RetrieverTools;
import java.util.Map;

/** A reranker that YAML can name. */
public interface RerankerSpec {
    /** The kinds, by the name that {@code use} takes. */
    Map<String, Class<? extends RerankerSpec>> KINDS = Map.of(
            "bm25", Bm25Scores.class,
            "cross-encoder", CrossEncoder.class,
            "embedding", EmbeddingScores.class,
            "listwise", Listwise.class,
            "remote", Remote.class);

    /**
     * The reranker.
     *
     * @throws dev.winnow.indexer.spec.InputException if something it needs is missing
     */
    Reranker open(RetrieverTools tools);
}
