package dev.winnow.indexer.index;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOUtils;

/**
 * The passages that one thread writes, in a Lucene index of its own. Lucene sorts what comes out of order, term by term;
 * a thread of its own index adds documents in corpus order, which in most corpora is the order of ids already.
 */
final class PassagePart implements Closeable {
    private static final FieldType SEARCHED = new FieldType();
    /** All is merged once more at the end, so little is merged before: what bounds the number of open files. */
    private static final int SEGMENTS = 24;

    static {
        SEARCHED.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        SEARCHED.setTokenized(true);
        SEARCHED.freeze();
    }

    private final Analyzer analysis;
    private final Directory directory;
    private final IndexWriter writer;
    /** Null until the part is finished. */
    private DirectoryReader written;

    /** @param megabytes of memory that passages may take before they are written */
    PassagePart(Path folder, Analyzer analysis, double megabytes) throws IOException {
        this.analysis = analysis;
        this.directory = FSDirectory.open(folder);
        this.writer = new IndexWriter(
                directory,
                new IndexWriterConfig(analysis)
                        .setIndexSort(PassageWriter.ORDER)
                        .setMergePolicy(new TieredMergePolicy().setSegmentsPerTier(SEGMENTS))
                        .setRAMBufferSizeMB(megabytes));
    }

    /** Adds the passages of the document at a place of the corpus, which is behind those added before. */
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

    /** Writes what is still in memory; nothing is added afterwards. */
    void finish() throws IOException {
        written = DirectoryReader.open(writer);
    }

    /** What was written, once the part is finished. */
    List<CodecReader> segments() {
        List<CodecReader> segments = new ArrayList<>();
        for (LeafReaderContext leaf : written.leaves()) {
            segments.add((CodecReader) leaf.reader());
        }
        return segments;
    }

    /** Removes everything. */
    @Override
    public void close() throws IOException {
        IOUtils.close(written, writer::rollback, directory);
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
