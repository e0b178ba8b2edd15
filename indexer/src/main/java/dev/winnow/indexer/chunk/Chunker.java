package dev.winnow.indexer.chunk;

import dev.winnow.indexer.corpus.Document;
import java.util.List;

/** Cuts a document into passages. */
public interface Chunker {
    /** The passages of a document by rising start; none is blank. A document without text has none. */
    List<Passage> chunk(Document document);
}
