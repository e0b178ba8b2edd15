package dev.winnow.indexer.embed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.indexer.embed.EndpointFailure.Retry;
import dev.winnow.indexer.spec.InputException;
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
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks a server for embeddings. Requests that fail for a while are repeated, because to embed a corpus takes long.
 *
 * <p>The JDK's HTTP client and no library: LangChain4j's client for embeddings hands out neither the header Retry-After
 * nor the order in which a reply numbers its vectors, and its timeout ends where a body begins.
 */
final class EmbeddingEndpoint implements Embedder {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ATTEMPTS = 5;
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    /** Longer than this nobody is made to wait; to start again later is cheap, because of the cache. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final Openai spec;
    private final Optional<String> key;
    private final Pause pause;
    private final EndpointErrors errors;
    private final Semaphore places;
    private final HttpClient client;
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger dimension = new AtomicInteger();

    /** How time is let pass between attempts. */
    interface Pause {
        Pause SLEEPING = wait -> TimeUnit.NANOSECONDS.sleep(wait.toNanos());

        void of(Duration wait) throws InterruptedException;
    }

    EmbeddingEndpoint(Openai spec, Optional<String> key, Pause pause) {
        this.spec = spec;
        this.key = key;
        this.pause = pause;
        errors = new EndpointErrors(spec, key);
        places = new Semaphore(spec.concurrency());
        // Over plain HTTP the JDK offers to switch to HTTP/2, on which some small servers choke.
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(spec.deadline())
                .build();
    }

    @Override
    public List<Embedding> embed(List<String> texts, Role role) {
        String instruction =
                switch (role) {
                    case PASSAGE -> spec.passageInstruction();
                    case QUERY -> spec.queryInstruction();
                };
        long begun = System.nanoTime();
        List<Future<List<Embedding>>> replies = new ArrayList<>();
        for (int from = 0; from < texts.size(); from += spec.batchSize()) {
            List<String> batch = texts.subList(from, Math.min(texts.size(), from + spec.batchSize())).stream()
                    .map(text -> instruction + text)
                    .toList();
            replies.add(requests.submit(() -> batch(batch)));
        }
        List<Embedding> embeddings = new ArrayList<>(texts.size());
        try {
            for (Future<List<Embedding>> reply : replies) {
                embeddings.addAll(reply.get());
            }
            // Requests run side by side: each text is charged its share of the time that all took together.
            long share = texts.isEmpty() ? 0 : (System.nanoTime() - begun) / texts.size();
            embeddings.replaceAll(one -> new Embedding(one.vector(), one.tokens(), share));
            return embeddings;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EndpointFailure failure) {
                throw new InputException(failure.getMessage());
            }
            throw new IllegalStateException("texts could not be embedded", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while embedding", e);
        } finally {
            replies.forEach(reply -> reply.cancel(true));
        }
    }

    private List<Embedding> batch(List<String> texts) throws EndpointFailure, InterruptedException {
        places.acquire();
        try {
            HttpRequest request = request(texts);
            for (int attempt = 1; ; attempt++) {
                try {
                    return embeddings(request, texts);
                } catch (EndpointFailure failure) {
                    pause.of(waitBefore(attempt, failure));
                }
            }
        } finally {
            places.release();
        }
    }

    /** The time until the next attempt; throws where there is none. */
    private Duration waitBefore(int attempt, EndpointFailure failure) throws EndpointFailure {
        boolean again =
                switch (failure.retry()) {
                    case NEVER -> false;
                    case SOON -> attempt < ATTEMPTS;
                    case IF_IT_ANSWERED_BEFORE -> attempt < ATTEMPTS && dimension.get() > 0;
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
                            + " s; start again then, what is embedded is kept");
        }
        return wait;
    }

    private HttpRequest request(List<String> texts) {
        ObjectNode body = JSON.createObjectNode();
        body.put("model", spec.model());
        texts.forEach(body.putArray("input")::add);
        // OpenAI's default, said because some servers in between have another.
        body.put("encoding_format", "float");
        spec.dimensions().ifPresent(wanted -> body.put("dimensions", wanted));
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(spec.baseUrl() + "/embeddings"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
            key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
            return request.build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a text cannot be written as JSON", e);
        }
    }

    private List<Embedding> embeddings(HttpRequest request, List<String> texts)
            throws EndpointFailure, InterruptedException {
        long begun = System.nanoTime();
        HttpResponse<byte[]> response = withinDeadline(request);
        if (response.statusCode() != 200) {
            throw errors.status(response, new String(response.body(), StandardCharsets.UTF_8));
        }
        EmbeddingReply reply;
        try {
            reply = EmbeddingReply.read(response.body(), texts.size());
        } catch (EmbeddingReply.Malformed e) {
            throw errors.malformed(e.getMessage());
        }
        check(reply);
        long[] tokens = EmbeddingReply.shares(reply.tokens(), texts);
        long[] nanos = EmbeddingReply.shares(System.nanoTime() - begun, texts);
        List<Embedding> embeddings = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            float[] vector = reply.vectors().get(i);
            spec.normalise().apply(vector);
            embeddings.add(new Embedding(vector, Math.toIntExact(tokens[i]), nanos[i]));
        }
        return embeddings;
    }

    private void check(EmbeddingReply reply) throws EndpointFailure {
        int got = reply.dimension().orElse(-1);
        if (got < 0) {
            throw errors.malformed("its vectors have different dimensions");
        }
        int wanted = spec.dimensions().orElse(got);
        if (got != wanted) {
            throw errors.malformed(
                    "dimensions asks for %,d, and the vectors have %,d; leave it out, or name a model that can shorten"
                            .formatted(wanted, got));
        }
        if (!dimension.compareAndSet(0, got) && dimension.get() != got) {
            throw errors.malformed(
                    "vectors have %,d dimensions, and had %,d before; does one server stand behind base-url?"
                            .formatted(got, dimension.get()));
        }
    }

    /** The client's own timeout ends when the headers are there; this one ends with the body. */
    private HttpResponse<byte[]> withinDeadline(HttpRequest request) throws EndpointFailure, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> call =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        try {
            return call.get(spec.deadline().toNanos(), TimeUnit.NANOSECONDS);
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
