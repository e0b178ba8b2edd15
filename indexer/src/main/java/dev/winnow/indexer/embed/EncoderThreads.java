package dev.winnow.indexer.embed;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which a network computes: one for each core. Platform threads, because native code would hold on to the
 * carriers of virtual ones.
 */
final class EncoderThreads implements AutoCloseable {
    private final String work;
    private final ExecutorService cores;

    /**
     * Threads.
     *
     * @param work what they do, for messages: {@code embedding with NAME}
     * @param enter is run first on each of them
     */
    EncoderThreads(String work, Runnable enter) {
        this.work = work;
        this.cores = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), task -> {
            Thread thread = new Thread(
                    () -> {
                        enter.run();
                        task.run();
                    },
                    work);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * What each task gives, in their order.
     *
     * @throws ExecutionException if one of them fails; those that have not begun are given up
     */
    <T> List<T> all(List<Callable<T>> tasks) throws ExecutionException {
        List<Future<T>> futures = new ArrayList<>(tasks.size());
        List<T> results = new ArrayList<>(tasks.size());
        try {
            for (Callable<T> task : tasks) {
                futures.add(cores.submit(task));
            }
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException(work + ": it is closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + work, e);
        } finally {
            // What runs cannot be stopped, what waits need not begin; nothing happens to what is done.
            futures.forEach(future -> future.cancel(false));
        }
    }

    /** Waits for the tasks under way. */
    @Override
    public void close() {
        cores.shutdown();
        boolean interrupted = false;
        boolean idle = false;
        while (!idle) {
            try {
                idle = cores.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
