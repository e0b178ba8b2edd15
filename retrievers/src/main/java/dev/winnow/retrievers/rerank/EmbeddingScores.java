package dev.winnow.retrievers.rerank;

import dev.winnow.indexer.embed.Embedder;
import dev.winnow.indexer.embed.EmbedderSpec;
import dev.winnow.indexer.embed.Embedding;
import dev.winnow.retrievers.DotProduct;
import dev.winnow.retrievers.PricedEmbedder;
import dev.winnow.retrievers.RetrievalUsage;
import dev.winnow.retrievers.RetrieverTools;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Similarity of vectors: a candidate's score is the dot product of its vector and the query's, which is their cosine where
 * vectors are of length 1. Title and text are embedded together. Candidates need not be passages of the index.
 *
 * @param embedder makes the vectors; the index's where it is left out
 */
public record EmbeddingScores(Optional<EmbedderSpec> embedder) implements RerankerSpec {
    @Override
    public Reranker open(RetrieverTools tools) {
        return new Scoring(tools.embedders().apply(embedder));
    }

    private static final class Scoring implements Reranker {
        /** Numbers in the vectors that are kept: 64 MB. */
        private static final long KEPT = 16_000_000;

        private final PricedEmbedder embedder;
        private final KeptByPassage<Embedding> known =
                new KeptByPassage<>(embedding -> embedding.vector().length, KEPT);

        Scoring(PricedEmbedder embedder) {
            this.embedder = embedder;
        }

        @Override
        public Reranked rerank(String query, List<Candidate> candidates) {
            Embedding asked = embedder.embedder()
                    .embed(List.of(query), Embedder.Role.QUERY)
                    .get(0);
            List<Embedding> embeddings = embeddings(candidates);
            RetrievalUsage usage = embedder.usage(List.of(asked)).plus(embedder.usage(embeddings));
            return new Reranked(
                    embeddings.stream()
                            .map(each -> DotProduct.of(asked.vector(), each.vector()))
                            .toList(),
                    usage);
        }

        private List<Embedding> embeddings(List<Candidate> candidates) {
            Embedding[] embeddings = new Embedding[candidates.size()];
            Map<Integer, String> missing = new LinkedHashMap<>();
            for (int i = 0; i < embeddings.length; i++) {
                Optional<Embedding> one = known.get(candidates.get(i).passage());
                if (one.isPresent()) {
                    embeddings[i] = one.get();
                } else {
                    missing.put(i, candidates.get(i).text());
                }
            }
            if (!missing.isEmpty()) {
                List<Embedding> made = embedder.embedder().embed(List.copyOf(missing.values()), Embedder.Role.PASSAGE);
                List<Integer> places = new ArrayList<>(missing.keySet());
                for (int i = 0; i < made.size(); i++) {
                    embeddings[places.get(i)] = made.get(i);
                    known.put(candidates.get(places.get(i)).passage(), made.get(i));
                }
            }
            return List.of(embeddings);
        }
    }
}
