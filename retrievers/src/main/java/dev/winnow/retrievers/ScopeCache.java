package dev.winnow.retrievers;

import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.PassageIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.lucene.search.Query;

/** The passages of the scopes asked for lately: questions over one document follow each other. */
final class ScopeCache {
    private final PassageIndex index;
    private final RecentScopes<ScopedPassages> kept = new RecentScopes<>();

    ScopeCache(PassageIndex index) {
        this.index = index;
    }

    /** The passages of a scope's documents; the index must have some passages. */
    ScopedPassages of(Scope.Documents scope) {
        return kept.of(scope, wanted -> {
            try {
                return new ScopedPassages(index.reader().leaves().get(0).reader(), wanted);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The numbers of a scope's passages, rising; empty for the whole corpus. */
    Optional<int[]> numbers(Scope scope) {
        return scope instanceof Scope.Documents some ? Optional.of(of(some).numbers()) : Optional.empty();
    }

    /** Matches a scope's passages; empty for the whole corpus. */
    Optional<Query> filter(Scope scope) {
        return scope instanceof Scope.Documents some ? Optional.of(of(some).filter()) : Optional.empty();
    }
}
