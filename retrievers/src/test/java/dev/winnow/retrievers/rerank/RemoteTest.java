package dev.winnow.retrievers.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.winnow.indexer.embed.PairScore;
import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RemoteTest {
    private static final String KEY = "secret-0123456789abcdef";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the server does with the n-th request, from 0. */
    private interface Answering {
        void answer(int number, JsonNode request, HttpExchange exchange) throws IOException;
    }

    private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final List<Duration> waits = new ArrayList<>();
    private final AtomicInteger count = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Answering answering = (number, request, exchange) -> reply(exchange, 200, sound(request));
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/rerank", exchange -> {
            try (exchange) {
                JsonNode request = JSON.readTree(exchange.getRequestBody());
                requests.add(request);
                authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
                answering.answer(count.getAndIncrement(), request, exchange);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Scores a passage by its length, the last first. */
    private static String sound(JsonNode request) {
        JsonNode documents = request.get("documents");
        ObjectNode body = JSON.createObjectNode();
        ArrayNode results = body.putArray("results");
        for (int i = documents.size() - 1; i >= 0; i--) {
            results.addObject()
                    .put("index", i)
                    .put("relevance_score", documents.get(i).asText().length() / 8.0);
        }
        body.putObject("usage").put("total_tokens", 10 * documents.size());
        return body.toString();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    private Remote remote(String url, Remote.Shape shape, Duration deadline) {
        return new Remote("m", url, shape, "RANK_KEY", 3, deadline, 2, Optional.of(0.5), Optional.empty());
    }

    private PairScorer open(Remote spec) {
        return new RerankEndpoint(spec, Optional.of(KEY), waits::add);
    }

    private PairScorer open() {
        return open(remote(url(), Remote.Shape.COHERE, Duration.ofSeconds(30)));
    }

    private InputException failure() {
        try (PairScorer scorer = open()) {
            InputException failure =
                    catchThrowableOfType(InputException.class, () -> scorer.score("q", List.of("a", "b")));
            assertThat(failure).hasMessageStartingWith("reranker 'm' at " + url() + ": ");
            assertThat(failure.getMessage()).doesNotContain(KEY).doesNotContain("\n");
            return failure;
        }
    }

    @Test
    void batches_come_back_in_the_order_of_the_passages_whatever_the_order_of_the_reply() {
        List<String> passages = IntStream.range(0, 10).mapToObj("x"::repeat).toList();
        try (PairScorer scorer = open()) {
            List<PairScore> scores = scorer.score("q", passages);

            assertThat(requests).hasSize(4);
            for (int i = 0; i < 10; i++) {
                assertThat(scores.get(i).score()).isEqualTo(i / 8f);
            }
            assertThat(scores.stream().mapToLong(PairScore::tokens).sum()).isEqualTo(100);
            assertThat(scores.stream().mapToDouble(PairScore::usd).sum()).isEqualTo(100 * 0.5 / 1e6);
            assertThat(scorer.score("q", List.of())).isEmpty();
        }
    }

    @Test
    void the_request_has_the_shape_of_cohere_and_jina() throws IOException {
        try (PairScorer scorer = open()) {
            scorer.score("Wer?", List.of("a", "b"));
        }
        assertThat(requests.get(0))
                .isEqualTo(JSON.readTree(
                        "{\"model\": \"m\", \"query\": \"Wer?\", \"documents\": [\"a\", \"b\"], \"top_n\": 2}"));
        assertThat(authorizations).containsExactly("Bearer " + KEY);
    }

    @Test
    void text_embeddings_inference_has_a_shape_of_its_own() throws IOException {
        answering = (number, request, exchange) ->
                reply(exchange, 200, "[{\"index\": 1, \"score\": 0.75}, {\"index\": 0, \"score\": 0.25}]");
        try (PairScorer scorer = open(remote(url(), Remote.Shape.TEI, Duration.ofSeconds(30)))) {
            assertThat(scorer.score("Wer?", List.of("a", "b")).stream().map(PairScore::score))
                    .containsExactly(0.25f, 0.75f);
        }
        assertThat(requests.get(0))
                .isEqualTo(JSON.readTree(
                        "{\"model\": \"m\", \"query\": \"Wer?\", \"texts\": [\"a\", \"b\"], \"truncate\": true}"));
    }

    @Test
    void searches_are_charged_as_the_server_counts_them_or_by_the_hundred() {
        Remote spec = new Remote(
                "m",
                url(),
                Remote.Shape.COHERE,
                "K",
                150,
                Duration.ofSeconds(30),
                1,
                Optional.empty(),
                Optional.of(2.0));
        List<String> passages = IntStream.range(0, 150).mapToObj("x"::repeat).toList();
        try (PairScorer scorer = open(spec)) {
            assertThat(usd(scorer, passages)).isEqualTo(2 * 2.0 / 1000);
            answering = (number, request, exchange) -> reply(
                    exchange,
                    200,
                    sound(request).replaceFirst("\\{", "{\"meta\": {\"billed_units\": {\"search_units\": 5}}, "));
            assertThat(usd(scorer, passages)).isEqualTo(5 * 2.0 / 1000);
        }
    }

    private static double usd(PairScorer scorer, List<String> passages) {
        return Math.round(1e9
                        * scorer.score("q", passages).stream()
                                .mapToDouble(PairScore::usd)
                                .sum())
                / 1e9;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"results\": [{\"index\": 0 | not JSON, or is cut off",
                "{\"data\": []} | there is no list 'results'; check base-url, or shape: tei",
                "[{\"index\": 0, \"score\": 1}] | there is no list 'results'",
                "{\"results\": [{\"index\": 0, \"relevance_score\": 1}]} | 2 passages were sent, and the one with the index 1 has no score",
                "{\"results\": [{\"index\": 1, \"relevance_score\": 1}, {\"index\": 1, \"relevance_score\": 2}]} | the index 1 stands twice",
                "{\"results\": [{\"index\": 2, \"relevance_score\": 1}]} | 2 passages were sent, and a result has the index 2",
                "{\"results\": [{\"index\": -1, \"relevance_score\": 1}]} | a result has the index -1",
                "{\"results\": [{\"relevance_score\": 1}]} | a result has no index",
                "{\"results\": [{\"index\": 0, \"relevance_score\": \"high\"}]} | the relevance_score of index 0 is no number",
                "{\"results\": [{\"index\": 0, \"relevance_score\": 1e999}]} | the relevance_score of index 0 is no number"
            })
    void a_body_that_holds_something_else_is_refused(String body, String complaint) {
        answering = (number, request, exchange) -> reply(exchange, 200, body);
        assertThat(failure())
                .hasMessageContaining("the reply is not what scores look like: ")
                .hasMessageContaining(complaint);
        assertThat(requests).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | bad key secret-0123456789abcdef | the key from RANK_KEY was refused, 401: bad key ***",
                "404 | no such model | 404: no such model; check model and base-url",
                "422 | batch size 3 > maximum allowed batch size 2 | lower batch-size, which is 3",
                "500 | broken | (asked 5 times)"
            })
    void a_status_says_what_to_do(int status, String message, String complaint) {
        answering = (number, request, exchange) -> reply(exchange, status, "{\"message\": \"" + message + "\"}");
        assertThat(failure()).hasMessageContaining(complaint);
        assertThat(requests).hasSize(status == 500 ? 5 : 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void what_passes_is_waited_for_as_long_as_the_server_says(int status) {
        answering = (number, request, exchange) -> {
            if (number == 0) {
                exchange.getResponseHeaders().add("Retry-After", "3");
            }
            reply(exchange, number < 2 ? status : 200, number < 2 ? "{}" : sound(request));
        };
        try (PairScorer scorer = open()) {
            assertThat(scorer.score("q", List.of("a"))).hasSize(1);
        }
        assertThat(waits).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(1));
    }

    @Test
    void a_body_that_breaks_off_is_asked_for_again() {
        answering = (number, request, exchange) -> {
            if (number == 0) {
                exchange.sendResponseHeaders(200, 1_000);
                exchange.getResponseBody().write('{');
                throw new IOException("gone");
            }
            reply(exchange, 200, sound(request));
        };
        try (PairScorer scorer = open()) {
            assertThat(scorer.score("q", List.of("a"))).hasSize(1);
        }
        assertThat(requests).hasSize(2);
    }

    @Test
    void a_body_that_stalls_ends_at_the_deadline() {
        answering = (number, request, exchange) -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        try (PairScorer scorer = open(remote(url(), Remote.Shape.COHERE, Duration.ofMillis(300)))) {
            assertThatThrownBy(() -> scorer.score("q", List.of("a")))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("no whole reply within 0.3 s");
        }
        assertThat(requests).hasSize(1);
    }

    @Test
    void a_server_that_is_not_there_is_said_at_once() {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (PairScorer scorer = open(remote("http://127.0.0.1:" + port, Remote.Shape.COHERE, Duration.ofSeconds(5)))) {
            assertThatThrownBy(() -> scorer.score("q", List.of("a")))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("cannot connect; is the server running, and is base-url right?");
        }
    }

    @Test
    void settings_have_ranges_and_a_server_elsewhere_needs_a_key() {
        assertThatThrownBy(() -> remote("https://example.org", Remote.Shape.COHERE, Duration.ofSeconds(1))
                        .open(name -> Optional.empty()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("reranker 'm' needs a key for https://example.org")
                .hasMessageContaining("RANK_KEY");
        assertThatThrownBy(() -> remote("http://localhost", Remote.Shape.COHERE, Duration.ZERO))
                .hasMessageContaining("deadline must be above 0");
        assertThat(remote("http://localhost/", Remote.Shape.COHERE, Duration.ofSeconds(1))
                        .fingerprint())
                .isEqualTo(remote("http://localhost", Remote.Shape.COHERE, Duration.ofSeconds(9))
                        .fingerprint());
    }
}
