package dev.winnow.retrievers;

import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.Fields;
import dev.winnow.indexer.index.PassageVectors;
import dev.winnow.indexer.index.VectorSearch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.VectorUtil;

/** Finds the vectors that are nearest to another, in one of the ways there are. */
final class NearestVectors {
    private final PassageVectors vectors;
    private final VectorSearch search;
    private final int candidates;
    private final ScopeCache scopes;

    /**
     * Of the vectors of an index.
     *
     * @param candidates how many a search that is not exact keeps in view at least
     * @param scopes of the same index
     */
    NearestVectors(PassageVectors vectors, VectorSearch search, int candidates, ScopeCache scopes) {
        this.vectors = vectors;
        this.search = search;
        this.candidates = candidates;
        this.scopes = scopes;
    }

    /** A passage by its number, and its product with the vector that was searched for. */
    record Scored(int number, float score) {
        /** Passages are numbered by document id, then by start, so this is {@link Hit#ORDER}. */
        static final Comparator<Scored> ORDER =
                Comparator.comparingDouble(Scored::score).reversed().thenComparingInt(Scored::number);
    }

    /** At most so many passages of a scope, best first. */
    List<Scored> search(float[] wanted, Scope scope, int depth) throws IOException {
        FloatVectorValues values = vectors.values();
        if (values == null) {
            return List.of();
        }
        return switch (search) {
            case EXACT -> exact(values, wanted, scope, depth);
            case FLAT, HNSW -> approximate(values, wanted, scope, depth);
        };
    }

    /**
     * Lucene's product is several times as fast where vector instructions are on, but its last bits depend on them. So it
     * chooses who may be among the best, with room for rounding, and only these are scored to the last bit.
     */
    private List<Scored> exact(FloatVectorValues values, float[] wanted, Scope within, int depth) throws IOException {
        int[] scope = scopes.numbers(within).orElse(null);
        int count = scope == null ? values.size() : scope.length;
        float[] rough = new float[count];
        for (int i = 0; i < count; i++) {
            rough[i] = VectorUtil.dotProduct(wanted, values.vectorValue(scope == null ? i : scope[i]));
        }
        float least = nth(rough, depth) - 2 * rounding(wanted);
        List<Scored> best = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (rough[i] >= least) {
                int number = scope == null ? i : scope[i];
                best.add(new Scored(number, DotProduct.of(wanted, values.vectorValue(number))));
            }
        }
        return best.stream().sorted(Scored.ORDER).limit(depth).toList();
    }

    /** The n-th greatest value, or one below all where there are fewer. */
    private static float nth(float[] values, int n) {
        if (values.length <= n) {
            return Float.NEGATIVE_INFINITY;
        }
        PriorityQueue<Float> greatest = new PriorityQueue<>(n);
        for (float value : values) {
            if (greatest.size() < n) {
                greatest.add(value);
            } else if (value > greatest.peek()) {
                greatest.poll();
                greatest.add(value);
            }
        }
        return greatest.peek();
    }

    /**
     * How far a dot product in single precision, summed in whatever order, may be from the true one: {@code n u |a| |b|},
     * with u = 2^-24 (Higham, Accuracy and Stability of Numerical Algorithms, section 3.1), twice to be safe.
     */
    private float rounding(float[] wanted) {
        double length = Math.sqrt(VectorUtil.dotProduct(wanted, wanted));
        return (float) (wanted.length * 0x1p-23 * length * vectors.manifest().longest());
    }

    /** What the search found is scored again as the exact search does, so that both give a passage the same score. */
    private List<Scored> approximate(FloatVectorValues values, float[] wanted, Scope within, int depth)
            throws IOException {
        int kept = Math.max(depth, candidates);
        KnnFloatVectorQuery walk = new KnnFloatVectorQuery(
                Fields.VECTOR, wanted, kept, scopes.filter(within).orElse(null));
        List<Scored> found = new ArrayList<>();
        for (ScoreDoc one : new IndexSearcher(vectors.reader()).search(walk, kept).scoreDocs) {
            found.add(new Scored(one.doc, DotProduct.of(wanted, values.vectorValue(one.doc))));
        }
        return found.stream().sorted(Scored.ORDER).limit(depth).toList();
    }
}
