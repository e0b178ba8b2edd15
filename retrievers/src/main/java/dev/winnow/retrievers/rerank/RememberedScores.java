package dev.winnow.retrievers.rerank;

import dev.winnow.indexer.embed.PairScore;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the scores of the queries asked last, so that strategies that rerank the same passages for the same question, at
 * several budgets or depths, compute or pay for them once. A score comes back with what it took.
 */
public final class RememberedScores implements PairScorer {
    private static final int QUERIES = 256;

    private final PairScorer scorer;
    private final Map<String, Map<String, PairScore>> kept = new LinkedHashMap<>(QUERIES, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<String, PairScore>> eldest) {
            return size() > QUERIES;
        }
    };

    /** Before a scorer, which is closed with it. */
    public RememberedScores(PairScorer scorer) {
        this.scorer = scorer;
    }

    @Override
    public List<PairScore> score(String query, List<String> passages) {
        Map<String, PairScore> known;
        synchronized (kept) {
            known = kept.computeIfAbsent(query, text -> new HashMap<>());
        }
        // One caller of a query at a time: the next finds what this one asks for.
        synchronized (known) {
            Set<String> missing = new LinkedHashSet<>(passages);
            missing.removeAll(known.keySet());
            if (!missing.isEmpty()) {
                List<String> asked = List.copyOf(missing);
                List<PairScore> scores = scorer.score(query, asked);
                for (int i = 0; i < asked.size(); i++) {
                    known.put(asked.get(i), scores.get(i));
                }
            }
            return passages.stream().map(known::get).toList();
        }
    }

    @Override
    public void close() {
        scorer.close();
    }
}
