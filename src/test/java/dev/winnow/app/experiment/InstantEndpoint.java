package dev.winnow.app.experiment;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A chat endpoint that reads requests, looks at nothing in them and answers all with the same words, so that little but
 * the client is measured. To be run in a process of its own: {@code InstantEndpoint PORT}.
 */
final class InstantEndpoint {
    private static final String BODY =
            """
            {"id":"1","object":"chat.completion","created":1,"model":"instant","choices":[{"index":0,"message":\
            {"role":"assistant","content":"The mill."},"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":1000,"completion_tokens":3,"total_tokens":1003}}""";
    private static final byte[] REPLY = ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                    + BODY.length() + "\r\n\r\n" + BODY)
            .getBytes(StandardCharsets.US_ASCII);

    private InstantEndpoint() {}

    public static void main(String[] arguments) throws IOException {
        try (ServerSocket server =
                new ServerSocket(Integer.parseInt(arguments[0]), 1024, InetAddress.getLoopbackAddress())) {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            OutputStream out = socket.getOutputStream();
            while (true) {
                in.skipNBytes(bodyLength(in));
                out.write(REPLY);
            }
        } catch (EOFException left) {
            // The client has no more to ask.
        } catch (IOException broken) {
            System.err.println(broken);
        }
    }

    /** Reads a request's head. */
    private static long bodyLength(InputStream in) throws IOException {
        long length = 0;
        while (true) {
            String line = line(in);
            if (line.isEmpty()) {
                return length;
            }
            String name = line.toLowerCase(Locale.ROOT);
            if (name.startsWith("content-length:")) {
                length = Long.parseLong(
                        name.substring("content-length:".length()).strip());
            } else if (name.startsWith("transfer-encoding:")) {
                throw new IOException("a body of known length is wanted, got " + line);
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
