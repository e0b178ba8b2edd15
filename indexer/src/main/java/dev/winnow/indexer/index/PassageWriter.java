package dev.winnow.indexer.index;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.Language;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * Writes the Lucene index of passages. It is sorted by document id, then by start, and merged into one segment: Lucene
 * breaks ties by document number, so this makes equal scores come in our order, whatever threads did the writing.
 */
final class PassageWriter implements AutoCloseable {
    private static final FieldType SEARCHED = new FieldType();

    static {
        SEARCHED.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        SEARCHED.setTokenized(true);
        SEARCHED.freeze();
    }

    private final Analyzer analysis;
    private final Directory directory;
    private final IndexWriter writer;

    PassageWriter(Path folder, Language language) throws IOException {
        analysis = Analysis.of(language);
        directory = FSDirectory.open(folder);
        writer = new IndexWriter(
                directory,
                new IndexWriterConfig(analysis)
                        .setIndexSort(new Sort(
                                new SortField(Fields.DOCUMENT, SortField.Type.STRING),
                                new SortField(Fields.START, SortField.Type.INT)))
                        .setRAMBufferSizeMB(256));
    }

    /** Adds the passages of the document at a place of the corpus. */
    void add(int place, Document document, List<Passage> passages) throws IOException {
        for (Passage passage : passages) {
            org.apache.lucene.document.Document indexed = new org.apache.lucene.document.Document();
            Counted terms = new Counted(analysis.tokenStream(Fields.TEXT, document.title() + "\n" + passage.text()));
            indexed.add(new Field(Fields.TEXT, terms, SEARCHED));
            indexed.add(new TermCount(terms));
            indexed.add(new StringField(Fields.DOCUMENT, document.id().value(), Field.Store.NO));
            indexed.add(new SortedDocValuesField(
                    Fields.DOCUMENT, new BytesRef(document.id().value())));
            indexed.add(new NumericDocValuesField(Fields.PLACE, place));
            indexed.add(new NumericDocValuesField(Fields.ORDINAL, passage.ordinal()));
            indexed.add(new NumericDocValuesField(Fields.START, passage.start()));
            indexed.add(new NumericDocValuesField(Fields.END, passage.end()));
            writer.addDocument(indexed);
        }
    }

    /** How many passages were added. */
    int size() {
        return writer.getDocStats().maxDoc;
    }

    void commit() throws IOException {
        writer.forceMerge(1);
        writer.commit();
    }

    @Override
    public void close() throws IOException {
        writer.close();
        directory.close();
    }

    /** Counts the terms that pass. */
    private static final class Counted extends TokenFilter {
        private int count;

        Counted(TokenStream input) {
            super(input);
        }

        @Override
        public boolean incrementToken() throws IOException {
            if (!input.incrementToken()) {
                return false;
            }
            count++;
            return true;
        }
    }

    /** The number of terms of a field that stands before it in the document: Lucene takes fields in their order. */
    private static final class TermCount extends NumericDocValuesField {
        private final Counted terms;

        TermCount(Counted terms) {
            super(Fields.LENGTH, 0L);
            this.terms = terms;
        }

        @Override
        public Number numericValue() {
            return (long) terms.count;
        }
    }
}
