package dev.winnow.pipelines.route;

import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.tokens.TokenCounter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tokens of the texts of a scope's documents, titles left out. A document is counted once, and no document more than it
 * takes to tell that a scope is larger than whoever asks needs to know. Safe for use by several threads.
 */
final class ScopeTokens {
    private final Corpus corpus;
    private final TokenCounter counter;
    private final int enough;

    private final Map<DocumentId, Integer> counted = new ConcurrentHashMap<>();

    private volatile long whole = -1;

    /**
     * Of a corpus.
     *
     * @param enough beyond so many tokens nobody needs to know how many they are
     */
    ScopeTokens(Corpus corpus, TokenCounter counter, int enough) {
        this.corpus = corpus;
        this.counter = counter;
        this.enough = enough;
    }

    /** Tokens of a scope; some number above {@code enough} where there are more than that. */
    long of(Scope scope) {
        return switch (scope) {
            case Scope.WholeCorpus all -> {
                if (whole < 0) {
                    long sum = 0;
                    for (Document each : corpus) {
                        sum += counter.count(each.text());
                        if (sum > enough) {
                            break;
                        }
                    }
                    whole = sum;
                }
                yield whole;
            }
            case Scope.Documents some -> {
                long sum = 0;
                for (DocumentId id : some.ids()) {
                    sum += of(id);
                    if (sum > enough) {
                        break;
                    }
                }
                yield sum;
            }
        };
    }

    private int of(DocumentId id) {
        return counted.computeIfAbsent(
                id, each -> counter.count(corpus.get(each).text()));
    }
}
