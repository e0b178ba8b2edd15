package dev.winnow.retrievers;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.embed.Embedder;
import dev.winnow.indexer.embed.Embedding;
import dev.winnow.indexer.index.Fields;
import dev.winnow.indexer.index.PassageIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.VectorUtil;

/** Searches passages by their vectors. */
final class DenseRetriever implements Retriever {
    private final PassageIndex index;
    private final EmbeddedPassages embedded;
    private final Dense spec;
    private final ScopeCache scopes;

    DenseRetriever(PassageIndex index, EmbeddedPassages embedded, Dense spec) {
        this.index = index;
        this.embedded = embedded;
        this.spec = spec;
        this.scopes = new ScopeCache(index);
    }

    private record Scored(int number, float score) {
        /** Passages are numbered by document id, then by start, so this is {@link Hit#ORDER}. */
        static final Comparator<Scored> ORDER =
                Comparator.comparingDouble(Scored::score).reversed().thenComparingInt(Scored::number);
    }

    @Override
    public Ranking retrieve(Query query) {
        FloatVectorValues values = embedded.vectors().values();
        if (values == null) {
            return new Ranking(List.of());
        }
        List<Embedding> asked = embedded.embedder().embed(List.of(query.text()), Embedder.Role.QUERY);
        return search(values, asked.get(0).vector(), query).costing(embedded.usage(asked));
    }

    private Ranking search(FloatVectorValues values, float[] wanted, Query query) {
        try {
            int most = values.size();
            int depth = Math.min(query.depth(), most);
            while (true) {
                Ranking found = ranking(search(values, wanted, query, depth));
                if (query.level() == Query.Level.PASSAGE) {
                    return found;
                }
                Ranking documents = found.byDocument();
                if (documents.hits().size() >= query.depth() || found.hits().size() < depth || depth == most) {
                    return documents.top(query.depth());
                }
                depth = (int) Math.min(most, 4L * depth);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Scored> search(FloatVectorValues values, float[] wanted, Query query, int depth) throws IOException {
        return switch (spec.search()) {
            case EXACT -> exact(values, wanted, query, depth);
            case HNSW -> approximate(values, wanted, query, depth);
        };
    }

    /**
     * Lucene's product is several times as fast where vector instructions are on, but its last bits depend on them. So it
     * chooses who may be among the best, with room for rounding, and only these are scored to the last bit.
     */
    private List<Scored> exact(FloatVectorValues values, float[] wanted, Query query, int depth) throws IOException {
        int[] scope = scopes.numbers(query.scope()).orElse(null);
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
        return (float) (wanted.length
                * 0x1p-23
                * length
                * embedded.vectors().manifest().longest());
    }

    /** What the walk found is scored again as the exact search does, so that both give a passage the same score. */
    private List<Scored> approximate(FloatVectorValues values, float[] wanted, Query query, int depth)
            throws IOException {
        KnnFloatVectorQuery walk = new KnnFloatVectorQuery(
                Fields.VECTOR,
                wanted,
                Math.max(depth, spec.candidates()),
                scopes.filter(query.scope()).orElse(null));
        List<Scored> found = new ArrayList<>();
        for (ScoreDoc one : new IndexSearcher(embedded.vectors().reader())
                .search(walk, Math.max(depth, spec.candidates()))
                .scoreDocs) {
            found.add(new Scored(one.doc, DotProduct.of(wanted, values.vectorValue(one.doc))));
        }
        return found.stream().sorted(Scored.ORDER).limit(depth).toList();
    }

    private Ranking ranking(List<Scored> found) {
        List<Passage> passages =
                index.passages(found.stream().mapToInt(Scored::number).toArray());
        return new Ranking(IntStream.range(0, found.size())
                .mapToObj(i -> new Hit(passages.get(i), found.get(i).score()))
                .toList());
    }
}
