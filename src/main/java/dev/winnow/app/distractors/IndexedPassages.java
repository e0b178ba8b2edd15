package dev.winnow.app.distractors;

import dev.winnow.indexer.embed.Embedder;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.index.PassageVectors;
import java.util.Optional;

/**
 * What texts of a run are compared by.
 *
 * @param index its passages and their terms
 * @param vectors of these passages, where a retriever of the run searches by vectors
 * @param embedder of those vectors, where it can embed questions here without asking a server
 */
public record IndexedPassages(PassageIndex index, Optional<PassageVectors> vectors, Optional<Embedder> embedder) {}
