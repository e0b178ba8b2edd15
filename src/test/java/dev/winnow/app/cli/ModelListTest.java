package dev.winnow.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ModelListTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;

    /** Writes a body. */
    private interface Body {
        void to(OutputStream out) throws IOException, InterruptedException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        workers.close();
    }

    private String saying(Body body) {
        server.createContext("/v1/models", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                body.to(exchange.getResponseBody());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void models_are_listed_the_first_by_name() {
        String url = saying(out -> out.write(bytes("{\"data\": [{\"id\": \"a\"}, {\"id\": \"b\"}]}")));
        assertThat(ModelList.of(url, LONG)).isEqualTo(url + " lists 2 models: a, b");
    }

    @Test
    void a_server_that_stalls_in_its_reply_is_given_up() {
        String url = saying(out -> {
            out.write(bytes("{\"data\": ["));
            out.flush();
            end.await();
        });
        assertThatThrownBy(() -> ModelList.of(url, Duration.ofMillis(500)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(url + " does not answer within 0.5 s");
    }

    @Test
    void a_reply_without_end_is_given_up() {
        byte[] some = new byte[1 << 16];
        String url = saying(out -> {
            while (end.getCount() > 0) {
                out.write(some);
            }
        });
        assertThatThrownBy(() -> ModelList.of(url, LONG))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("its reply is larger than any list of models");
    }
}
