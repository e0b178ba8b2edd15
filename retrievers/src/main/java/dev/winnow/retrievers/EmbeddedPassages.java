package dev.winnow.retrievers;

import dev.winnow.indexer.embed.Embedder;
import dev.winnow.indexer.index.PassageVectors;

/** The vectors of an index's passages, and what embeds queries like them. */
public record EmbeddedPassages(PassageVectors vectors, Embedder embedder) {}
