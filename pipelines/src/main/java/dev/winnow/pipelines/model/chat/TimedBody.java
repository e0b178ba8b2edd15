package dev.winnow.pipelines.model.chat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A body, read by one thread as it comes in, up to a moment and to a size. Closing it before its end gives up the
 * connection.
 */
final class TimedBody extends InputStream implements HttpResponse.BodySubscriber<TimedBody> {
    /** Far more than any reply has; a server that sends more is broken. */
    static final long MOST_BYTES = 64L << 20;

    /** What came: buffers, the error that ended the body, or the end itself. */
    private sealed interface Arrival {
        record Buffers(Iterator<ByteBuffer> buffers) implements Arrival {}

        record Broken(Throwable cause) implements Arrival {}

        record End() implements Arrival {}
    }

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final AtomicReference<Flow.Subscription> subscription = new AtomicReference<>();
    private final long until;
    private Iterator<ByteBuffer> buffers = List.<ByteBuffer>of().iterator();
    private ByteBuffer current = ByteBuffer.allocate(0);
    private long read;
    private boolean ended;

    /**
     * A body that is still to come.
     *
     * @param until by {@link System#nanoTime()}
     */
    TimedBody(long until) {
        this.until = until;
    }

    @Override
    public CompletionStage<TimedBody> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription starting) {
        if (subscription.compareAndSet(null, starting)) {
            starting.request(1);
        } else {
            starting.cancel();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> more) {
        arrivals.add(new Arrival.Buffers(more.iterator()));
    }

    @Override
    public void onError(Throwable cause) {
        arrivals.add(new Arrival.Broken(cause));
    }

    @Override
    public void onComplete() {
        arrivals.add(new Arrival.End());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!current.hasRemaining()) {
            if (buffers.hasNext()) {
                current = buffers.next();
            } else if (ended || !receive()) {
                return -1;
            }
        }
        int count = Math.min(length, current.remaining());
        current.get(into, offset, count);
        read += count;
        if (read > MOST_BYTES) {
            throw new IOException("the body is longer than " + (MOST_BYTES >> 20) + " MiB");
        }
        return count;
    }

    @Override
    public int available() {
        return current.remaining();
    }

    /** Waits for what comes next; false at the end. */
    private boolean receive() throws IOException {
        Arrival next;
        try {
            next = arrivals.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
        return switch (next) {
            case null -> throw new HttpTimeoutException("the body did not come in time");
            case Arrival.Buffers more -> {
                buffers = more.buffers();
                subscription.get().request(1);
                yield true;
            }
            case Arrival.Broken broken -> throw new IOException(broken.cause().getMessage(), broken.cause());
            case Arrival.End end -> {
                ended = true;
                yield false;
            }
        };
    }

    @Override
    public void close() {
        Flow.Subscription given = subscription.getAndUpdate(known -> known == null ? NEVER : known);
        if (!ended && given != null) {
            given.cancel();
        }
    }

    /** Stands for a body that was closed before it began. */
    private static final Flow.Subscription NEVER = new Flow.Subscription() {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
    };
}
