package dev.winnow.app.use;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** Lets work through until it is closed, and closes when no work is under way. */
final class Gate {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final String what;
    private boolean closed;

    /** @param what cannot be used when it is closed */
    Gate(String what) {
        this.what = what;
    }

    /** @throws IllegalStateException if it is closed */
    <T> T through(Supplier<T> work) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException(what + " is closed; keep it open as long as it is used");
            }
            return work.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Waits for the work under way, then does the last; again it does nothing.
     *
     * @throws IllegalStateException if the work under way is this thread's own
     */
    void close(Runnable last) {
        if (lock.getReadHoldCount() > 0) {
            throw new IllegalStateException(what + " cannot be closed by what it is doing");
        }
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                last.run();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
