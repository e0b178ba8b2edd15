package dev.winnow.app.ledger;

import java.util.OptionalDouble;

/**
 * What it took to build what a strategy retrieves from, once, whoever paid it: what a cache spared this run is charged all
 * the same.
 *
 * @param buildMillis time to cut, analyse and write passages, and to write vectors and their graph
 * @param embeddedTokens that embedders read of passages
 * @param embeddingMillis time to compute vectors
 * @param usd US dollars for embedding, 0 where nothing is paid for; empty where an embedder's price is not known
 */
public record IndexCost(long buildMillis, long embeddedTokens, long embeddingMillis, OptionalDouble usd) {
    /** Both together. */
    public IndexCost plus(IndexCost other) {
        return new IndexCost(
                buildMillis + other.buildMillis,
                embeddedTokens + other.embeddedTokens,
                embeddingMillis + other.embeddingMillis,
                usd.isEmpty() || other.usd.isEmpty()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(usd.getAsDouble() + other.usd.getAsDouble()));
    }
}
