package dev.winnow.indexer.chunk;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import java.util.Comparator;

/**
 * A contiguous span of one document's text.
 *
 * @param ordinal the passage's place among those of its document, from 0
 * @param start first UTF-16 unit, from 0
 * @param end one behind the last UTF-16 unit
 * @param text exactly {@code document.text().substring(start, end)}
 */
public record Passage(PassageId id, DocumentId document, int ordinal, int start, int end, String text) {
    /** By document id, then by start: the order that breaks ties. */
    public static final Comparator<Passage> ORDER =
            Comparator.comparing(Passage::document).thenComparingInt(Passage::start);

    public Passage {
        if (start < 0 || end < start || end - start != text.length()) {
            throw new IllegalArgumentException(
                    "passage " + id + ": [" + start + ", " + end + ") does not fit a text of " + text.length());
        }
    }

    /** The span of a document between two offsets. */
    public static Passage of(Document document, int ordinal, int start, int end) {
        return new Passage(
                PassageId.of(document.id(), ordinal),
                document.id(),
                ordinal,
                start,
                end,
                document.text().substring(start, end));
    }

    /** A span of a document that is none of its passages, such as the whole. */
    public static Passage span(Document document, int start, int end) {
        return new Passage(
                PassageId.of(document.id(), start, end),
                document.id(),
                0,
                start,
                end,
                document.text().substring(start, end));
    }
}
