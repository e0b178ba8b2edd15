package dev.winnow.pipelines.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.pipelines.model.ChatProvider.Settings;
import dev.winnow.pipelines.model.Completion.StopReason;
import dev.winnow.pipelines.model.chat.ChatReply;
import dev.winnow.pipelines.model.chat.HttpChatClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that sends every reply twice must not give a question the reply to another one. */
@Timeout(60)
class RepeatedRepliesTest {
    private static final int QUESTIONS = 120;

    /** Keeps connections open and sends what it was asked, twice. */
    private static final class Echo implements AutoCloseable {
        private final ServerSocket socket;
        private final long pauseMillis;
        final AtomicInteger connections = new AtomicInteger();

        Echo(long pauseMillis) throws IOException {
            this.pauseMillis = pauseMillis;
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> {
                while (!socket.isClosed()) {
                    try {
                        Socket client = socket.accept();
                        client.setTcpNoDelay(true);
                        connections.incrementAndGet();
                        Thread.ofVirtual().start(() -> serve(client));
                    } catch (IOException closed) {
                        return;
                    }
                }
            });
        }

        private void serve(Socket client) {
            try (client) {
                InputStream in = client.getInputStream();
                OutputStream out = client.getOutputStream();
                while (true) {
                    StringBuilder head = new StringBuilder();
                    while (head.indexOf("\r\n\r\n") < 0) {
                        int next = in.read();
                        if (next < 0) {
                            return;
                        }
                        head.append((char) next);
                    }
                    int length = Integer.parseInt(head.toString().replaceAll("(?is).*content-length: *(\\d+).*", "$1"));
                    String asked = ChatProvider.OPENAI.prompt(new ObjectMapper().readTree(in.readNBytes(length)));
                    String body = ChatProvider.OPENAI.whole("\"" + asked + "\"", StopReason.END, "");
                    byte[] once = ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                                    + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.UTF_8);
                    out.write(once);
                    if (pauseMillis > 0) {
                        out.flush();
                        Thread.sleep(pauseMillis);
                    }
                    out.write(once);
                    out.flush();
                }
            } catch (IOException gone) {
                // The client gave the connection up, as it should.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
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

    private static HttpChatClient client(Echo server, int concurrency) {
        Settings settings = new Settings("http://127.0.0.1:" + server.socket.getLocalPort() + "/v1");
        settings.concurrency = concurrency;
        return ProvidersTest.client(ChatProvider.OPENAI.spec(settings));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "3, 1", "0, 8", "1, 8", "3, 8"})
    void no_question_gets_the_reply_to_another(long pauseMillis, int concurrency) throws Exception {
        try (Echo server = new Echo(pauseMillis);
                ExecutorService callers = Executors.newFixedThreadPool(concurrency)) {
            HttpChatClient client = client(server, concurrency);
            for (Future<?> call : IntStream.range(0, QUESTIONS)
                    .mapToObj(i -> callers.submit(() -> {
                        ChatReply reply = client.send(ProvidersTest.prompt("question " + i), Duration.ofSeconds(30));
                        assertThat(reply.text()).isEqualTo("question " + i);
                        return i;
                    }))
                    .toList()) {
                call.get();
            }
            assertThat(server.connections).hasValue(QUESTIONS);
        }
    }
}
