package dev.winnow.app.dataset;

import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Looks up the documents that an answer key names; each is read once to learn how long its text is. */
final class CorpusLookup {
    private static final int ABSENT = -1;

    private final Corpus corpus;
    private final Map<DocumentId, Integer> lengths = new HashMap<>();

    CorpusLookup(Corpus corpus) {
        this.corpus = corpus;
    }

    boolean has(DocumentId id) {
        return length(id) != ABSENT;
    }

    /** UTF-16 units of a document's text, or less than zero if there is no such document. */
    int length(DocumentId id) {
        return lengths.computeIfAbsent(
                id,
                unseen -> find(unseen).map(document -> document.text().length()).orElse(ABSENT));
    }

    Optional<Document> find(DocumentId id) {
        try {
            return Optional.of(corpus.get(id));
        } catch (NoSuchElementException e) {
            return Optional.empty();
        }
    }

    /** All of a document as a region; empty if it has no text. */
    Optional<Evidence> whole(DocumentId id) {
        int length = length(id);
        return length > 0 ? Optional.of(new Evidence(id, 0, length, Evidence.Grain.REGION)) : Optional.empty();
    }
}
