package dev.winnow.indexer.corpus;

import java.util.List;

/** Which documents of a corpus a question may see. */
public sealed interface Scope {
    /** All of them. */
    Scope CORPUS = new WholeCorpus();

    /** Only these. */
    static Scope of(List<DocumentId> documents) {
        return new Documents(documents);
    }

    /** Every document of the corpus. */
    record WholeCorpus() implements Scope {}

    /** The named documents, without repetition; their order has no meaning, corpus order counts. */
    record Documents(List<DocumentId> ids) implements Scope {
        public Documents {
            ids = List.copyOf(ids);
            if (ids.isEmpty()) {
                throw new IllegalArgumentException("a scope must name at least one document");
            }
            if (ids.stream().distinct().count() < ids.size()) {
                throw new IllegalArgumentException("a scope names a document twice");
            }
        }
    }
}
