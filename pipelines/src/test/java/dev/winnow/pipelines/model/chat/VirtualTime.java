package dev.winnow.pipelines.model.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Time that passes when somebody waits, and is kept account of. */
final class VirtualTime implements Time {
    private static final Instant BEGIN = Instant.parse("2026-01-31T12:00:00Z");

    private final List<Duration> pauses = new ArrayList<>();
    private long nanos = -5_000_000_000L;

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized Instant now() {
        return BEGIN.plusNanos(nanos + 5_000_000_000L);
    }

    @Override
    public synchronized void pause(Duration wait) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        pauses.add(wait);
        pass(wait);
    }

    synchronized void pass(Duration time) {
        nanos += time.toNanos();
    }

    /** How long ago it began. */
    synchronized Duration passed() {
        return Duration.ofNanos(nanos + 5_000_000_000L);
    }

    synchronized List<Duration> pauses() {
        return List.copyOf(pauses);
    }
}
