package dev.winnow.retrievers;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.index.PassageIndex;
import java.util.List;
import java.util.Map;

/** What larger unit of a document stands for a passage that was found in it. */
public interface ParentUnit {
    /** The kinds, by the name that {@code use} takes. */
    Map<String, Class<? extends ParentUnit>> KINDS = Map.of(
            "document", ParentDocument.class,
            "neighbours", ParentNeighbours.class,
            "tokens", ParentTokens.class);

    /**
     * Passages of a document that follow each other.
     *
     * @param first place of the first among the document's passages, from 0
     * @param last place of the last
     */
    record Range(int first, int last) {
        public Range {
            if (first < 0 || last < first) {
                throw new IllegalArgumentException(first + " to " + last + " is no range of passages");
            }
        }

        /** Whether all of another range is in this one. */
        public boolean holds(Range other) {
            return first <= other.first && other.last <= last;
        }
    }

    /** Finds the units of documents. Safe for use by several threads. */
    interface Finder {
        /**
         * The unit that holds some passages.
         *
         * @param passages all of the document, by rising start
         * @param found places of those that were found
         */
        Range around(Document document, List<Passage> passages, Range found);
    }

    /** Finds the units of an index's documents. */
    Finder open(PassageIndex index);
}
