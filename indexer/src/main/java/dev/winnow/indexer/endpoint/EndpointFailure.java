package dev.winnow.indexer.endpoint;

import java.time.Duration;
import java.util.Optional;

/** A request that failed. */
final class EndpointFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whether to ask again. */
    enum Retry {
        /** It would fail again. */
        NEVER,
        /** It may be better soon. */
        SOON,
        /** There is no server. One that has answered before may come back; one that has not is not waited for. */
        IF_IT_ANSWERED_BEFORE
    }

    private final Retry retry;
    private final transient Optional<Duration> wait;

    /** Built without a cause: a server can repeat the key in what it replies. */
    EndpointFailure(Retry retry, Optional<Duration> wait, String message) {
        super(message);
        this.retry = retry;
        this.wait = wait;
    }

    EndpointFailure(Retry retry, String message) {
        this(retry, Optional.empty(), message);
    }

    Retry retry() {
        return retry;
    }

    /** How long the server asks to be left alone. */
    Optional<Duration> askedToWait() {
        return wait;
    }
}
