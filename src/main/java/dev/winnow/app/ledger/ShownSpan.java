package dev.winnow.app.ledger;

import dev.winnow.indexer.corpus.DocumentId;

/**
 * A span of a document that a model was shown.
 *
 * @param passage the passage's id
 * @param rank its place in the ranking that it came from, from 1
 * @param tokens of the passage as rendered
 */
public record ShownSpan(String passage, DocumentId document, int start, int end, int rank, float score, int tokens) {}
