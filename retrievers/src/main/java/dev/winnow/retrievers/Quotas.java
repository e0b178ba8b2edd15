package dev.winnow.retrievers;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The union of each retriever's best, without duplicates, as LaRA (arXiv 2502.09977) retrieves two chunks by vectors and
 * three by BM25. What two retrievers both find counts once and is not made up for, so there may be fewer than the quotas'
 * sum. Where more are wanted than that, further rounds of the same quotas follow. Hits stand round by round, inside a
 * round by retriever; scores say the place only: 1, 1/2, 1/3 and so on.
 *
 * @param quotas how many hits of each retriever a round has, at least 1 each
 */
public record Quotas(List<Integer> quotas) implements FusionMethod {
    public Quotas {
        quotas = List.copyOf(quotas);
        for (int quota : quotas) {
            if (quota < 1) {
                throw new IllegalArgumentException("quotas must be at least 1, got " + quota);
            }
        }
    }

    @Override
    public void check(int retrievers) {
        if (quotas.size() != retrievers) {
            throw new IllegalArgumentException("quotas must be one for each of the %d retrievers of 'of', got %d"
                    .formatted(retrievers, quotas.size()));
        }
    }

    @Override
    public Ranking fuse(List<Ranking> rankings, Query.Level level, int depth) {
        Set<Object> seen = new HashSet<>();
        List<Hit> hits = new ArrayList<>();
        long asked = 0;
        for (int round = 0; asked < depth; round++) {
            boolean more = false;
            for (int i = 0; i < rankings.size(); i++) {
                List<Hit> found = rankings.get(i).hits();
                int from = (int) Math.min(found.size(), (long) round * quotas.get(i));
                int to = Math.min(found.size(), from + quotas.get(i));
                for (Hit hit : found.subList(from, to)) {
                    if (seen.add(FusedScores.key(hit, level))) {
                        hits.add(new Hit(hit.passage(), 1f / (hits.size() + 1)));
                    }
                }
                asked += quotas.get(i);
                more |= to < found.size();
            }
            if (!more) {
                break;
            }
        }
        return new Ranking(hits).top(depth);
    }
}
