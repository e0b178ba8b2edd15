package dev.winnow.pipelines.model.chat;

import java.time.Duration;
import java.util.Optional;

/**
 * Spreads one model's requests and tokens evenly over the minute: the next may begin when those before it are paid off.
 * Places in time are given out in the order in which they are asked for. So no minute has more requests than it may, nor
 * more tokens but for those of its last request; and one of more tokens than a minute has waits no longer than others,
 * but those after it do.
 *
 * <p>No library: the token buckets that there are keep one account each, and a request must begin when both allow it.
 */
final class Pacing {
    private static final double MINUTE = 60e9;

    private final Optional<Integer> requestsPerMinute;
    private final Optional<Integer> tokensPerMinute;
    private final Time time;
    /** When all requests so far will be paid off, and when all tokens. */
    private long requestsFree;

    private long tokensFree;

    Pacing(Optional<Integer> requestsPerMinute, Optional<Integer> tokensPerMinute, Time time) {
        this.requestsPerMinute = requestsPerMinute;
        this.tokensPerMinute = tokensPerMinute;
        this.time = time;
        requestsFree = time.nanos();
        tokensFree = requestsFree;
    }

    /** How long it is until the next request may begin. */
    synchronized Duration waitFor() {
        long now = time.nanos();
        long wait = 0;
        if (requestsPerMinute.isPresent()) {
            wait = Math.max(wait, requestsFree - now);
        }
        if (tokensPerMinute.isPresent()) {
            wait = Math.max(wait, tokensFree - now);
        }
        return Duration.ofNanos(wait);
    }

    /** Takes note of a request of so many tokens that begins now. */
    synchronized void begun(long tokens) {
        long begin = time.nanos();
        requestsPerMinute.ifPresent(most -> requestsFree = begin + nanos(1, most));
        tokensPerMinute.ifPresent(most -> tokensFree = begin + nanos(tokens, most));
    }

    /** How long it takes to pay this off. */
    private static long nanos(long amount, int perMinute) {
        return (long) Math.ceil(amount * (MINUTE / perMinute));
    }
}
