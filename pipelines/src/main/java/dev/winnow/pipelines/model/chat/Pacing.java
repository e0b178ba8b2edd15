package dev.winnow.pipelines.model.chat;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;

/**
 * Spreads one model's requests and tokens evenly over the minute: the next may begin when those before it are paid off.
 * Places in time are given out in the order in which they are asked for. So no minute has more requests than it may, nor
 * more tokens but for those of its last request; and one of more tokens than a minute has waits no longer than others,
 * but those after it do.
 */
final class Pacing {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Optional<Bucket> requests;
    private final Optional<Bucket> tokens;

    Pacing(Optional<Integer> requestsPerMinute, Optional<Integer> tokensPerMinute, Time time) {
        requests = requestsPerMinute.map(most -> bucket(most, time));
        tokens = tokensPerMinute.map(most -> bucket(most, time));
    }

    /** It holds one: time that passed unused is not made up for. */
    private static Bucket bucket(int perMinute, Time time) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(1).refillGreedy(perMinute, MINUTE))
                .withCustomTimePrecision(new TimeMeter() {
                    @Override
                    public long currentTimeNanos() {
                        return time.nanos();
                    }

                    @Override
                    public boolean isWallClockBased() {
                        return false;
                    }
                })
                .build();
    }

    /** Takes the next place in time for a request of so many tokens, and says how long it is until then. */
    Duration next(long wanted) {
        long wait = Math.max(
                requests.map(bucket -> take(bucket, 1)).orElse(0L),
                tokens.map(bucket -> take(bucket, wanted)).orElse(0L));
        return Duration.ofNanos(wait);
    }

    /** Waits for the first of them alone; the others are paid off by those who come after. */
    private static long take(Bucket bucket, long wanted) {
        synchronized (bucket) {
            long wait = bucket.consumeIgnoringRateLimits(1);
            if (wanted > 1) {
                bucket.consumeIgnoringRateLimits(wanted - 1);
            }
            return wait;
        }
    }
}
