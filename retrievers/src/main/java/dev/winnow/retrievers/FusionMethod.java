package dev.winnow.retrievers;

import java.util.List;
import java.util.Map;

/** How the rankings of several retrievers become one. */
public interface FusionMethod {
    /** The kinds, by the name that {@code use} takes. */
    Map<String, Class<? extends FusionMethod>> KINDS = Map.of(
            "quotas", Quotas.class,
            "rrf", ReciprocalRank.class,
            "weighted", Weighted.class);

    /**
     * Checks that this suits so many retrievers.
     *
     * @throws IllegalArgumentException with the rule and the value if it does not
     */
    default void check(int retrievers) {}

    /**
     * Fuses rankings; what they took is not summed here.
     *
     * @param rankings one of each retriever, in the order of the spec
     * @param level what their hits stand for
     * @param depth how many hits are wanted
     */
    Ranking fuse(List<Ranking> rankings, Query.Level level, int depth);

    /** Fuses rankings for a query, and sums what they took. */
    default Ranking fused(List<Ranking> rankings, Query query) {
        return fuse(rankings, query.level(), query.depth())
                .costing(rankings.stream().map(Ranking::usage).reduce(RetrievalUsage.NONE, RetrievalUsage::plus));
    }
}
