package dev.winnow.pipelines.model.chat;

import dev.winnow.pipelines.model.Attempts;
import dev.winnow.pipelines.model.CallKey;
import dev.winnow.pipelines.model.ChatSpec;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.ModelException.Reason;
import dev.winnow.pipelines.model.ModelTools;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Purse;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Semaphore;

/**
 * A chat model behind a server: requests that can succeed when repeated are repeated, and none is sent before it may.
 * Time spent waiting holds no place among the calls under way and is not part of a reply's latency.
 */
public final class ChatEndpoint implements Llm {
    /** Longer than this nobody is made to wait; what is finished is kept, and the rest is asked when started again. */
    static final Duration LONGEST_ASKED = Duration.ofMinutes(5);

    /** How often those who wait for a server look whether it is their turn. */
    private static final Duration LOOK = Duration.ofMillis(200);

    private final ChatSpec spec;
    private final ChatClient client;
    private final ModelTools tools;
    private final Semaphore places;
    private final Time time;
    private final Server server;
    private final Pacing pacing;
    private final RateLimits limits;

    public ChatEndpoint(ChatSpec spec, ChatClient client, ModelTools tools) {
        this.spec = spec;
        this.client = client;
        this.tools = tools;
        places = new Semaphore(spec.concurrency());
        time = tools.servers().time();
        server = tools.servers().at(spec.baseUrl());
        pacing = new Pacing(spec.requestsPerMinute(), spec.tokensPerMinute(), time);
        limits = new RateLimits(time);
    }

    @Override
    public Completion complete(Prompt prompt) {
        return new Calling(prompt, tools.tokens().count(prompt.rendered())).complete();
    }

    private Duration deadline(int tokens) {
        return spec.deadline().plus(spec.deadlineGrowth().multipliedBy(tokens).dividedBy(1000));
    }

    /** One call, with what its requests came to so far. */
    private final class Calling {
        private final Prompt prompt;
        private final int counted;
        /** The most that one request can cost. */
        private final TokenUsage most;

        private final Server.Request request = new Server.Request();
        private Attempts attempts = Attempts.NONE;

        Calling(Prompt prompt, int counted) {
            this.prompt = prompt;
            this.counted = counted;
            most = new TokenUsage(counted, spec.maxTokens());
        }

