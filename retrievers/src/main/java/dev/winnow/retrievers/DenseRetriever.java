package dev.winnow.retrievers;

import dev.winnow.indexer.embed.Embedder;
import dev.winnow.indexer.index.Fields;
import dev.winnow.indexer.index.PassageIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;

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
        float[] wanted = embedded.embedder()
                .embed(List.of(query.text()), Embedder.Role.QUERY)
                .get(0)
                .vector();
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

    private List<Scored> exact(FloatVectorValues values, float[] wanted, Query query, int depth) throws IOException {
        PriorityQueue<Scored> best = new PriorityQueue<>(depth + 1, Scored.ORDER.reversed());
        int[] scope = scopes.numbers(query.scope()).orElse(null);
        int count = scope == null ? values.size() : scope.length;
        for (int i = 0; i < count; i++) {
            int number = scope == null ? i : scope[i];
            float score = DotProduct.of(wanted, values.vectorValue(number));
            if (best.size() < depth) {
                best.add(new Scored(number, score));
            } else if (score > best.peek().score()) {
                best.poll();
                best.add(new Scored(number, score));
            }
        }
        return best.stream().sorted(Scored.ORDER).toList();
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
        return new Ranking(found.stream()
                .map(one -> new Hit(index.passage(one.number()), one.score()))
                .toList());
    }
}
