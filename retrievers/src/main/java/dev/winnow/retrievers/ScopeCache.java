package dev.winnow.retrievers;

import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.PassageIndex;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.search.Query;

/** The passages of the scopes asked for lately: questions over one document follow each other. */
final class ScopeCache {
    private static final int KEPT = 64;

    private final PassageIndex index;
    private final Map<Scope, ScopedPassages> kept = Collections.synchronizedMap(new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Scope, ScopedPassages> eldest) {
            return size() > KEPT;
        }
    });

    ScopeCache(PassageIndex index) {
        this.index = index;
    }

    /** The passages of a scope's documents; the index must have some passages. */
    ScopedPassages of(Scope.Documents scope) throws IOException {
        ScopedPassages passages = kept.get(scope);
        if (passages == null) {
            passages = new ScopedPassages(index.reader().leaves().get(0).reader(), scope);
            kept.put(scope, passages);
        }
        return passages;
    }

    /** The numbers of a scope's passages, rising; empty for the whole corpus. */
    Optional<int[]> numbers(Scope scope) throws IOException {
        return scope instanceof Scope.Documents some ? Optional.of(of(some).numbers()) : Optional.empty();
    }

    /** Matches a scope's passages; empty for the whole corpus. */
    Optional<Query> filter(Scope scope) throws IOException {
        return scope instanceof Scope.Documents some ? Optional.of(of(some).filter()) : Optional.empty();
    }
}
