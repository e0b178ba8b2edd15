package dev.winnow.pipelines.model.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends requests over HTTP/1.1, each once, and gives them up for real when their time is over. */
final class Wire implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newBuilder()
            // Over plain HTTP the JDK offers to switch to HTTP/2, on which some small servers choke.
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();

    /**
     * Sends a request; the answer's body is still to be read.
     *
     * @param until when the whole body must be there, by {@link System#nanoTime()}
     * @throws HttpTimeoutException if the headers are not there by then
     */
    Answer send(HttpRequest request, long until) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<TimedBody>> coming = client.sendAsync(request, head -> new TimedBody(until));
        try {
            return new Answer(coming.get(until - System.nanoTime(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            coming.cancel(true);
            throw new HttpTimeoutException("no answer in time");
        } catch (InterruptedException e) {
            coming.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException broken -> throw broken;
                case UncheckedIOException broken -> throw broken.getCause();
                default -> throw new IOException(String.valueOf(e.getCause().getMessage()), e.getCause());
            }
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    /** Status, headers and a body to be read. */
    static final class Answer implements AutoCloseable {
        private final HttpResponse<TimedBody> response;

        private Answer(HttpResponse<TimedBody> response) {
            this.response = response;
        }

        int status() {
            return response.statusCode();
        }

        /** Names in lower case. */
        Map<String, List<String>> headers() {
            Map<String, List<String>> lower = new TreeMap<>();
            response.headers().map().forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), values));
            return lower;
        }

        boolean isEventStream() {
            return response.headers()
                    .firstValue("content-type")
                    .map(type -> type.toLowerCase(Locale.ROOT).startsWith("text/event-stream"))
                    .orElse(false);
        }

        TimedBody body() {
            return response.body();
        }

        @Override
        public void close() {
            response.body().close();
        }
    }
}
