package dev.winnow.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.app.config.Environment;
import dev.winnow.indexer.spec.ModelServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Which models a server that speaks OpenAI's protocol lists. Nothing is asked of a model, so nothing is paid. */
final class ModelList {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int SHOWN = 5;
    private static final long MOST_BYTES = 10_000_000;

    private ModelList() {}

    /**
     * What the server lists, in one line.
     *
     * @throws IllegalStateException with one line, if it cannot be asked or refuses
     */
    static String of(String url) {
        return of(url, PATIENCE);
    }

    static String of(String url, Duration patience) {
        ModelServer server = new ModelServer(url, "OPENAI_API_KEY");
        Optional<String> key = server.key("the server", Environment::variable);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.baseUrl() + "/models"))
                .timeout(patience)
                .header("Accept", "application/json");
        key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        // No close: it would wait for a connection that never ends.
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .build();
        // The request's own timeout ends with the headers: a body may stall, or never end.
        CompletableFuture<HttpResponse<String>> asked =
                client.sendAsync(request.build(), said -> new BoundedBody(MOST_BYTES));
        try {
            HttpResponse<String> reply = asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (reply.statusCode() != 200) {
                throw new IllegalStateException(server.baseUrl() + " answers " + reply.statusCode() + " to /models: "
                        + ModelServer.quoted(ModelServer.messageIn(reply.body()), key));
            }
            List<String> ids = new ArrayList<>();
            for (JsonNode model : new ObjectMapper().readTree(reply.body()).path("data")) {
                ids.add(ModelServer.quoted(model.path("id").asText(), key));
            }
            return String.format(
                    Locale.ROOT,
                    "%s lists %,d models%s",
                    server.baseUrl(),
                    ids.size(),
                    ids.isEmpty()
                            ? ""
                            : ": " + String.join(", ", ids.subList(0, Math.min(SHOWN, ids.size())))
                                    + (ids.size() > SHOWN ? ", ..." : ""));
        } catch (TimeoutException e) {
            asked.cancel(true);
            throw new IllegalStateException(
                    server.baseUrl() + " does not answer within " + patience.toMillis() / 1e3 + " s", e);
        } catch (ExecutionException e) {
            throw failed(server, key, e.getCause());
        } catch (IOException e) {
            throw failed(server, key, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + server.baseUrl(), e);
        }
    }

    private static IllegalStateException failed(ModelServer server, Optional<String> key, Throwable why) {
        return new IllegalStateException(
                server.baseUrl() + " cannot be asked: " + ModelServer.quoted(String.valueOf(why.getMessage()), key),
                why);
    }

    /** A body as text, which fails where it is larger than any list. */
    private static final class BoundedBody implements HttpResponse.BodySubscriber<String> {
        private final HttpResponse.BodySubscriber<String> text =
                HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8);
        private Optional<Flow.Subscription> source = Optional.empty();
        private long room;

        private BoundedBody(long most) {
            room = most;
        }

        @Override
        public CompletionStage<String> getBody() {
            return text.getBody();
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            source = Optional.of(subscription);
            text.onSubscribe(subscription);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            boolean had = room >= 0;
            for (ByteBuffer buffer : buffers) {
                room -= buffer.remaining();
            }
            if (room >= 0) {
                text.onNext(buffers);
            } else if (had) {
                source.ifPresent(Flow.Subscription::cancel);
                text.onError(new IOException("its reply is larger than any list of models"));
            }
        }

        @Override
        public void onError(Throwable broken) {
            if (room >= 0) {
                text.onError(broken);
            }
        }

        @Override
        public void onComplete() {
            if (room >= 0) {
                text.onComplete();
            }
        }
    }
}
