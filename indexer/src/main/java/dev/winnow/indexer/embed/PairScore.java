package dev.winnow.indexer.embed;

/**
 * How well a passage answers a query, and what it took to know.
 *
 * @param score higher is better
 * @param tokens that the model read for it, in all windows; of a server, the passage's share of what it reports
 * @param usd US dollars, 0 for what runs here and where no price is known
 */
public record PairScore(float score, long tokens, double usd) {}
