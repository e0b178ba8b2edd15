package dev.winnow.retrievers;

import java.util.ArrayList;
import java.util.List;

/**
 * The hits of a ranking that get new scores, and those behind them, which keep their order.
 *
 * @param found at least as deep as the query
 * @param size how many get new scores at most
 */
record Pool(Ranking found, int size) {
    /** The hits to be scored, best first. */
    List<Hit> hits() {
        return found.hits().subList(0, Math.min(size, found.hits().size()));
    }

    /**
     * The whole with new scores. The rest follows below: the score of each hit there is 1 less than that of the one before
     * it, from the pool's least score on, so that whoever reads scores only finds the same order.
     *
     * @param scored the pool's hits, in any order
     * @param usage what scoring took
     */
    Ranking rescored(List<Hit> scored, RetrievalUsage usage, int depth) {
        List<Hit> hits = new ArrayList<>(scored);
        hits.sort(Hit.ORDER);
        float last = hits.isEmpty() ? 0 : hits.get(hits.size() - 1).score();
        for (Hit hit : found.hits().subList(scored.size(), found.hits().size())) {
            // Of numbers as large as that, 1 less can be the same number.
            last = Math.min(last - 1, Math.nextDown(last));
            hits.add(new Hit(hit.passage(), last));
        }
        return new Ranking(hits, found.usage().plus(usage)).reranking(found).top(depth);
    }
}
