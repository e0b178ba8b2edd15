package dev.winnow.indexer.embed;

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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** Answers the n-th request, from 0, with bytes that are made for it, and keeps what it was sent. */
final class FakeServer implements AutoCloseable {
    /** At the end of an answer: keep the connection open and send nothing more. */
    static final String STALL = "\0stall";

    final List<String> requests = new CopyOnWriteArrayList<>();
    private final ServerSocket socket;
    private final BiFunction<Integer, String, String> answers;
    private final AtomicInteger count = new AtomicInteger();

    /** Answers are made of the request's number and body. */
    FakeServer(BiFunction<Integer, String, String> answers) {
        this.answers = answers;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    static String reply(int status, String headers, String body) {
        return "HTTP/1.1 " + status + " Status\r\nContent-Type: application/json\r\nConnection: close\r\n" + headers
                + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/v1";
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
            String body = new String(in.readNBytes(length(head.toString())), StandardCharsets.UTF_8);
            requests.add(head + body);
            String answer = answers.apply(count.getAndIncrement(), body);
            OutputStream out = client.getOutputStream();
            out.write(answer.replace(STALL, "").getBytes(StandardCharsets.UTF_8));
            out.flush();
            if (answer.endsWith(STALL)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException gone) {
            // The client had enough.
        }
    }

    private static int length(String head) {
        for (String line : head.split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                return Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        return 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
