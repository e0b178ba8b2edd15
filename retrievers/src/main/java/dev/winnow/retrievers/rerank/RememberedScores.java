package dev.winnow.retrievers.rerank;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.embed.PairScore;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
            List<String> keys = passages.stream().map(RememberedScores::key).toList();
            Map<String, String> missing = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                if (!known.containsKey(keys.get(i))) {
                    missing.put(keys.get(i), passages.get(i));
                }
            }
            if (!missing.isEmpty()) {
                List<PairScore> scores = scorer.score(query, List.copyOf(missing.values()));
                int next = 0;
                for (String key : missing.keySet()) {
                    known.put(key, scores.get(next++));
                }
            }
            return keys.stream().map(known::get).toList();
        }
    }

    /** Passages may be whole documents: they are not held. */
    private static String key(String passage) {
        return Fingerprint.of(passage).hex();
    }

    @Override
    public void close() {
        scorer.close();
    }
}
