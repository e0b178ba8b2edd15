package dev.winnow.indexer.index;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.spec.InputException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.FSDirectory;

/** A finished index, open for reading: the corpus and its passages. Safe for use by several threads. */
public final class PassageIndex implements AutoCloseable {
    static final String DOCUMENTS = "documents";
    static final String PASSAGES = "passages";

    private final Path folder;
    private final IndexManifest manifest;
    private final IndexedCorpus corpus;
    private final FSDirectory directory;
    private final DirectoryReader reader;
    private final Analyzer analysis;

    private PassageIndex(IndexManifest manifest, Path folder) throws IOException {
        this.folder = folder;
        this.manifest = manifest;
        this.corpus = new IndexedCorpus(folder.resolve(DOCUMENTS), manifest.corpus());
        this.directory = FSDirectory.open(folder.resolve(PASSAGES));
        this.reader = DirectoryReader.open(directory);
        this.analysis = Analysis.of(manifest.settings().language());
    }

    /**
     * Opens the index in a folder.
     *
     * @throws InputException if there is none, or it is damaged
     */
    public static PassageIndex open(Path folder) {
        IndexManifest manifest = IndexManifest.read(folder);
        try {
            return new PassageIndex(manifest, folder);
        } catch (CorruptIndexException
                | IndexFormatTooNewException
                | IndexFormatTooOldException
                | EOFException
                | java.nio.file.NoSuchFileException
                | org.apache.lucene.index.IndexNotFoundException e) {
            throw new InputException(folder, "the index is damaged; delete the folder and build it again");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path folder() {
        return folder;
    }

    public IndexManifest manifest() {
        return manifest;
    }

    public IndexedCorpus corpus() {
        return corpus;
    }

    /** Lucene's view of the passages, for retrievers: one segment, ordered by document id, then by start. */
    public DirectoryReader reader() {
        return reader;
    }

    /** What turned passages into terms and must do the same to queries. */
    public Analyzer analysis() {
        return analysis;
    }

    /** The passage that Lucene numbers so. Its text is read when it is asked for. */
    public Passage passage(int number) {
        return passages(new int[] {number}).get(0);
    }

    /** The passages that Lucene numbers so, in the order given. Their texts are read when they are asked for. */
    public List<Passage> passages(int[] numbers) {
        try {
            return numbers.length == 0
                    ? List.of()
                    : new PassageColumns(reader.leaves().get(0).reader(), corpus).read(numbers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The places in the corpus, from 0, of the documents whose passages Lucene numbers so, in the order given. */
    public int[] places(int[] numbers) {
        try {
            return numbers.length == 0
                    ? new int[0]
                    : new PassageColumns(reader.leaves().get(0).reader(), corpus).places(numbers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number that Lucene gives a passage; empty where the span is none of the index's passages. */
    public OptionalInt number(Passage passage) {
        try {
            if (reader.leaves().isEmpty()) {
                return OptionalInt.empty();
            }
            LeafReader leaf = reader.leaves().get(0).reader();
            PostingsEnum postings =
                    leaf.postings(new Term(Fields.DOCUMENT, passage.document().value()), PostingsEnum.NONE);
            int first = postings == null ? PostingsEnum.NO_MORE_DOCS : postings.nextDoc();
            // A document's passages have numbers that follow each other.
            long number = (long) first + passage.ordinal();
            if (number >= leaf.maxDoc() || (number > first && postings.advance((int) number) != number)) {
                return OptionalInt.empty();
            }
            boolean same = value(leaf, Fields.START, (int) number) == passage.start()
                    && value(leaf, Fields.END, (int) number) == passage.end();
            return same ? OptionalInt.of((int) number) : OptionalInt.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The passages of a document, by rising start. */
    public List<Passage> passages(DocumentId document) {
        try {
            IntStream.Builder numbers = IntStream.builder();
            for (LeafReaderContext leaf : reader.leaves()) {
                PostingsEnum postings =
                        leaf.reader().postings(new Term(Fields.DOCUMENT, document.value()), PostingsEnum.NONE);
                while (postings != null && postings.nextDoc() != PostingsEnum.NO_MORE_DOCS) {
                    numbers.add(postings.docID());
                }
            }
            return passages(numbers.build().toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The numbers of a document's passages that have a character in [start, end), by rising start. */
    public int[] numbers(DocumentId document, int start, int end) {
        try {
            IntStream.Builder numbers = IntStream.builder();
            for (LeafReaderContext leaf : reader.leaves()) {
                PostingsEnum postings =
                        leaf.reader().postings(new Term(Fields.DOCUMENT, document.value()), PostingsEnum.NONE);
                while (postings != null && postings.nextDoc() != PostingsEnum.NO_MORE_DOCS) {
                    int number = postings.docID();
                    if (value(leaf.reader(), Fields.START, number) < end
                            && start < value(leaf.reader(), Fields.END, number)) {
                        numbers.add(number);
                    }
                }
            }
            return numbers.build().toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int value(LeafReader leaf, String field, int number) throws IOException {
        NumericDocValues values = leaf.getNumericDocValues(field);
        values.advanceExact(number);
        return (int) values.longValue();
    }

    @Override
    public void close() {
        try {
            analysis.close();
            reader.close();
            directory.close();
            corpus.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
