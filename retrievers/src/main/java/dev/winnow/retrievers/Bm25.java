package dev.winnow.retrievers;

import dev.winnow.indexer.spec.Default;

/**
 * Okapi BM25 (Robertson et al., TREC-3) as Lucene computes it: inverse document frequency {@code log(1 + (N - n + 0.5) /
 * (n + 0.5))}, no factor {@code k1 + 1}, passage lengths rounded to one byte. Title and text are one field. A term that
 * the query has twice counts twice.
 *
 * @param k1 how soon repetitions of a term stop to matter, at least 0
 * @param b how much long passages are held back, from 0 to 1
 * @param statistics over which passages N, n and the average length are taken
 */
public record Bm25(@Default("0.9") double k1, @Default("0.4") double b, @Default("scope") Statistics statistics)
        implements RetrieverSpec {

    /** Where term statistics come from. */
    public enum Statistics {
        /** The query's scope: scores equal those of an index of the scope alone. */
        SCOPE,
        /** The whole corpus. */
        CORPUS
    }

    public Bm25 {
        if (!(k1 >= 0) || Double.isInfinite(k1)) {
            throw new IllegalArgumentException("k1 must be at least 0, got " + k1);
        }
        if (!(b >= 0 && b <= 1)) {
            throw new IllegalArgumentException("b must be between 0 and 1, got " + b);
        }
    }

    /** With the defaults of YAML. */
    public Bm25() {
        this(0.9, 0.4, Statistics.SCOPE);
    }

    @Override
    public Retriever open(RetrieverTools tools) {
        return new Bm25Retriever(tools.index(), this);
    }
}
