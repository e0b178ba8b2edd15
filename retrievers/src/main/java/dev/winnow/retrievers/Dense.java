package dev.winnow.retrievers;

import dev.winnow.indexer.embed.EmbedderSpec;
import dev.winnow.indexer.index.VectorSearch;
import dev.winnow.indexer.spec.Default;
import java.util.Optional;

/**
 * Dense retrieval: passages by the dot product of their vector and the query's, which is their cosine where vectors are
 * of length 1. Title and text are embedded together.
 *
 * @param embedder makes the vectors; the index's where it is left out
 * @param search whether all passages are compared or a graph is walked
 * @param candidates with {@code hnsw}, how many passages the walk keeps in view, at least 1; the query's depth where that
 *     is more. More finds more and takes longer
 */
public record Dense(
        Optional<EmbedderSpec> embedder, @Default("exact") VectorSearch search, @Default("200") int candidates)
        implements RetrieverSpec {
    public Dense {
        if (candidates < 1) {
            throw new IllegalArgumentException("candidates must be at least 1, got " + candidates);
        }
    }

    /** Exact search of the vectors of the index's embedder: the defaults of YAML. */
    public Dense() {
        this(Optional.empty(), VectorSearch.EXACT, 200);
    }

    @Override
    public Optional<Dense> vectors() {
        return Optional.of(this);
    }

    @Override
    public Retriever open(RetrieverTools tools) {
        return new DenseRetriever(tools.index(), tools.embedded().apply(this), this);
    }
}
