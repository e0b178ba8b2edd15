package dev.winnow.retrievers;

import dev.winnow.indexer.index.Fields;
import dev.winnow.indexer.index.PassageIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;

/** The numbers of each document's passages, by the document's place in corpus order: eight bytes for a document. */
final class PassageNumbers {
    private final int[] first;
    private final int[] count;

    /** Reads one column of the index. */
    PassageNumbers(PassageIndex index) {
        first = new int[index.corpus().size()];
        count = new int[first.length];
        if (index.reader().leaves().isEmpty()) {
            return;
        }
        try {
            LeafReader leaf = index.reader().leaves().get(0).reader();
            NumericDocValues places = leaf.getNumericDocValues(Fields.PLACE);
            Arrays.fill(first, leaf.maxDoc());
            while (places.nextDoc() != NumericDocValues.NO_MORE_DOCS) {
                int place = (int) places.longValue();
                first[place] = Math.min(first[place], places.docID());
                count[place]++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many passages a document has. */
    int count(int place) {
        return count[place];
    }

    /** The number of a document's first passage; the others follow. */
    int first(int place) {
        return first[place];
    }
}
