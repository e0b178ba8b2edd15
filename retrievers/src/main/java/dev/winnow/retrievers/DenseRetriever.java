package dev.winnow.retrievers;

import dev.winnow.indexer.embed.Embedder;
import dev.winnow.indexer.index.PassageIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Searches passages by their vectors. */
final class DenseRetriever implements Retriever {
    private final PassageIndex index;
    private final EmbeddedPassages embedded;
    private final NearestVectors nearest;

    DenseRetriever(PassageIndex index, EmbeddedPassages embedded, Dense spec) {
        this.index = index;
        this.embedded = embedded;
        this.nearest = new NearestVectors(embedded.vectors(), spec.search(), spec.candidates(), new ScopeCache(index));
    }

    @Override
    public Ranking retrieve(Query query) {
        int most = embedded.vectors().manifest().passages();
        if (most == 0) {
            return new Ranking(List.of());
        }
        float[] wanted = embedded.embedder()
                .embed(List.of(query.text()), Embedder.Role.QUERY)
                .get(0)
                .vector();
        try {
            int depth = Math.min(query.depth(), most);
            while (true) {
                Ranking found = ranking(nearest.search(wanted, query.scope(), depth));
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

    private Ranking ranking(List<NearestVectors.Scored> found) {
        return new Ranking(found.stream()
                .map(one -> new Hit(index.passage(one.number()), one.score()))
                .toList());
    }
}
