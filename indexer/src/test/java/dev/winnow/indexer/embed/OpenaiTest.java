package dev.winnow.indexer.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.indexer.embed.Embedder.Role;
import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OpenaiTest {
    private static final String KEY = "sk-secret-0123456789abcdef";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Duration> waits = new ArrayList<>();

    @TempDir
    private Path folder;

    private static Openai spec(String url) {
        return spec(url, Optional.empty(), Duration.ofSeconds(30));
    }

    private static Openai spec(String url, Optional<Integer> dimensions, Duration deadline) {
        return new Openai(
                "m",
                url,
                "EMBED_KEY",
                dimensions,
                "query: ",
                "",
                Normalisation.NONE,
                3,
                deadline,
                2,
                Optional.of(0.02));
    }

    private Embedder open(Openai spec) {
        return new EmbeddingEndpoint(spec, Optional.of(KEY), waits::add);
    }

    /** One vector for each text, its length and its place in the batch, in reversed order. */
    private static String sound(String request) {
        try {
            JsonNode input = JSON.readTree(request).get("input");
            ObjectNode body = JSON.createObjectNode();
            var data = body.putArray("data");
            for (int i = input.size() - 1; i >= 0; i--) {
                var item = data.addObject().put("index", i);
                item.putArray("embedding").add(input.get(i).asText().length()).add(i + 0.25);
            }
            body.putObject("usage").put("prompt_tokens", 10 * input.size()).put("total_tokens", 99);
            return FakeServer.reply(200, "", body.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InputException failure(FakeServer server) {
        try (Embedder embedder = open(spec(server.url()))) {
            InputException failure =
                    catchThrowableOfType(InputException.class, () -> embedder.embed(List.of("a", "b"), Role.PASSAGE));
            assertThat(failure).hasMessageStartingWith("embedder 'm' at " + server.url() + ": ");
            assertThat(failure.getMessage()).doesNotContain(KEY).doesNotContain("\n");
            assertThat(failure.getCause()).isNull();
            return failure;
        }
    }

    private InputException failure(String body) throws IOException {
        try (FakeServer server = new FakeServer((number, request) -> FakeServer.reply(200, "", body))) {
            InputException failure = failure(server);
            assertThat(server.requests).hasSize(1);
            return failure;
        }
    }

    @Test
    void batches_come_back_in_the_order_of_the_texts_whatever_the_order_of_the_reply() throws IOException {
        List<String> texts = IntStream.range(0, 20).mapToObj("x"::repeat).toList();
        try (FakeServer server = new FakeServer((number, request) -> sound(request));
                Embedder embedder = open(spec(server.url()))) {
            List<Embedding> embeddings = embedder.embed(texts, Role.PASSAGE);
            assertThat(server.requests).hasSize(7);
            for (int i = 0; i < 20; i++) {
                assertThat(embeddings.get(i).vector()).containsExactly(i, i % 3 + 0.25f);
                assertThat(embeddings.get(i).nanos()).isPositive();
            }
            assertThat(embeddings.stream().mapToInt(Embedding::tokens).sum()).isEqualTo(200);
            assertThat(embedder.embed(List.of(), Role.QUERY)).isEmpty();
        }
    }

    @Test
    void the_settings_are_sent() throws IOException {
        try (FakeServer server = new FakeServer((number, request) -> sound(request));
                Embedder embedder = open(spec(server.url(), Optional.of(2), Duration.ofSeconds(30)))) {
            embedder.embed(List.of("Wer?"), Role.QUERY);
            String request = server.requests.getFirst();
            assertThat(request).startsWith("POST /v1/embeddings HTTP/1.1").contains("Bearer " + KEY);
            assertThat(request).doesNotContainIgnoringCase("upgrade:");
            assertThat(JSON.readTree(request.substring(request.indexOf("\r\n\r\n"))))
                    .isEqualTo(
                            JSON.readTree(
                                    """
                                    {"model": "m", "input": ["query: Wer?"], "encoding_format": "float", "dimensions": 2}"""));
        }
    }

    @Test
    void vectors_in_base64_are_read_and_normalised() throws IOException {
        byte[] bytes = new byte[8];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(3).putFloat(4);
        String body = "{\"data\": [{\"embedding\": \"" + Base64.getEncoder().encodeToString(bytes) + "\"}]}";
        try (FakeServer server = new FakeServer((number, request) -> FakeServer.reply(200, "", body))) {
            Openai spec = new Openai(
                    "m",
                    server.url() + "/",
                    "K",
                    Optional.empty(),
                    "",
                    "",
                    Normalisation.L2,
                    3,
                    Duration.ofSeconds(30),
                    1,
                    Optional.empty());
            try (Embedder embedder = spec.open(new EmbedderTools(name -> Optional.empty(), folder))) {
                Embedding embedding = embedder.embed(List.of("a"), Role.QUERY).get(0);
                assertThat(embedding.vector()).containsExactly(0.6f, 0.8f);
                assertThat(embedding.tokens()).isZero();
            }
            assertThat(server.requests.getFirst()).doesNotContainIgnoringCase("authorization");
        }
    }

    @Test
    void shares_have_the_sum_and_go_by_length() {
        assertThat(EmbeddingReply.shares(10, List.of("aaaa", "", "bbbbb"))).containsExactly(4, 1, 5);
        assertThat(EmbeddingReply.shares(0, List.of("a", "b"))).containsExactly(0, 0);
        assertThat(EmbeddingReply.shares(7, List.of("a", "b", "c"))).containsExactly(2, 2, 3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | bad key sk-secret-0123456789abcdef | the key from EMBED_KEY was refused, 401: bad key ***",
                "404 | no model m | 404: no model m; check model and base-url",
                "302 | moved | 302: moved; check model and base-url",
                "400 | maximum context length is 512 tokens | 400: maximum context length is 512 tokens; cut smaller passages",
                "413 | Input validation error: `inputs` must have less than 512 tokens | cut smaller passages",
                "500 | input is too large to process | (asked 5 times)",
                "422 | batch size 3 > maximum allowed batch size 2 | lower batch-size, which is 3",
                "400 | no such field | 400: no such field",
                "429 | insufficient_quota | the account behind EMBED_KEY cannot pay, 429: insufficient_quota"
            })
    void a_status_says_what_to_do(int status, String message, String complaint) throws IOException {
        try (FakeServer server = new FakeServer(
                (number, request) -> FakeServer.reply(status, "", "{\"error\": {\"message\": \"" + message + "\"}}"))) {
            assertThat(failure(server)).hasMessageContaining(complaint);
            assertThat(server.requests).hasSize(status == 500 ? 5 : 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 408, 500, 503})
    void what_passes_is_waited_for_as_long_as_the_server_says(int status) throws IOException {
        try (FakeServer server = new FakeServer((number, request) -> number == 0
                        ? FakeServer.reply(status, "Retry-After: 3\r\n", "{}")
                        : number == 1 ? FakeServer.reply(status, "", "{}") : sound(request));
                Embedder embedder = open(spec(server.url()))) {
            assertThat(embedder.embed(List.of("a"), Role.PASSAGE)).hasSize(1);
            assertThat(waits).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(1));
        }
    }

    @Test
    void a_date_to_wait_for_that_is_over_is_no_wait_and_one_too_far_ends_it() throws IOException {
        try (FakeServer server = new FakeServer((number, request) -> FakeServer.reply(
                503, number == 0 ? "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT\r\n" : "Retry-After: 3600\r\n", "{}"))) {
            assertThat(failure(server)).hasMessageContaining("the server asks to wait 3600 s; start again then");
            assertThat(waits).containsExactly(Duration.ZERO);
        }
    }

    @Test
    void a_connection_that_breaks_is_made_anew() throws IOException {
        try (FakeServer server = new FakeServer(
                        (number, request) -> number == 0 ? sound(request).substring(0, 120) : sound(request));
                Embedder embedder = open(spec(server.url()))) {
            assertThat(embedder.embed(List.of("a"), Role.PASSAGE)).hasSize(1);
            assertThat(waits).containsExactly(Duration.ofMillis(500));
        }
    }

    @Test
    void a_server_that_is_not_there_is_not_waited_for() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (Embedder embedder = open(spec("http://127.0.0.1:" + port + "/v1"))) {
            assertThatThrownBy(() -> embedder.embed(List.of("a"), Role.PASSAGE))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("cannot connect; is the server running, and is base-url right?");
            assertThat(waits).isEmpty();
        }
    }

    @Test
    void a_body_that_stalls_ends_at_the_deadline() throws IOException {
        try (FakeServer server =
                        new FakeServer((number, request) -> sound(request).substring(0, 120) + FakeServer.STALL);
                Embedder embedder = open(spec(server.url(), Optional.empty(), Duration.ofMillis(300)))) {
            assertThatThrownBy(() -> embedder.embed(List.of("a"), Role.PASSAGE))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("no whole reply within 0.3 s");
            assertThat(server.requests).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"data\": [{\"embedding\": [1, 2 | not JSON, or is cut off",
                "<html>Sign in</html> | not JSON, or is cut off",
                "{\"object\": \"list\"} | no list 'data'",
                "[] | no list 'data'",
                "{\"data\": [{\"embedding\": [1, 2]}]} | 2 texts were sent, and 1 vectors came back",
                "{\"data\": [{\"embedding\": [1]}, {\"embedding\": [1, 2]}]} | its vectors have different dimensions",
                "{\"data\": [{\"embedding\": [1]}, {\"embedding\": [null]}]} | holds null where numbers should be",
                "{\"data\": [{\"embedding\": [1]}, {\"embedding\": [1e999]}]} | not finite",
                "{\"data\": [{\"embedding\": [1]}, {\"embedding\": [NaN]}]} | not JSON",
                "{\"data\": [{\"embedding\": []}, {\"embedding\": []}]} | a vector is empty",
                "{\"data\": [{}, {}]} | a vector is empty",
                "{\"data\": [{\"embedding\": \"?\"}, {\"embedding\": [1]}]} | not Base64",
                "{\"data\": [{\"index\": 1, \"embedding\": [1]}, {\"index\": 1, \"embedding\": [1]}]} | the index 1 stands twice"
            })
    void a_body_that_holds_something_else_is_refused(String body, String complaint) throws IOException {
        assertThat(failure(body)).hasMessageContaining(complaint);
    }

    @Test
    void other_dimensions_than_asked_for_or_than_before_are_refused() throws IOException {
        try (FakeServer server = new FakeServer((number, request) ->
                FakeServer.reply(200, "", "{\"data\": [{\"embedding\": [1" + ", 1".repeat(number) + "]}]}"))) {
            try (Embedder embedder = open(spec(server.url(), Optional.of(2), Duration.ofSeconds(30)))) {
                assertThatThrownBy(() -> embedder.embed(List.of("a"), Role.PASSAGE))
                        .hasMessageContaining("dimensions asks for 2, and the vectors have 1");
            }
            try (Embedder embedder = open(spec(server.url()))) {
                embedder.embed(List.of("a"), Role.PASSAGE);
                assertThatThrownBy(() -> embedder.embed(List.of("b"), Role.PASSAGE))
                        .hasMessageContaining("have 3 dimensions, and had 2 before");
            }
        }
    }

    @Test
    void batches_done_before_a_failure_are_kept_by_the_cache_and_need_no_key() throws IOException {
        List<String> texts = IntStream.range(0, 300).mapToObj(i -> "t" + i).toList();
        try (FakeServer server = new FakeServer((number, request) ->
                        number < 86 ? sound(request) : FakeServer.reply(400, "", "{\"error\": \"out of order\"}"));
                VectorCache cache =
                        new VectorCache(folder, spec(server.url()).fingerprint(), () -> open(spec(server.url())))) {
            assertThatThrownBy(() -> cache.embed(texts, Role.PASSAGE)).hasMessageContaining("out of order");
            try (VectorCache again = new VectorCache(folder, spec(server.url()).fingerprint(), () -> {
                throw new InputException("no key");
            })) {
                assertThat(again.embed(texts.subList(0, 256), Role.PASSAGE)).hasSize(256);
            }
        }
    }

    @Test
    void the_fingerprint_covers_what_decides_vectors_and_nothing_else() {
        Openai spec = spec("http://localhost/v1");
        assertThat(spec("http://localhost/v1/", Optional.empty(), Duration.ofSeconds(1))
                        .fingerprint())
                .isEqualTo(spec.fingerprint());
        assertThat(spec("http://localhost/v1", Optional.of(9), Duration.ofSeconds(30))
                        .fingerprint())
                .isNotEqualTo(spec.fingerprint());
        assertThat(spec("http://localhost/v2").fingerprint()).isNotEqualTo(spec.fingerprint());
        assertThat(spec.price()).hasValue(0.02);
    }

    @Test
    void a_server_elsewhere_needs_a_key_and_settings_have_ranges() {
        assertThatThrownBy(
                        () -> spec("https://example.org/v1").open(new EmbedderTools(name -> Optional.empty(), folder)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("embedder 'm' needs a key for https://example.org/v1")
                .hasMessageContaining("EMBED_KEY");
        assertThatThrownBy(() -> spec("https://me:secret@example.org"))
                .hasMessageContaining("base-url must hold no user")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> spec("http://localhost", Optional.of(0), Duration.ofSeconds(1)))
                .hasMessage("dimensions must be at least 1, got 0");
    }
}
