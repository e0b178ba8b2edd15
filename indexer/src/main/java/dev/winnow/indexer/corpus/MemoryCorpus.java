package dev.winnow.indexer.corpus;

import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/** A corpus that holds all its documents in memory. */
public final class MemoryCorpus implements Corpus {
    private final Map<DocumentId, Document> documents = new LinkedHashMap<>();
    private final Fingerprint fingerprint;

    /**
     * A corpus of these documents in this order.
     *
     * @throws IllegalArgumentException if two share an id
     */
    public MemoryCorpus(Collection<Document> documents) {
        for (Document document : documents) {
            if (this.documents.putIfAbsent(document.id(), document) != null) {
                throw new IllegalArgumentException("two documents have the id '" + document.id() + "'");
            }
        }
        this.fingerprint = Fingerprint.of(documents);
    }

    @Override
    public Document get(DocumentId id) {
        Document document = documents.get(id);
        if (document == null) {
            throw new NoSuchElementException("no document '" + id + "' in this corpus");
        }
        return document;
    }

    @Override
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public int size() {
        return documents.size();
    }

    @Override
    public Iterator<Document> iterator() {
        return Collections.unmodifiableCollection(documents.values()).iterator();
    }
}
