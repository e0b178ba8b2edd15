package dev.winnow.retrievers;

import dev.winnow.indexer.corpus.Scope;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What was made for the scopes asked for lately: questions over one document follow each other. */
final class RecentScopes<T> {
    private static final int KEPT = 64;

    private final Map<Scope.Documents, T> kept = Collections.synchronizedMap(new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Scope.Documents, T> eldest) {
            return size() > KEPT;
        }
    });

    /** What was made for a scope, made now if it is not kept; by several threads at once, perhaps more than once. */
    T of(Scope.Documents scope, Function<Scope.Documents, T> making) {
        T made = kept.get(scope);
        if (made == null) {
            made = making.apply(scope);
            kept.put(scope, made);
        }
        return made;
    }
}
