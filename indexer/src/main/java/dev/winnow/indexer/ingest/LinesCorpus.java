package dev.winnow.indexer.ingest;

import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Fingerprint;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/**
 * A corpus of one document per line of a JSON lines file. One pass at opening checks every line, computes the
 * fingerprint and notes where each document starts; texts are read again from the file when they are asked for. A file
 * packed with gzip is unpacked into the folder for temporary files for as long as the program runs.
 */
final class LinesCorpus implements Corpus {
    private final Path file;
    private final Path plain;
    private final Function<JsonRow, Document> format;
    private final OffsetIndex index = new OffsetIndex();
    private final Fingerprint fingerprint;

    /** @throws dev.winnow.indexer.spec.InputException with every problem of the file */
    LinesCorpus(Path file, Function<JsonRow, Document> format) {
        this.file = file;
        this.format = format;
        Problems problems = new Problems();
        this.plain = unpacked(file, problems);
        problems.throwIfAny();
        Fingerprint.Builder builder = new Fingerprint.Builder();
        JsonLines.read(plain, file, problems, row -> {
            Document document = format.apply(row);
            if (row.sound()) {
                add(document.id(), row);
                builder.add(document);
            }
        });
        problems.throwIfAny();
        this.fingerprint = builder.build();
    }

    private static Path unpacked(Path file, Problems problems) {
        if (!file.toString().endsWith(".gz")) {
            return file;
        }
        try (InputStream in = JsonLines.open(file)) {
            Path plain = Files.createTempFile("winnow-", ".jsonl");
            plain.toFile().deleteOnExit();
            Files.copy(in, plain, StandardCopyOption.REPLACE_EXISTING);
            return plain;
        } catch (IOException e) {
            problems.at(file, JsonLines.broken(e));
            return file;
        }
    }

    private void add(DocumentId id, JsonRow row) {
        long hash = OffsetIndex.hash(id.value());
        for (int earlier : index.candidates(hash)) {
            if (read(index.offset(earlier)).id().equals(id)) {
                row.problem("document id '" + id + "' stands on line " + index.line(earlier)
                        + " already; ids must be unique, rename one");
                return;
            }
        }
        index.add(hash, row.offset(), row.line());
    }

    @Override
    public Document get(DocumentId id) {
        for (int ordinal : index.candidates(OffsetIndex.hash(id.value()))) {
            Document document = read(index.offset(ordinal));
            if (document.id().equals(id)) {
                return document;
            }
        }
        throw new NoSuchElementException("no document '" + id + "' in " + file);
    }

    // A stream of its own for each look-up: a shared channel would be closed for all by an interrupt of one thread.
    private Document read(long offset) {
        Problems problems = new Problems();
        try (FileInputStream in = new FileInputStream(plain.toFile());
                JsonLines lines = new JsonLines(file, in, offset, problems)) {
            in.skipNBytes(offset);
            return sound(lines.next(), problems).orElseThrow(this::changed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Document> sound(Optional<JsonRow> row, Problems problems) {
        Optional<Document> document = row.map(format);
        if (problems.count() > 0) {
            throw changed();
        }
        return document;
    }

    private IllegalStateException changed() {
        return new IllegalStateException(file + " was changed while it was in use; start again");
    }

    @Override
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public int size() {
        return index.size();
    }

    @Override
    public Iterator<Document> iterator() {
        Problems problems = new Problems();
        JsonLines lines;
        try {
            lines = new JsonLines(file, Files.newInputStream(plain), 0, problems);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Iterator<>() {
            private int given;

            @Override
            public boolean hasNext() {
                return given < index.size();
            }

            @Override
            public Document next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("there are " + given + " documents in " + file);
                }
                try {
                    Document document = sound(lines.next(), problems).orElseThrow(LinesCorpus.this::changed);
                    given++;
                    if (!hasNext()) {
                        lines.close();
                    }
                    return document;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }
}
