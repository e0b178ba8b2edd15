package dev.winnow.indexer.index;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.DocumentId;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;

/** The columns of the index of passages, open for one reading by one thread: everything but the texts. */
final class PassageColumns {
    private final IndexedCorpus corpus;
    private final SortedDocValues documents;
    private final NumericDocValues places;
    private final NumericDocValues ordinals;
    private final NumericDocValues starts;
    private final NumericDocValues ends;

    PassageColumns(LeafReader leaf, IndexedCorpus corpus) throws IOException {
        this.corpus = corpus;
        this.documents = leaf.getSortedDocValues(Fields.DOCUMENT);
        this.places = leaf.getNumericDocValues(Fields.PLACE);
        this.ordinals = leaf.getNumericDocValues(Fields.ORDINAL);
        this.starts = leaf.getNumericDocValues(Fields.START);
        this.ends = leaf.getNumericDocValues(Fields.END);
    }

    /** The passages of these numbers, in the order given. */
    List<Passage> read(int[] numbers) throws IOException {
        Passage[] passages = new Passage[numbers.length];
        DocumentId document = null;
        int ordinal = -1;
        for (long next : rising(numbers)) {
            int number = (int) (next >>> 32);
            documents.advanceExact(number);
            if (document == null || documents.ordValue() != ordinal) {
                ordinal = documents.ordValue();
                document = new DocumentId(documents.lookupOrd(ordinal).utf8ToString());
            }
            int place = value(places, number);
            passages[(int) next] = Passage.unread(
                    document,
                    value(ordinals, number),
                    value(starts, number),
                    value(ends, number),
                    () -> corpus.at(place));
        }
        return List.of(passages);
    }

    /** The places in the corpus of these numbers' documents, in the order given. */
    int[] places(int[] numbers) throws IOException {
        int[] found = new int[numbers.length];
        for (long next : rising(numbers)) {
            found[(int) next] = value(places, (int) (next >>> 32));
        }
        return found;
    }

    /** Columns are read forwards only, and blocks of ids are unpacked once where numbers rise: numbers above indices. */
    private static long[] rising(int[] numbers) {
        long[] rising = new long[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            rising[i] = (long) numbers[i] << 32 | i;
        }
        Arrays.sort(rising);
        return rising;
    }

    private static int value(NumericDocValues column, int number) throws IOException {
        column.advanceExact(number);
        return (int) column.longValue();
    }
}
