package dev.winnow.indexer.index;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/** Writes the documents of a corpus, whole and in corpus order, to be read by {@link IndexedCorpus}. */
final class DocumentStore implements AutoCloseable {
    private final Directory directory;
    private final IndexWriter writer;

    DocumentStore(Path folder) throws IOException {
        directory = FSDirectory.open(folder);
        // Merging only neighbours keeps Lucene's document numbers equal to the order of addition.
        writer = new IndexWriter(
                directory,
                new IndexWriterConfig(new KeywordAnalyzer())
                        .setMergePolicy(new LogDocMergePolicy())
                        .setRAMBufferSizeMB(64));
    }

    void add(Document document) throws IOException {
        org.apache.lucene.document.Document stored = new org.apache.lucene.document.Document();
        stored.add(new StringField(Fields.DOCUMENT, document.id().value(), Field.Store.YES));
        stored.add(new StoredField(Fields.TITLE, document.title()));
        stored.add(new StoredField(Fields.TEXT, document.text()));
        for (DocumentId link : document.links()) {
            stored.add(new StoredField(Fields.LINK, link.value()));
        }
        document.metadata().forEach((key, value) -> {
            stored.add(new StoredField(Fields.METADATA_KEY, key));
            stored.add(new StoredField(Fields.METADATA_VALUE, value));
        });
        writer.addDocument(stored);
    }

    void commit() throws IOException {
        writer.commit();
    }

    @Override
    public void close() throws IOException {
        writer.close();
        directory.close();
    }
}
