package dev.winnow.retrievers;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.embed.Embedder;
import dev.winnow.indexer.embed.Embedding;
import dev.winnow.indexer.index.PassageIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;

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
        if (embedded.vectors().manifest().passages() == 0) {
            return new Ranking(List.of());
        }
        List<Embedding> asked = embedded.embedder().embed(List.of(query.text()), Embedder.Role.QUERY);
        return search(asked.get(0).vector(), query).costing(embedded.usage(asked));
    }

    private Ranking search(float[] wanted, Query query) {
        try {
            int most = embedded.vectors().manifest().passages();
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
        List<Passage> passages = index.passages(
                found.stream().mapToInt(NearestVectors.Scored::number).toArray());
        return new Ranking(IntStream.range(0, found.size())
                .mapToObj(i -> new Hit(passages.get(i), found.get(i).score()))
                .toList());
    }
}
