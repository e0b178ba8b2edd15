package dev.winnow.indexer.index;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import java.util.List;
import java.util.Optional;

/**
 * What decides the vectors of an index besides its passages and their embedder.
 *
 * @param search what they are laid out for
 * @param precision in what form a search compares them
 * @param situated what of its document is embedded with a passage; where it is empty, the document's title alone
 */
public record VectorSettings(VectorSearch search, VectorPrecision precision, Optional<Situated> situated) {
    public VectorSettings {
        if (search == VectorSearch.EXACT && precision != VectorPrecision.FLOAT32) {
            throw new IllegalArgumentException(
                    "search must be flat or hnsw where precision is not float32, got exact; exact search compares the"
                            + " vectors as they are");
        }
        if (search == VectorSearch.FLAT && precision == VectorPrecision.FLOAT32) {
            throw new IllegalArgumentException(
                    "precision must be int8, int4 or binary where search is flat, got float32; that is search: exact");
        }
    }

    /** Vectors as they are, of passages with their titles. */
    public VectorSettings(VectorSearch search) {
        this(search, VectorPrecision.FLOAT32, Optional.empty());
    }

    /**
     * What is embedded of each passage of a document: the document's title, where it has one, and the passage's text with
     * what situates it.
     *
     * @param passages all of the document, by rising start
     */
    public List<String> embedded(Document document, List<Passage> passages) {
        List<String> texts = situated.map(with -> with.texts(document, passages))
                .orElseGet(() -> passages.stream().map(Passage::text).toList());
        return texts.stream().map(text -> titled(document.title(), text)).toList();
    }

    /** A text under its document's title, where there is one: what is embedded, and scored beside a query. */
    public static String titled(String title, String text) {
        return title.isBlank() ? text : title + "\n" + text;
    }
}
