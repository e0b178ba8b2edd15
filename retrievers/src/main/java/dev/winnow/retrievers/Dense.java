package dev.winnow.retrievers;

import dev.winnow.indexer.embed.EmbedderSpec;
import dev.winnow.indexer.index.Situated;
import dev.winnow.indexer.index.VectorPrecision;
import dev.winnow.indexer.index.VectorSearch;
import dev.winnow.indexer.index.VectorSettings;
import dev.winnow.indexer.spec.Default;
import java.util.Optional;

/**
 * Dense retrieval: passages by the dot product of their vector and the query's, which is their cosine where vectors are
 * of length 1. Title and text are embedded together.
 *
 * @param embedder makes the vectors; the index's where it is left out
 * @param search whether all passages are compared, as they are or quantised, or a graph is walked
 * @param precision with {@code flat} and {@code hnsw}, in what form vectors are compared
 * @param situated what of its document is embedded with a passage; the title alone where it is left out
 * @param candidates with {@code flat} and {@code hnsw}, how many passages the search keeps in view, at least 1; the query's
 *     depth where that is more. All are then scored by their exact vectors. More finds more and takes longer
 */
public record Dense(
        Optional<EmbedderSpec> embedder,
        @Default("exact") VectorSearch search,
        @Default("float32") VectorPrecision precision,
        Optional<Situated> situated,
        @Default("200") int candidates)
        implements RetrieverSpec {
    private static final int CANDIDATES = 200;

    public Dense {
        VectorSettings unusedButChecked = new VectorSettings(search, precision, situated);
        if (candidates < 1) {
            throw new IllegalArgumentException("candidates must be at least 1, got " + candidates);
        }
    }

    /** Exact search of the vectors of the index's embedder: the defaults of YAML. */
    public Dense() {
        this(Optional.empty(), new VectorSettings(VectorSearch.EXACT));
    }

    /** Search of vectors of these settings. */
    public Dense(Optional<EmbedderSpec> embedder, VectorSettings vectors) {
        this(embedder, vectors.search(), vectors.precision(), vectors.situated(), CANDIDATES);
    }

    /** What decides its vectors besides their embedder. */
    public VectorSettings vectors() {
        return new VectorSettings(search, precision, situated);
    }

    @Override
    public Optional<Dense> dense() {
        return Optional.of(this);
    }

    @Override
    public Retriever open(RetrieverTools tools) {
        return new DenseRetriever(tools.index(), tools.embedded().apply(this), this);
    }
}
