package dev.winnow.indexer.corpus;

/**
 * The name of a document, unique within its corpus. Ids are ordered by Unicode code point, which is also the order of
 * their UTF-8 bytes and therefore Lucene's, so that ties break the same way in memory and in an index.
 */
public record DocumentId(String value) implements Comparable<DocumentId> {
    public DocumentId {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("a document id must not be empty");
        }
    }

    @Override
    public int compareTo(DocumentId other) {
        return CodePointOrder.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
