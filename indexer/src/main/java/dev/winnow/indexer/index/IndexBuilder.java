package dev.winnow.indexer.index;

import dev.winnow.indexer.chunk.Chunker;
import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Builds indexes. An index is built beside its place and moved there when it is whole, so a folder with a manifest is
 * always a finished index; what an interrupted build left is removed by the next one.
 */
public final class IndexBuilder {
    private final IndexSettings settings;
    private final Chunker chunker;
    private final IntConsumer progress;

    /**
     * A builder of indexes with these settings.
     *
     * @param chunker does what {@link IndexSettings#passages()} says
     * @param progress is told how many documents are in, from time to time
     */
    public IndexBuilder(IndexSettings settings, Chunker chunker, IntConsumer progress) {
        this.settings = settings;
        this.chunker = chunker;
        this.progress = progress;
    }

    /** What {@link #build} did. */
    public enum Result {
        BUILT,
        /** The folder already held this index. */
        REUSED
    }

    /**
     * Makes the folder hold the index of a corpus. If it does already, nothing is done; if it holds another index, that
     * one is replaced in one step. Several threads and processes may do this at once: one builds, the others wait.
     *
     * @throws InputException if the folder holds something that is not an index
     */
    public Result build(Corpus corpus, Path folder) {
        try {
            boolean built = AtomicFolder.fill(
                    folder,
                    there -> holds(there, settings.fingerprint(corpus.fingerprint())),
                    partial -> write(corpus, partial));
            return built ? Result.BUILT : Result.REUSED;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holds(Path folder, Fingerprint wanted) throws IOException {
        if (!Files.exists(folder)) {
            return false;
        }
        if (!Files.isDirectory(folder)) {
            throw new InputException(folder, "this is a file; choose another place for the index");
        }
        if (!IndexManifest.isIn(folder)) {
            try (var entries = Files.list(folder)) {
                if (entries.findAny().isPresent()) {
                    throw new InputException(
                            folder, "this folder is not empty and holds no index; choose another place for the index");
                }
            }
            return false;
        }
        try {
            return IndexManifest.read(folder).fingerprint().equals(wanted);
        } catch (InputException damagedOrOld) {
            return false;
        }
    }

    private void write(Corpus corpus, Path folder) throws IOException {
        long begun = System.nanoTime();
        int passages;
        try (DocumentStore store = new DocumentStore(folder.resolve(PassageIndex.DOCUMENTS));
                PassageWriter writer = new PassageWriter(folder.resolve(PassageIndex.PASSAGES), settings.language())) {
            addAll(corpus, store, writer);
            store.commit();
            writer.commit();
            passages = writer.size();
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        Fingerprint fingerprint = settings.fingerprint(corpus.fingerprint());
        new IndexManifest(fingerprint, corpus.fingerprint(), settings, corpus.size(), passages, millis).write(folder);
    }

    /** Stores documents in order on this thread, and has all cores cut and analyse them. */
    private void addAll(Corpus corpus, DocumentStore store, PassageWriter writer) throws IOException {
        int workers = Runtime.getRuntime().availableProcessors();
        Semaphore room = new Semaphore(workers * 16);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
            int added = 0;
            for (Document document : corpus) {
                store.add(document);
                room.acquireUninterruptibly();
                if (failure.get() != null) {
                    break;
                }
                int place = added;
                Future<?> unused = pool.submit(() -> {
                    try {
                        writer.add(place, document, chunker.chunk(document));
                    } catch (IOException | RuntimeException | Error e) {
                        failure.compareAndSet(null, e);
                    } finally {
                        room.release();
                    }
                });
                if (++added % 64 == 0) {
                    progress.accept(added);
                }
            }
            progress.accept(added);
        }
        if (failure.get() != null) {
            throw new IOException("the index could not be written", new ExecutionException(failure.get()));
        }
    }
}
