package dev.winnow.retrievers;

import dev.winnow.indexer.embed.Embedder;
import dev.winnow.indexer.embed.Embedding;
import dev.winnow.indexer.index.PassageVectors;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The vectors of an index's passages, and what embeds queries like them.
 *
 * @param price US dollars per million tokens embedded, 0 for what runs here; empty where it is not known
 */
public record EmbeddedPassages(PassageVectors vectors, Embedder embedder, OptionalDouble price) {
    /** With an embedder that costs nothing. */
    public EmbeddedPassages(PassageVectors vectors, Embedder embedder) {
        this(vectors, embedder, OptionalDouble.of(0));
    }

    /** What embedding took; where the price is not known, no money. */
    public RetrievalUsage usage(List<Embedding> embeddings) {
        return new PricedEmbedder(embedder, price).usage(embeddings);
    }
}
