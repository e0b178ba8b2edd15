package dev.winnow.indexer.endpoint;

import dev.winnow.indexer.endpoint.EndpointFailure.Retry;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.ModelServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Posts JSON to one address of a server, several requests at once, each within a deadline. Requests that fail for a while
 * are repeated, because to embed or rerank much takes long. Safe for use by several threads.
 *
 * <p>The JDK's HTTP client and no library: LangChain4j's client for embeddings hands out neither the header Retry-After
 * nor the order in which a reply numbers its vectors, and its timeout ends where a body begins.
 */
public final class ModelEndpoint implements AutoCloseable {
    private static final int ATTEMPTS = 5;
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    /** Longer than this nobody is made to wait. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final Settings settings;
    private final Optional<String> key;
    private final Pause pause;
    private final EndpointErrors errors;
    private final Semaphore places;
    private final HttpClient client;
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean answered = new AtomicBoolean();

    /**
     * What is asked, and how.
     *
     * @param user what asks, for messages: {@code embedder 'm'}
     * @param wanted what replies hold, for messages: {@code embeddings}
     * @param path is added to the server's address: {@code /embeddings}
     * @param deadline for a whole reply, its body included
     * @param concurrency how many requests may be under way at once
     * @param batchSize texts of one request at most, for messages
     */
    public record Settings(
            String user,
            String wanted,
            ModelServer server,
            String path,
            Duration deadline,
            int concurrency,
            int batchSize) {
        /**
         * Checks the settings.
         *
         * @throws IllegalArgumentException with the rule and the value
         */
        public Settings {
            require(batchSize >= 1, "batch-size must be at least 1, got " + batchSize);
            require(deadline.isPositive(), "deadline must be above 0, got " + deadline);
            require(concurrency >= 1, "concurrency must be at least 1, got " + concurrency);
        }

        private static void require(boolean holds, String rule) {
            if (!holds) {
                throw new IllegalArgumentException(rule);
            }
        }

        /**
         * The key from the environment; empty where the server is on this machine and none is set.
         *
         * @throws InputException if there is none, or it cannot be one
         */
        public Optional<String> key(Function<String, Optional<String>> environment) {
            return server.key(user, environment);
        }
    }

    /** How time is let pass between attempts. */
    public interface Pause {
        Pause SLEEPING = wait -> TimeUnit.NANOSECONDS.sleep(wait.toNanos());

        void of(Duration wait) throws InterruptedException;
    }

    /** Why a body is not the reply that was wanted. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        public Malformed(String message) {
            super(message);
        }
    }

    /** Makes a value of a reply's body. */
    public interface Reader<T> {
        T read(byte[] body) throws Malformed;
    }

    /**
     * A request.
     *
     * @param body JSON, not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // sent once and dropped
    public record Request<T>(byte[] body, Reader<T> reader) {}

    /**
     * An endpoint.
     *
     * @param key sent as a bearer token where there is one, and repeated in no message
     */
    public ModelEndpoint(Settings settings, Optional<String> key, Pause pause) {
        this.settings = settings;
        this.key = key;
        this.pause = pause;
        errors = new EndpointErrors(settings, key);
        places = new Semaphore(settings.concurrency());
        // Over plain HTTP the JDK offers to switch to HTTP/2, on which some small servers choke.
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.deadline())
                .build();
    }

    /**
     * What each request gets, in their order.
     *
     * @throws InputException in one line, if one of them fails for good
     */
    public <T> List<T> ask(List<Request<T>> all) {
        List<Future<T>> replies = new ArrayList<>();
        for (Request<T> request : all) {
            replies.add(requests.submit(() -> ask(request)));
        }
        List<T> values = new ArrayList<>(all.size());
        try {
            for (Future<T> reply : replies) {
                values.add(reply.get());
            }
            return values;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EndpointFailure failure) {
                throw new InputException(failure.getMessage());
            }
            throw new IllegalStateException(settings.wanted() + " could not be had", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + settings.wanted(), e);
        } finally {
            replies.forEach(reply -> reply.cancel(true));
        }
    }

    private <T> T ask(Request<T> wanted) throws EndpointFailure, InterruptedException {
        places.acquire();
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(settings.server().baseUrl() + settings.path()))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(wanted.body()));
            key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
            for (int attempt = 1; ; attempt++) {
                try {
                    T value = value(request.build(), wanted.reader());
                    answered.set(true);
                    return value;
                } catch (EndpointFailure failure) {
                    pause.of(waitBefore(attempt, failure));
                }
            }
        } finally {
            places.release();
        }
    }

    private <T> T value(HttpRequest request, Reader<T> reader) throws EndpointFailure, InterruptedException {
        HttpResponse<byte[]> response = withinDeadline(request);
        if (response.statusCode() != 200) {
            throw errors.status(response, new String(response.body(), StandardCharsets.UTF_8));
        }
        try {
            return reader.read(response.body());
        } catch (Malformed e) {
            throw errors.malformed(e.getMessage());
        }
    }

    /** The time until the next attempt; throws where there is none. */
    private Duration waitBefore(int attempt, EndpointFailure failure) throws EndpointFailure {
        boolean again =
                switch (failure.retry()) {
                    case NEVER -> false;
                    case SOON -> attempt < ATTEMPTS;
                    case IF_IT_ANSWERED_BEFORE -> attempt < ATTEMPTS && answered.get();
                };
        if (!again) {
            throw attempt == 1
                    ? failure
                    : new EndpointFailure(Retry.NEVER, failure.getMessage() + " (asked " + attempt + " times)");
        }
        Duration wait = failure.askedToWait().orElse(FIRST_WAIT.multipliedBy(1L << (attempt - 1)));
        if (wait.compareTo(LONGEST_WAIT) > 0) {
            throw new EndpointFailure(
                    Retry.NEVER,
                    failure.getMessage() + "; the server asks to wait " + wait.toSeconds()
                            + " s; start again then, what is finished is kept");
        }
        return wait;
    }

    /** The client's own timeout ends when the headers are there; this one ends with the body. */
    private HttpResponse<byte[]> withinDeadline(HttpRequest request) throws EndpointFailure, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> call =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        try {
            return call.get(settings.deadline().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw errors.late();
        } catch (ExecutionException e) {
            throw errors.of(e.getCause());
        } finally {
            call.cancel(true);
        }
    }

    @Override
    public void close() {
        requests.shutdownNow();
        client.shutdownNow();
    }
}
