package dev.winnow.pipelines.model.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** How time passes. */
interface Time {
    Time SYSTEM = new Time() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public void pause(Duration wait) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(wait.toNanos());
        }
    };

    /** Nanoseconds since some moment; they never go back. */
    long nanos();

    /** Time of day, to compare with what servers say. */
    Instant now();

    void pause(Duration wait) throws InterruptedException;
}
