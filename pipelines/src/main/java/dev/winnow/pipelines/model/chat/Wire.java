package dev.winnow.pipelines.model.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
 * <p>No reply may be taken for the reply to another question. A server or a gateway can send one reply twice; if the second
 * comes when its connection already carries the next request, it looks like the reply to that. So each request has a lane of
 * its own, a client that holds one connection and carries one request at a time. A lane rests as long as others are free,
 * in which time the JDK closes a connection on which something comes unasked for; it is used again only after a good
 * reply; and a reply that is the lane's last reply, byte by byte, to another question is refused.
 */
final class Wire implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(30);

    /** Replies that are remembered, to know servers that say the same to everything. */
    private static final int MOST_HEARD = 1024;

    private final int most;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<Lane> resting = new ArrayDeque<>();
    private final Map<TimedBody.Sum, Integer> heard = new HashMap<>();
    private int open;
    private boolean repeating;

    /**
     * Nothing is connected yet.
     *
     * @param most lanes that are kept
     */
    Wire(int most) {
        this.most = most;
    }

    /** A lane for one request: a new one as long as there are few, otherwise the one that has rested longest. */
    synchronized Lane lane() {
        if (open >= most && !resting.isEmpty()) {
            return resting.removeFirst();
        }
        open++;
        return new Lane();
    }

    /** One connection, and what came over it last. */
    final class Lane implements AutoCloseable {
        private final HttpClient client = HttpClient.newBuilder()
                // Over plain HTTP the JDK offers to switch to HTTP/2, on which some small servers choke.
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .executor(threads)
                .build();

        private TimedBody.Sum last = TimedBody.Sum.NOTHING;
        private int asked;
        private boolean good;

        /**
         * Sends a request; the answer's body is still to be read.
         *
         * @param until when the whole body must be there, by {@link System#nanoTime()}
         * @throws HttpTimeoutException if the headers are not there by then
         */
        Answer send(HttpRequest request, long until) throws IOException, InterruptedException {
            good = false;
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

        /**
         * Says that a good reply came, and gives whether it may be believed: not if it is what came over this lane before,
         * to another question. The first reply of a lane cannot be an old one; if it is known all the same, the server says
         * the same to everything, and nothing is refused any more.
         *
         * @param question tells questions apart
         */
        boolean believe(TimedBody.Sum reply, int question) {
            synchronized (Wire.this) {
                Integer before = heard.putIfAbsent(reply, question);
                if (heard.size() > MOST_HEARD) {
                    heard.clear();
                }
                boolean first = last.equals(TimedBody.Sum.NOTHING);
                repeating |= first && before != null && before != question;
                good = repeating || first || question == asked || !reply.equals(last);
                last = reply;
                asked = question;
                return good;
            }
        }

        /** Gives the lane back, or up if the reply was not good. */
        @Override
        public void close() {
            synchronized (Wire.this) {
                if (good && open <= most) {
                    resting.addLast(this);
                    return;
                }
                open--;
            }
            client.shutdownNow();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            resting.forEach(lane -> lane.client.shutdownNow());
            open -= resting.size();
            resting.clear();
        }
        threads.shutdown();
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
