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
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests over HTTP/1.1, each once, and gives them up for real when their time is over.
 *
 * <p>Each has a connection of its own. HTTP/1.1 does not say which request a reply belongs to: on a connection that is
 * used again, a reply that a server or a proxy sends twice is taken for the next one's. So servers are asked to close; for
 * one that does not, every request has a client of its own, which costs a millisecond of processor time.
 */
final class Wire {
    private static final Duration CONNECT = Duration.ofSeconds(30);

    /** The JDK lets a request say Connection only where this property names it; it is read once. */
    private static final String ALLOWED = "jdk.httpclient.allowRestrictedHeaders";

    /** For how many seconds the JDK keeps a connection that is used by nobody; read once, too. */
    private static final String KEPT = "jdk.httpclient.keepalive.timeout";

    static {
        // The command's start sets both; these are for those who start otherwise, before any HTTP client of the JDK.
        if (System.getProperty(ALLOWED) == null) {
            System.setProperty(ALLOWED, "connection");
        }
        if (System.getProperty(KEPT) == null) {
            System.setProperty(KEPT, "0");
        }
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient shared = client();
    /** Guarded by the shared client. */
    private Habit habit = Habit.UNKNOWN;

    /** What the server does with a connection after a reply. */
    private enum Habit {
        UNKNOWN,
        CLOSES,
        /** It did so once, and is not believed again. */
        KEEPS
    }

    private HttpClient client() {
        return HttpClient.newBuilder()
                // Over plain HTTP the JDK offers to switch to HTTP/2, on which some small servers choke.
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .executor(threads)
                .build();
    }

    /**
     * Sends a request; the answer's body is still to be read.
     *
     * @param until when the whole body must be there, by {@link System#nanoTime()}
     * @throws HttpTimeoutException if the headers are not there by then
     */
    Answer send(HttpRequest request, long until) throws IOException, InterruptedException {
        HttpRequest closing = closing(request);
        Optional<CompletableFuture<HttpResponse<TimedBody>>> among = amongOthers(closing, until);
        HttpClient client = among.isPresent() ? shared : client();
        try {
            HttpResponse<TimedBody> response = answer(among.orElseGet(() -> begin(client, closing, until)), until);
            return new Answer(response, () -> release(client));
        } catch (IOException | InterruptedException | RuntimeException e) {
            release(client);
            throw e;
        }
    }

    /** A request on the shared client, if the server closes connections. */
    private Optional<CompletableFuture<HttpResponse<TimedBody>>> amongOthers(HttpRequest request, long until) {
        synchronized (shared) {
            return habit == Habit.CLOSES ? Optional.of(begin(shared, request, until)) : Optional.empty();
        }
    }

    private CompletableFuture<HttpResponse<TimedBody>> begin(HttpClient client, HttpRequest request, long until) {
        return client.sendAsync(request, head -> {
            note(head);
            return new TimedBody(until);
        });
    }

    /** A head is seen before its connection can be used again: no request begins on the shared client after that. */
    private void note(HttpResponse.ResponseInfo head) {
        Habit seen =
                head.headers().allValues("connection").stream().anyMatch(Wire::isClose) ? Habit.CLOSES : Habit.KEEPS;
        synchronized (shared) {
            habit = habit == Habit.KEEPS ? habit : seen;
        }
    }

    private static boolean isClose(String value) {
        return value.strip().equalsIgnoreCase("close");
    }

    private static HttpRequest closing(HttpRequest request) {
        try {
            return HttpRequest.newBuilder(request, (name, value) -> true)
                    .setHeader("Connection", "close")
                    .build();
        } catch (IllegalArgumentException notAllowed) {
            return request;
        }
    }

    private void release(HttpClient client) {
        if (!client.equals(shared)) {
            client.shutdownNow();
        }
    }

    private static HttpResponse<TimedBody> answer(CompletableFuture<HttpResponse<TimedBody>> coming, long until)
            throws IOException, InterruptedException {
        try {
            return coming.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
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

    /** Status, headers and a body to be read. */
    static final class Answer implements AutoCloseable {
        private final HttpResponse<TimedBody> response;
        private final Runnable afterwards;

        private Answer(HttpResponse<TimedBody> response, Runnable afterwards) {
            this.response = response;
            this.afterwards = afterwards;
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
            afterwards.run();
        }
    }
}
