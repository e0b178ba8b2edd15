package dev.winnow.pipelines.route;

import dev.winnow.retrievers.Query;
import dev.winnow.retrievers.Ranking;
import dev.winnow.retrievers.RetrievalUsage;
import dev.winnow.retrievers.Retriever;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Searches that chose a route, while the strategy on it is at work: the same search is not made again, and one that goes
 * deeper is charged with what it takes beyond the first. What is found never depends on it. Safe for use by several
 * threads.
 */
public final class SharedSearches {
    private final Function<String, Retriever> retrievers;
    private final Map<Asked, Shared> shared = new ConcurrentHashMap<>();

    /** What is searched for, whatever the depth. */
    private record Asked(String retriever, Query query) {
        private static Asked of(String retriever, Query query) {
            return new Asked(retriever, query.withDepth(1));
        }
    }

    /**
     * A search.
     *
     * @param users questions that are being answered after it
     */
    private record Shared(Search search, int users) {}

    /** Over the retrievers of these names. */
    public SharedSearches(Function<String, Retriever> retrievers) {
        this.retrievers = retrievers;
    }

    /** The retriever of a name, which knows what is shared. */
    public Retriever retriever(String name) {
        Retriever retriever = retrievers.apply(name);
        return query -> {
            Shared known = shared.get(Asked.of(name, query));
            if (known == null) {
                return retriever.retrieve(query);
            }
            Ranking made = known.search().ranking();
            if (known.search().query().equals(query)) {
                return new Ranking(made.hits(), RetrievalUsage.NONE);
            }
            // A ranking may be another at another depth.
            Ranking deeper = retriever.retrieve(query);
            return new Ranking(deeper.hits(), deeper.usage().beyond(made.usage()));
        };
    }

    /** Does some work while searches are shared. */
    public <T> T during(List<Search> searches, Supplier<T> work) {
        for (Search search : searches) {
            shared.merge(
                    Asked.of(search.retriever(), search.query()),
                    new Shared(search, 1),
                    (before, same) -> new Shared(before.search(), before.users() + 1));
        }
        try {
            return work.get();
        } finally {
            for (Search search : searches) {
                shared.computeIfPresent(
                        Asked.of(search.retriever(), search.query()),
                        (asked, known) -> known.users() == 1 ? null : new Shared(known.search(), known.users() - 1));
            }
        }
    }
}
