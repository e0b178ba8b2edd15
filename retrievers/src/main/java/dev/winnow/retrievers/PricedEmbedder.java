package dev.winnow.retrievers;

import dev.winnow.indexer.embed.Embedder;
import dev.winnow.indexer.embed.Embedding;
import java.util.List;
import java.util.OptionalDouble;

/**
 * An embedder and what it costs.
 *
 * @param price US dollars per million tokens embedded, 0 for what runs here; empty where it is not known
 */
public record PricedEmbedder(Embedder embedder, OptionalDouble price) {
    /** What embedding took; where the price is not known, no money. */
    public RetrievalUsage usage(List<Embedding> embeddings) {
        long tokens = embeddings.stream().mapToLong(Embedding::tokens).sum();
        return RetrievalUsage.embedded(tokens, price.orElse(0) * tokens / 1e6);
    }
}
