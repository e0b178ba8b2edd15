package dev.winnow.indexer.embed;

/**
 * How well a passage answers a query.
 *
 * @param score higher is better
 * @param tokens that the model read for it, in all windows
 */
public record PairScore(float score, int tokens) {}
