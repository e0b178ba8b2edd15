package dev.winnow.pipelines.model.chat;

import dev.winnow.pipelines.model.ModelException.Reason;
import dev.winnow.pipelines.model.chat.AttemptFailure.Sent;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The health of one server, shared by all models there. After some failures in a row it is left alone, and asked by one
 * request at a time, after growing pauses, whether it is back.
 */
final class Server {
    /** Rarely reached by chance where a tenth or a fifth of all requests fail, and soon where all do. */
    static final int IN_A_ROW = 8;

    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Time enough to start a server again; nobody waits for one that is gone. */
    static final Duration GIVEN_UP_AFTER = Duration.ofMinutes(5);

    private final Time time;
    private final CircuitBreaker breaker;
    private Reached reached = Reached.NEVER;
    private Optional<Outage> outage = Optional.empty();
    /** How often it was begun to leave the server alone, one after the other. */
    private int outages;

    private enum Reached {
        NEVER,
        ONCE
    }

    /**
     * A time in which a server is left alone.
     *
     * @param since as {@link Time#nanos()} gives it
     * @param last what the last request got
     */
    record Outage(long since, AttemptFailure last) {}

    Server(String baseUrl, Time time) {
        this.time = time;
        breaker = CircuitBreaker.of(
                baseUrl,
                CircuitBreakerConfig.custom()
                        .slidingWindowType(SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(IN_A_ROW)
                        .minimumNumberOfCalls(IN_A_ROW)
                        .failureRateThreshold(100)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .waitIntervalFunctionInOpenState(
                                IntervalFunction.ofExponentialBackoff(FIRST_PAUSE, 2, LONGEST_PAUSE))
                        .clock(clock(time))
                        .build());
    }

    /** A clock that nobody sets: outages are measured by it. */
    private static Clock clock(Time time) {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.EPOCH.plusNanos(time.nanos());
            }
        };
    }

    /** What becomes of a request that wants to be sent. */
    enum Turn {
        /** It is sent, and how it ends is told by one of the other methods. */
        NOW,
        /** It asks again in a while. */
        LATER,
        /** The server has been gone for too long. */
        NEVER
    }

    /** One that wants to be sent: it remembers before which outage it had its turn. */
    static final class Request {
        private int outages;
    }

    synchronized Turn turn(Request request) {
        if (breaker.tryAcquirePermission()) {
            request.outages = outages;
            return Turn.NOW;
        }
        if (breaker.getState() == State.HALF_OPEN) {
            // One is asking; however long the outage lasted, its reply may end it.
            return Turn.LATER;
        }
        return outage.filter(one -> time.nanos() - one.since() >= GIVEN_UP_AFTER.toNanos())
                .map(one -> Turn.NEVER)
                .orElse(Turn.LATER);
    }

    /** The outage that lasts, if one does. */
    synchronized Optional<Outage> outage() {
        return outage;
    }

    /** A request that had its turn got a reply. */
    synchronized void answered() {
        reached = Reached.ONCE;
        breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        if (breaker.getState() == State.CLOSED) {
            outage = Optional.empty();
        }
    }

    /** A request that had its turn was given up, or not sent after all. */
    synchronized void left(Request request) {
        if (!isOld(request)) {
            breaker.releasePermission();
        }
    }

    /** Whether the server was left alone since it had its turn: then its end says nothing of how the server is now. */
    private boolean isOld(Request request) {
        return request.outages != outages;
    }

    /** A request that had its turn failed. */
    synchronized void failed(Request request, AttemptFailure failure) {
        if (wasNeverReached(failure)) {
            // There is nothing to wait for: it is said at once.
            left(request);
        } else if (isSick(failure)) {
            if (failure.reason() != Reason.DEADLINE) {
                reached = Reached.ONCE;
            }
            if (isOld(request)) {
                return;
            }
            breaker.onError(0, TimeUnit.NANOSECONDS, failure);
            if (breaker.getState() == State.OPEN) {
                outages++;
                outage = Optional.of(new Outage(outage.map(Outage::since).orElse(time.nanos()), failure));
            }
        } else {
            answered();
        }
    }

    /** Whether a request found no server, and none did before. */
    synchronized boolean wasNeverReached(AttemptFailure failure) {
        return reached == Reached.NEVER
                && failure.reason() == Reason.UNAVAILABLE
                && failure.sent() == Sent.NO_REPLY
                && failure.headers().isEmpty();
    }

    private boolean isSick(AttemptFailure failure) {
        return switch (failure.reason()) {
            case UNAVAILABLE, DEADLINE -> true;
            case RATE_LIMIT ->
                HeaderTime.retryAfter(failure.headers(), time.now()).isEmpty();
            case MALFORMED, CONTEXT_OVERFLOW, AUTHENTICATION, FILTERED, REJECTED, UNSUPPORTED, NOT_RECORDED -> false;
        };
    }
}
