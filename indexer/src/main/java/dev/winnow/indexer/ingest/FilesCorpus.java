package dev.winnow.indexer.ingest;

import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Fingerprint;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SortedMap;

/** A corpus of one document per file, by rising id. Files are read when they are asked for. */
final class FilesCorpus implements Corpus {
    /** Makes a document of a file's text. */
    interface Format {
        Document document(DocumentId id, Path file, String text);
    }

    private final SortedMap<DocumentId, Path> files;
    private final Format format;
    private final Fingerprint fingerprint;

    /** @throws dev.winnow.indexer.spec.InputException with every file that cannot be read as UTF-8 */
    FilesCorpus(SortedMap<DocumentId, Path> files, Format format) {
        this.files = Collections.unmodifiableSortedMap(files);
        this.format = format;
        Problems problems = new Problems();
        Fingerprint.Builder builder = new Fingerprint.Builder();
        files.forEach((id, file) ->
                StrictText.read(file, problems).ifPresent(text -> builder.add(format.document(id, file, text))));
        problems.throwIfAny();
        this.fingerprint = builder.build();
    }

    private Document read(DocumentId id, Path file) {
        Problems problems = new Problems();
        return StrictText.read(file, problems)
                .map(text -> format.document(id, file, text))
                .orElseThrow(() -> new IllegalStateException(file + " was changed while it was in use; start again"));
    }

    @Override
    public Document get(DocumentId id) {
        Path file = files.get(id);
        if (file == null) {
            throw new NoSuchElementException("no document '" + id + "' in this corpus");
        }
        return read(id, file);
    }

    @Override
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public int size() {
        return files.size();
    }

    @Override
    public Iterator<Document> iterator() {
        Iterator<Map.Entry<DocumentId, Path>> entries = files.entrySet().iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public Document next() {
                Map.Entry<DocumentId, Path> entry = entries.next();
                return read(entry.getKey(), entry.getValue());
            }
        };
    }
}
