package dev.winnow.indexer.chunk;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import java.util.Comparator;
import java.util.function.Supplier;

/**
 * A contiguous span of one document's text. Passages are equal where their ids and spans are, without a look at the text.
 * Safe for use by several threads.
 */
public final class Passage {
    /** By document id, then by start: the order that breaks ties. */
    public static final Comparator<Passage> ORDER = Passage::compare;

    private final DocumentId document;
    private final int ordinal;
    private final int start;
    private final int end;
    /** Null while nobody has asked; what threads put here at once is equal. */
    private PassageId id;
    /** Null while nobody has asked, as {@link #id}. */
    private String text;
    /** Null where the text was given. */
    private final Supplier<Document> source;

    /**
     * A span whose text is at hand.
     *
     * @param ordinal the passage's place among those of its document, from 0
     * @param start first UTF-16 unit, from 0
     * @param end one behind the last UTF-16 unit
     * @param text exactly {@code document.text().substring(start, end)}
     * @throws IllegalArgumentException if the text is not as long as the span
     */
    public Passage(PassageId id, DocumentId document, int ordinal, int start, int end, String text) {
        if (start < 0 || end < start || end - start != text.length()) {
            throw new IllegalArgumentException(
                    "passage " + id + ": [" + start + ", " + end + ") does not fit a text of " + text.length());
        }
        this.id = id;
        this.document = document;
        this.ordinal = ordinal;
        this.start = start;
        this.end = end;
        this.text = text;
        this.source = null;
    }

    private Passage(DocumentId document, int ordinal, int start, int end, Supplier<Document> source) {
        this.document = document;
        this.ordinal = ordinal;
        this.start = start;
        this.end = end;
        this.source = source;
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

    /**
     * A span of a document that is read when the passage's text is first asked for: rankings of thousands of passages are
     * made without reading one of them.
     *
     * @param source reads the document; asked by whoever asks for the text, more than once if several threads do so at once
     */
    public static Passage unread(DocumentId document, int ordinal, int start, int end, Supplier<Document> source) {
        return new Passage(document, ordinal, start, end, source);
    }

    public PassageId id() {
        PassageId known = id;
        if (known == null) {
            known = PassageId.of(document, ordinal);
            id = known;
        }
        return known;
    }

    public DocumentId document() {
        return document;
    }

    /** The passage's place among those of its document, from 0. */
    public int ordinal() {
        return ordinal;
    }

    /** The first UTF-16 unit, from 0. */
    public int start() {
        return start;
    }

    /** One behind the last UTF-16 unit. */
    public int end() {
        return end;
    }

    /**
     * Exactly {@code document.text().substring(start, end)}. The text of a passage that an index has found is read when it
     * is first asked for, and kept: until then the index must be open.
     *
     * @throws IllegalStateException if the text was not read while its index was open
     */
    public String text() {
        String known = text;
        if (known == null) {
            known = source.get().text().substring(start, end);
            text = known;
        }
        return known;
    }

    private static int compare(Passage left, Passage right) {
        int byDocument = left.document.compareTo(right.document);
        return byDocument != 0 ? byDocument : Integer.compare(left.start, right.start);
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof Passage passage
                && start == passage.start
                && end == passage.end
                && ordinal == passage.ordinal
                && document.equals(passage.document)
                && id().equals(passage.id());
    }

    @Override
    public int hashCode() {
        return 31 * document.hashCode() + start;
    }

    /** The id and the span. */
    @Override
    public String toString() {
        return id() + " [" + start + ", " + end + ")";
    }
}
