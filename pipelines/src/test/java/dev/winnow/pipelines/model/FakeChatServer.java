package dev.winnow.pipelines.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A server that answers every request with the same bytes, whole or broken, and keeps what it was sent. */
final class FakeChatServer implements AutoCloseable {
    private final ServerSocket socket;
    private final String response;
    private final Afterwards afterwards;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch leftByClient = new CountDownLatch(1);

    /** What it does when the bytes are sent. */
    enum Afterwards {
        CLOSE,
        /** Keeps the connection open and sends nothing more. */
        STALL
    }

    FakeChatServer(String response, Afterwards afterwards) {
        this.response = response;
        this.afterwards = afterwards;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    /** Answers with a status and a whole body. */
    static FakeChatServer replying(int status, String body) {
        return replying(status, "application/json", body);
    }

    static FakeChatServer replying(int status, String contentType, String body) {
        return new FakeChatServer(head(status, contentType, bytes(body).length) + body, Afterwards.CLOSE);
    }

    static String head(int status, String contentType, int length) {
        return "HTTP/1.1 %d Status\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                .formatted(status, contentType, length);
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/v1";
    }

    /** Each request, head and body. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** Reaches zero when a client has closed a connection that stalled. */
    CountDownLatch leftByClient() {
        return leftByClient;
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> answer(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answer(Socket client) {
        try (client) {
            InputStream in = client.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    return;
                }
                head.append((char) next);
            }
            byte[] body = in.readNBytes(length(head.toString()));
            requests.add(head + new String(body, StandardCharsets.UTF_8));
            OutputStream out = client.getOutputStream();
            out.write(bytes(response));
            out.flush();
            if (afterwards == Afterwards.STALL) {
                awaitClient(in);
            }
        } catch (IOException gone) {
            leftByClient.countDown();
        }
    }

    private void awaitClient(InputStream in) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
        leftByClient.countDown();
    }

    private static int length(String head) {
        for (String line : head.split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                return Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        return 0;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
