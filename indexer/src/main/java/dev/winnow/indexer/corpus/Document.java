package dev.winnow.indexer.corpus;

import java.util.List;
import java.util.Map;

/**
 * A document as its data set ships it.
 *
 * @param id unique within the corpus
 * @param title may be empty, never null; not part of the text
 * @param text what passages are spans of; offsets into it are UTF-16 units
 * @param links ids of the documents that this one refers to, in the order of the text; they need not exist
 * @param metadata anything else that the data set says of the document
 */
public record Document(DocumentId id, String title, String text, List<DocumentId> links, Map<String, String> metadata) {
    public Document {
        links = List.copyOf(links);
        metadata = Map.copyOf(metadata);
    }

    public Document(DocumentId id, String title, String text) {
        this(id, title, text, List.of(), Map.of());
    }
}
