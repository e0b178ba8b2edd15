package dev.winnow.app.report;

import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Numbers scopes, the same for the same documents in whatever order, and holds none of them a second time. */
final class SameScopes {
    private final Map<Long, List<Integer>> alike = new HashMap<>();
    private final List<Scope> distinct = new ArrayList<>();

    /** The number of a scope: how many others came before it for the first time. */
    int number(Scope scope) {
        List<Integer> candidates = alike.computeIfAbsent(digest(scope), key -> new ArrayList<>(1));
        for (int number : candidates) {
            if (same(scope, distinct.get(number))) {
                return number;
            }
        }
        distinct.add(scope);
        candidates.add(distinct.size() - 1);
        return distinct.size() - 1;
    }

    /** One of each, by number. */
    List<Scope> distinct() {
        return distinct;
    }

    /** The same for the same documents in whatever order; seldom the same for others. */
    private static long digest(Scope scope) {
        return switch (scope) {
            case Scope.WholeCorpus corpus -> -1;
            case Scope.Documents documents -> {
                long sum = documents.ids().size();
                for (DocumentId id : documents.ids()) {
                    sum += id.hashCode() * 0x9E3779B97F4A7C15L;
                }
                yield sum;
            }
        };
    }

    private static boolean same(Scope one, Scope other) {
        return one.equals(other)
                || (one instanceof Scope.Documents some
                        && other instanceof Scope.Documents others
                        && new HashSet<>(some.ids()).equals(new HashSet<>(others.ids())));
    }
}
