package dev.winnow.pipelines.context;

import dev.winnow.indexer.chunk.Passage;

/**
 * A passage in a context.
 *
 * @param title its document's title, may be empty
 * @param rank its place in the ranking it comes from, from 1; for contexts that were not retrieved, its place in them
 * @param score the retriever's score, 0 where nothing was retrieved
 * @param tokens of the passage as rendered, with title line, label and separator
 */
public record Shown(Passage passage, String title, int rank, float score, int tokens) {}
