package dev.winnow.indexer.index;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.VectorUtil;

/**
 * Some of the vectors that are written, to see whether a finished index finds them: a format that is not what its codec
 * takes it for is written and read without any error, and then finds nothing.
 */
final class KnownVectors {
    private static final int KEPT = 16;
    /** Passages that a search for a known vector keeps in view. */
    private static final int CANDIDATES = 200;
    /** Room for rounding in a product of single precision, as a share of it. */
    private static final double ROUNDING = 1e-4;

    private final int every;
    private final Map<Integer, float[]> known = new TreeMap<>();

    /** Of an index of so many vectors. */
    KnownVectors(int vectors) {
        this.every = Math.max(1, vectors / KEPT);
    }

    /** Remembers a vector, if its number is among those that are kept. */
    void offer(int number, float[] vector) {
        if (number % every == 0 && VectorUtil.dotProduct(vector, vector) > 0) {
            known.put(number, vector);
        }
    }

    /**
     * Searches an index for the known vectors. A graph may miss one, so half of them must be found.
     *
     * @throws IOException if a vector is not what was written, or if they are not found
     */
    void check(Directory directory) throws IOException {
        if (known.isEmpty()) {
            return;
        }
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
            LeafReader leaf = reader.leaves().get(0).reader();
            FloatVectorValues values = leaf.getFloatVectorValues(Fields.VECTOR);
            IndexSearcher searcher = new IndexSearcher(reader);
            int found = 0;
            for (Map.Entry<Integer, float[]> one : known.entrySet()) {
                if (values == null || !Arrays.equals(values.vectorValue(one.getKey()), one.getValue())) {
                    throw new IOException("the vectors that were written are not those of their passages: vector "
                            + one.getKey() + " reads otherwise");
                }
                found += finds(searcher, values, one.getValue()) ? 1 : 0;
            }
            if (2 * found < known.size()) {
                throw new IOException("the vectors that were written cannot be searched: of " + known.size()
                        + " known ones, " + found + " find themselves");
            }
        }
    }

    /** Whether a search for a vector finds it, or one of no smaller product with it. */
    private static boolean finds(IndexSearcher searcher, FloatVectorValues values, float[] vector) throws IOException {
        double own = VectorUtil.dotProduct(vector, vector);
        for (ScoreDoc hit :
                searcher.search(new KnnFloatVectorQuery(Fields.VECTOR, vector, CANDIDATES), CANDIDATES).scoreDocs) {
            if (VectorUtil.dotProduct(vector, values.vectorValue(hit.doc)) >= own * (1 - ROUNDING)) {
                return true;
            }
        }
        return false;
    }
}
