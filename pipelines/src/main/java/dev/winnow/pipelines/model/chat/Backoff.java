package dev.winnow.pipelines.model.chat;

import dev.winnow.indexer.corpus.Seed;
import java.time.Duration;

/**
 * How long to wait before a request is repeated: exponential, with full jitter (M. Brooker, Exponential Backoff and
 * Jitter, 2015), so that calls which failed together do not come back together.
 */
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(500);
    static final Duration LONGEST = Duration.ofSeconds(30);

    private static final Seed SEED = new Seed(0);

    private Backoff() {}

    /**
     * Evenly distributed from 0 to min({@link #LONGEST}, {@link #FIRST} * 2^(failed - 1)); the same for the same call.
     *
     * @param key the call's
     * @param failed how many of its requests failed, from 1
     */
    static Duration after(int failed, String key) {
        return share(most(failed), failed, key);
    }

    /** A little more than a server asks for, at most a tenth. */
    static Duration spread(Duration asked, int failed, String key) {
        return asked.plus(share(asked.dividedBy(10), failed, key));
    }

    static Duration most(int failed) {
        // 2^20 times the first wait is far above the longest, and does not overflow.
        Duration doubled = FIRST.multipliedBy(1L << Math.min(failed - 1, 20));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    private static Duration share(Duration most, int failed, String key) {
        double part = SEED.child("backoff " + failed, key).random().nextDouble();
        return Duration.ofNanos((long) (part * most.toNanos()));
    }
}