        Completion complete() {
            try {
                while (true) {
                    try {
                        return attempt();
                    } catch (AttemptFailure failure) {
                        time.pause(waitAfter(failure));
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failure(Reason.UNAVAILABLE, "the call of '" + spec.id() + "' was interrupted");
            } catch (ModelException e) {
                throw e;
            } catch (RuntimeException | Error e) {
                if (attempts.made() > 0) {
                    // Whatever ends the call, what its requests cost is written down.
                    e.addSuppressed(failure(Reason.UNAVAILABLE, "given up: " + e.getMessage()));
                }
                throw e;
            }
        }

        private ModelException failure(Reason reason, String message) {
            return new ModelException(reason, message, attempts, attempts.charged());
        }

        /** One request, when it may be sent. */
        private Completion attempt() throws AttemptFailure, InterruptedException {
            awaitTurn();
            try {
                return send(hold());
            } finally {
                places.release();
            }
        }

        /** Waits until a request may be sent; then it has a place, and its turn at the server. */
        private void awaitTurn() throws InterruptedException {
            Duration wait = Duration.ZERO;
            do {
                if (wait.isPositive()) {
                    time.pause(wait);
                }
                places.acquire();
                try {
                    wait = takeTurn();
                } catch (RuntimeException | Error e) {
                    places.release();
                    throw e;
                }
                if (wait.isPositive()) {
                    places.release();
                }
            } while (wait.isPositive());
        }

        private Duration takeTurn() {
            Duration wait = longer(limits.waitFor(most.total()), pacing.waitFor());
            if (wait.isPositive()) {
                return wait;
            }
            return switch (server.turn(request)) {
                case NOW -> {
                    Duration overtaken = begin();
                    if (overtaken.isPositive()) {
                        server.left(request);
                    }
                    yield overtaken;
                }
                case LATER -> LOOK;
                case NEVER -> throw failure(Reason.UNAVAILABLE, gone());
            };
        }

        /** Begins a request if it still may: then nothing is waited for any more, and its place in time is taken. */
        private Duration begin() {
            synchronized (pacing) {
                Duration overtaken = pacing.waitFor();
                if (overtaken.isZero()) {
                    overtaken = limits.begin(most.total());
                }
                if (overtaken.isZero()) {
                    pacing.begun(most.total());
                }
                return overtaken;
            }
        }

        private static Duration longer(Duration one, Duration other) {
            return one.compareTo(other) > 0 ? one : other;
        }

        private String gone() {
            String said =
                    server.outage().map(outage -> outage.last().getMessage()).orElse("no reply");
            return "%s; not asked again: it has been so for %d minutes; start again when the server is back"
                    .formatted(said, Server.GIVEN_UP_AFTER.toMinutes());
        }

        private Purse.Hold hold() {
            try {
                return tools.purse().hold(spec, counted);
            } catch (ModelException e) {
                server.left(request);
                // An interrupt, of which the purse says so; what earlier requests cost is still this call's.
                throw failure(e.reason(), e.getMessage());
            } catch (RuntimeException | Error e) {
                server.left(request);
                throw e;
            }
        }

        private Completion send(Purse.Hold hold) throws AttemptFailure, InterruptedException {
            ChatReply reply;
            try {
                reply = client.send(prompt, deadline(counted));
            } catch (AttemptFailure failure) {
                server.failed(request, failure);
                limits.heed(failure.headers());
                settle(hold, failure);
                throw failure;
            } catch (InterruptedException | RuntimeException | Error e) {
                server.left(request);
                lost(hold);
                throw e;
            }
            server.answered();
            limits.heed(reply.headers());
            TokenUsage counts;
            try {
                counts = new TokenUsage(counted, tools.tokens().count(reply.text()));
            } catch (RuntimeException | Error e) {
                lost(hold);
                throw e;
            }
            attempts = attempts.plus(Attempts.ONE);
            hold.received(reply.reported().orElseGet(() -> ReportedUsage.of(counts)));
            return new Completion(
                    reply.text(),
                    counts,
                    reply.reported(),
                    reply.stop(),
                    reply.latency(),
                    reply.firstToken(),
                    attempts,
                    OptionalDouble.empty(),
                    List.of());
        }

        private void settle(Purse.Hold hold, AttemptFailure failure) {
            switch (failure.sent()) {
                case NO_REPLY -> {
                    attempts = attempts.plus(Attempts.ONE);
                    hold.refused();
                }
                case CHARGED -> {
                    attempts = attempts.plus(new Attempts(1, 0, TokenUsage.NONE, failure.billed()));
                    hold.received(failure.billed());
                }
                case REPLY_LOST -> lost(hold);
            }
        }

        private void lost(Purse.Hold hold) {
            attempts = attempts.plus(new Attempts(1, 1, most));
            hold.lost();
        }

        /**
         * The time until the next request.
         *
         * @throws ModelException if there is none
         */
        private Duration waitAfter(AttemptFailure failure) {
            Optional<Duration> asked = HeaderTime.retryAfter(failure.headers(), time.now());
            boolean tooLong = asked.isPresent() && asked.get().compareTo(LONGEST_ASKED) > 0;
            if (failure.reason() == Reason.RATE_LIMIT && asked.isPresent() && !tooLong) {
                // For all calls of the model, even where this one ends.
                limits.hold(asked.get());
            }
            if (!canSucceed(failure.reason())
                    || server.wasNeverReached(failure)
                    || attempts.made() >= spec.attempts()) {
                String times = attempts.made() == 1 ? "" : " (asked " + attempts.made() + " times)";
                throw failure(failure.reason(), failure.getMessage() + times);
            }
            if (tooLong) {
                throw failure(
                        failure.reason(),
                        "%s; the server asks to wait %,d s, longer than the %,d s that a call waits; start again then"
                                .formatted(failure.getMessage(), asked.get().toSeconds(), LONGEST_ASKED.toSeconds()));
            }
            String key = CallKey.of(spec, prompt).key();
            Duration backoff = Backoff.after(attempts.made(), key);
            if (asked.isEmpty() || asked.get().isZero()) {
                return backoff;
            }
            return Backoff.spread(asked.get(), attempts.made(), key);
        }

        private static boolean canSucceed(Reason reason) {
            return switch (reason) {
                case UNAVAILABLE, RATE_LIMIT, DEADLINE, MALFORMED -> true;
                case CONTEXT_OVERFLOW, AUTHENTICATION, REJECTED, FILTERED, UNSUPPORTED, NOT_RECORDED -> false;
            };
        }
    }
}
