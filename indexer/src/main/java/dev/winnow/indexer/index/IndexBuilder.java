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
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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
                PassageWriter writer = new PassageWriter(
                        folder.resolve(PassageIndex.PASSAGES),
                        settings.language(),
                        Runtime.getRuntime().availableProcessors())) {
            addAll(corpus, store, writer.parts());
            writer.merge();
            passages = writer.size();
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        Fingerprint fingerprint = settings.fingerprint(corpus.fingerprint());
        new IndexManifest(fingerprint, corpus.fingerprint(), settings, corpus.size(), passages, millis).write(folder);
    }

    private record Placed(int place, Document document) {}

    /** Documents on their way to the threads that write them; whoever waits is not to be interrupted. */
    private static final class Handover {
        private final Queue<Optional<Placed>> waiting = new ConcurrentLinkedQueue<>();
        private final Semaphore room;
        private final Semaphore there = new Semaphore(0);

        Handover(int room) {
            this.room = new Semaphore(room);
        }

        void put(Optional<Placed> next) {
            room.acquireUninterruptibly();
            waiting.add(next);
            there.release();
        }

        Optional<Placed> take() {
            there.acquireUninterruptibly();
            Optional<Placed> next = waiting.remove();
            room.release();
            return next;
        }
    }

    /** Stores documents in order on this thread, and has all cores cut and analyse them. */
    private void addAll(Corpus corpus, DocumentStore store, List<PassagePart> parts) throws IOException {
        Handover documents = new Handover(parts.size() * 16);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(parts.size())) {
            for (PassagePart part : parts) {
                Future<?> unused = pool.submit(() -> write(documents, part, failure));
            }
            try {
                int added = 0;
                for (Document document : corpus) {
                    store.add(document);
                    documents.put(Optional.of(new Placed(added, document)));
                    if (failure.get() != null) {
                        break;
                    }
                    if (++added % 64 == 0) {
                        progress.accept(added);
                    }
                }
                progress.accept(added);
            } finally {
                parts.forEach(part -> documents.put(Optional.empty()));
            }
            store.commit();
        }
        if (failure.get() != null) {
            throw new IOException("the index could not be written", new ExecutionException(failure.get()));
        }
    }

    /** Writes a part until nothing more comes; after a failure, of whatever part, what comes is only taken away. */
    private void write(Handover documents, PassagePart part, AtomicReference<Throwable> failure) {
        for (Optional<Placed> next = documents.take(); next.isPresent(); next = documents.take()) {
            if (failure.get() == null) {
                try {
                    Document document = next.get().document();
                    part.add(next.get().place(), document, chunker.chunk(document));
                } catch (IOException | RuntimeException | Error e) {
                    failure.compareAndSet(null, e);
                }
            }
        }
        try {
            part.finish();
        } catch (IOException | RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }
}
