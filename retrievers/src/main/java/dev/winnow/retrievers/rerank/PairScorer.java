package dev.winnow.retrievers.rerank;

import dev.winnow.indexer.embed.PairScore;
import java.util.List;

/** Scores passages for a query, each by itself. Safe for use by several threads. */
public interface PairScorer extends AutoCloseable {
    /** One score for each passage, in their order. */
    List<PairScore> score(String query, List<String> passages);

    @Override
    void close();
}
