package dev.winnow.indexer.index;

import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.corpus.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * A corpus that lies on disk in an index folder. Documents read lately are kept, up to a bound on their length. Safe for
 * use by several threads.
 */
public final class IndexedCorpus implements Corpus, AutoCloseable {
    /** UTF-16 units of text kept: 64 MB. */
    private static final long KEPT = 32L << 20;

    private final FSDirectory directory;
    private final DirectoryReader reader;
    private final Fingerprint fingerprint;
    private final Map<Integer, Document> kept = new LinkedHashMap<>(64, 0.75f, true);
    private long keptLength;

    IndexedCorpus(Path folder, Fingerprint fingerprint) throws IOException {
        this.directory = FSDirectory.open(folder);
        this.reader = DirectoryReader.open(directory);
        this.fingerprint = fingerprint;
    }

    @Override
    public Document get(DocumentId id) {
        return at(place(id));
    }

    @Override
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public int size() {
        return reader.maxDoc();
    }

    /** Whether the corpus has a document of that id. */
    public boolean contains(DocumentId id) {
        return find(id) >= 0;
    }

    /** The documents of a scope, in corpus order, read one by one. */
    public Stream<Document> documents(Scope scope) {
        return switch (scope) {
            case Scope.WholeCorpus whole -> IntStream.range(0, size()).mapToObj(this::at);
            case Scope.Documents some ->
                Arrays.stream(some.ids().stream().mapToInt(this::place).sorted().toArray())
                        .mapToObj(this::at);
        };
    }

    /** The document's place in corpus order, from 0. */
    public int place(DocumentId id) {
        int place = find(id);
        if (place < 0) {
            throw new NoSuchElementException("no document '" + id + "' in this corpus");
        }
        return place;
    }

    private int find(DocumentId id) {
        try {
            Term term = new Term(Fields.DOCUMENT, new BytesRef(id.value()));
            for (LeafReaderContext leaf : reader.leaves()) {
                PostingsEnum postings = leaf.reader().postings(term, PostingsEnum.NONE);
                if (postings != null && postings.nextDoc() != PostingsEnum.NO_MORE_DOCS) {
                    return leaf.docBase + postings.docID();
                }
            }
            return -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All places by id, for who looks up very many; no document is read for it. */
    public DocumentPlaces places() {
        return DocumentPlaces.of(this);
    }

    /** What is done with an id. */
    interface IdConsumer {
        /** Takes the id of the document at a place in corpus order; the bytes are good until the next one. */
        void accept(BytesRef id, int place);
    }

    /** Hands over every id with its place, in no particular order and without reading documents. */
    void eachId(IdConsumer consumer) {
        try {
            for (LeafReaderContext leaf : reader.leaves()) {
                Terms terms = leaf.reader().terms(Fields.DOCUMENT);
                TermsEnum ids = terms.iterator();
                PostingsEnum postings = null;
                for (BytesRef id = ids.next(); id != null; id = ids.next()) {
                    postings = ids.postings(postings, PostingsEnum.NONE);
                    consumer.accept(id, leaf.docBase + postings.nextDoc());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The document at a place in corpus order, from 0. */
    Document at(int place) {
        synchronized (kept) {
            Document document = kept.get(place);
            if (document != null) {
                return document;
            }
        }
        Document document = read(place);
        synchronized (kept) {
            if (kept.put(place, document) == null) {
                keptLength += document.text().length();
            }
            Iterator<Document> eldest = kept.values().iterator();
            while (keptLength > KEPT && kept.size() > 1) {
                keptLength -= eldest.next().text().length();
                eldest.remove();
            }
        }
        return document;
    }

    private Document read(int place) {
        try {
            org.apache.lucene.document.Document stored = reader.storedFields().document(place);
            List<DocumentId> links = new ArrayList<>();
            for (String link : stored.getValues(Fields.LINK)) {
                links.add(new DocumentId(link));
            }
            String[] keys = stored.getValues(Fields.METADATA_KEY);
            String[] values = stored.getValues(Fields.METADATA_VALUE);
            Map<String, String> metadata = new HashMap<>();
            for (int i = 0; i < keys.length; i++) {
                metadata.put(keys[i], values[i]);
            }
            return new Document(
                    new DocumentId(stored.get(Fields.DOCUMENT)),
                    stored.get(Fields.TITLE),
                    stored.get(Fields.TEXT),
                    links,
                    metadata);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Iterator<Document> iterator() {
        return documents(Scope.CORPUS).iterator();
    }

    @Override
    public void close() {
        synchronized (kept) {
            kept.clear();
            keptLength = 0;
        }
        try {
            reader.close();
            directory.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
