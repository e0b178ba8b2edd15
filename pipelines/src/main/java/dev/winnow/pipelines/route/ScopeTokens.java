package dev.winnow.pipelines.route;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.IndexedCorpus;
import dev.winnow.indexer.tokens.TokenCounter;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Stream;

/**
 * Tokens of the texts of a scope's documents, titles left out. A document is counted once, and no document more than it
 * takes to tell that a scope is larger than whoever asks needs to know. Safe for use by several threads.
 */
final class ScopeTokens {
    private final IndexedCorpus corpus;
    private final TokenCounter counter;
    private final int enough;

    /** Tokens of each document by its place, plus 1; 0 where they are not counted yet. */
    private final AtomicIntegerArray counted;

    private volatile long whole = -1;

    /**
     * Of a corpus.
     *
     * @param enough beyond so many tokens nobody needs to know how many they are
     */
    ScopeTokens(IndexedCorpus corpus, TokenCounter counter, int enough) {
        this.corpus = corpus;
        this.counter = counter;
        this.enough = enough;
        this.counted = new AtomicIntegerArray(corpus.size());
    }

    /** Tokens of a scope; some number above {@code enough} where there are more than that. */
    long of(Scope scope) {
        return switch (scope) {
            case Scope.WholeCorpus all -> {
                if (whole < 0) {
                    try (Stream<Document> documents = corpus.documents(all)) {
                        long sum = 0;
                        for (Iterator<Document> each = documents.iterator(); sum <= enough && each.hasNext(); ) {
                            sum += counter.count(each.next().text());
                        }
                        whole = sum;
                    }
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
        int place = corpus.place(id);
        int known = counted.get(place);
        if (known == 0) {
            known = counter.count(corpus.get(id).text()) + 1;
            counted.set(place, known);
        }
        return known - 1;
    }
}
