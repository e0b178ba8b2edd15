package dev.winnow.pipelines.model.chat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a server says is left of one model's limits, in the headers of OpenAI and those who follow it, of Anthropic, and in
 * plain {@code ratelimit-*}: where nothing is left, the next request waits until the limit is filled again.
 */
final class RateLimits {
    /** Longer than this a request is not held back; the server then says itself whether it takes it. */
    static final Duration LONGEST = Duration.ofMinutes(2);

    /** Where a server says what is left, and until when. */
    private record Names(String remaining, String reset) {}

    private static final List<Names> REQUESTS = List.of(
            new Names("x-ratelimit-remaining-requests", "x-ratelimit-reset-requests"),
            new Names("anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-reset"),
            new Names("x-ratelimit-remaining", "x-ratelimit-reset"),
            new Names("ratelimit-remaining", "ratelimit-reset"));

    private static final List<Names> TOKENS = List.of(
            new Names("x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"),
            new Names("anthropic-ratelimit-tokens-remaining", "anthropic-ratelimit-tokens-reset"),
            new Names("anthropic-ratelimit-input-tokens-remaining", "anthropic-ratelimit-input-tokens-reset"));

    private final Time time;
    private final Left requests = new Left();
    private final Left tokens = new Left();
    private long heldUntil;
    private boolean held;

    /** What is left of one limit. */
    private static final class Left {
        private long amount = Long.MAX_VALUE;
        private long filledAt;

        long waitFor(long wanted, long now) {
            if (amount == Long.MAX_VALUE || wanted <= amount) {
                return 0;
            }
            long wait = filledAt - now;
            if (wait <= 0) {
                amount = Long.MAX_VALUE;
            }
            return Math.max(0, wait);
        }

        void take(long wanted) {
            if (amount != Long.MAX_VALUE) {
                amount = Math.max(0, amount - wanted);
            }
        }
    }

    RateLimits(Time time) {
        this.time = time;
    }

    /**
     * How long a request must wait; after zero it is taken as begun.
     *
     * @param wanted its tokens, the most of its reply included
     */
    synchronized Duration begin(long wanted) {
        Duration wait = waitFor(wanted);
        if (wait.isZero()) {
            requests.take(1);
            tokens.take(wanted);
        }
        return wait;
    }

    /** How long a request of so many tokens would have to wait now. */
    synchronized Duration waitFor(long wanted) {
        long now = time.nanos();
        long wait = Math.max(requests.waitFor(1, now), tokens.waitFor(wanted, now));
        if (held) {
            wait = Math.max(wait, heldUntil - now);
            held = heldUntil - now > 0;
        }
        return Duration.ofNanos(Math.max(0, wait));
    }

    /** No request may begin for so long: the server said so to one of them. */
    synchronized void hold(Duration wait) {
        long until = time.nanos() + wait.toNanos();
        if (!held || until - heldUntil > 0) {
            heldUntil = until;
            held = true;
        }
    }

    /** Takes up what a response says. */
    synchronized void heed(Map<String, List<String>> headers) {
        heed(headers, REQUESTS, requests);
        heed(headers, TOKENS, tokens);
    }

    private void heed(Map<String, List<String>> headers, List<Names> all, Left left) {
        long least = Long.MAX_VALUE;
        for (Names names : all) {
            Optional<Long> remaining = HeaderTime.number(headers, names.remaining());
            Optional<Duration> reset = HeaderTime.until(headers, names.reset(), time.now());
            if (remaining.isPresent() && reset.isPresent() && remaining.get() < least) {
                least = remaining.get();
                Duration wait = reset.get().compareTo(LONGEST) < 0 ? reset.get() : LONGEST;
                left.amount = least;
                left.filledAt = time.nanos() + wait.toNanos();
            }
        }
    }
}
