package dev.winnow.pipelines.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.model.Completion.StopReason;
import dev.winnow.pipelines.model.FakeChatServer.Afterwards;
import dev.winnow.pipelines.model.ModelException.Reason;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OpenaiTest {
    private static final String KEY = "sk-secret-0123456789abcdef";
    private static final ModelTools WITH_KEY = new ModelTools(new Words(), name -> Optional.of(KEY));
    private static final ModelTools WITHOUT_KEY = new ModelTools(new Words(), name -> Optional.empty());
    private static final String WHOLE =
            """
            {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [{"index": 0,
             "message": {"role": "assistant", "content": "Ann of Bath"}, "finish_reason": "stop"}],
             "usage": {"prompt_tokens": 11, "completion_tokens": 4, "total_tokens": 15}}""";

    /** One token for each word. */
    private record Words() implements TokenCounter {
        @Override
        public String name() {
            return "words";
        }

        @Override
        public int count(String text) {
            return text.isBlank() ? 0 : text.strip().split("\\s+").length;
        }

        @Override
        public int[] ends(String text) {
            throw new UnsupportedOperationException();
        }
    }

    private static Openai spec(String url) {
        return spec(url, Optional.empty(), Optional.empty(), Duration.ofSeconds(30));
    }

    private static Openai spec(String url, Optional<Integer> seed, Optional<TokenSize> window, Duration deadline) {
        return Openais.of("chat", url, "CHAT_KEY", 0.25, seed, deadline, window, 4, PromptCache.ON);
    }

    private static Prompt prompt(int repetition) {
        return new Prompt(
                new Task.Answer("Who?", List.of()),
                List.of(new Message(Message.Role.SYSTEM, "Be brief."), new Message(Message.Role.USER, "Who is it?")),
                "unknown",
                repetition);
    }

    private static ModelException failure(FakeChatServer server) {
        Llm model = spec(server.url()).open(WITH_KEY);
        return catchThrowableOfType(ModelException.class, () -> model.complete(prompt(0)));
    }

    @Test
    void a_reply_comes_with_both_accounts_of_its_tokens() throws IOException {
        try (FakeChatServer server = FakeChatServer.replying(200, WHOLE)) {
            Completion reply = spec(server.url()).open(WITH_KEY).complete(prompt(0));
            assertThat(reply.text()).isEqualTo("Ann of Bath");
            assertThat(reply.counted()).isEqualTo(new TokenUsage(5, 3));
            assertThat(reply.reported()).contains(ReportedUsage.of(11, 4));
            assertThat(reply.stop()).isEqualTo(StopReason.END);
            assertThat(reply.confidence()).isEmpty();
            assertThat(reply.latency()).isPositive();
        }
    }

    @Test
    void the_settings_are_sent_and_each_repetition_has_its_own_seed() throws IOException {
        try (FakeChatServer server = FakeChatServer.replying(200, WHOLE)) {
            Llm model = spec(server.url(), Optional.of(7), Optional.empty(), Duration.ofSeconds(30))
                    .open(WITH_KEY);
            model.complete(prompt(0));
            model.complete(prompt(2));
            assertThat(server.requests()).hasSize(2);
            String first = server.requests().getFirst();
            assertThat(first).startsWith("POST /v1/chat/completions HTTP/1.1").contains("Bearer " + KEY);
            assertThat(first).doesNotContainIgnoringCase("upgrade:");
            JsonNode sent = body(first);
            assertThat(sent.get("model").asText()).isEqualTo("m");
            assertThat(sent.get("temperature").asDouble()).isEqualTo(0.25);
            assertThat(sent.get("max_tokens").asInt()).isEqualTo(64);
            assertThat(sent.has("top_p")).isFalse();
            assertThat(sent.get("seed").asInt()).isEqualTo(7);
            assertThat(sent.get("messages").get(0).get("role").asText()).isEqualTo("system");
            assertThat(sent.get("messages").get(1).get("content").asText()).isEqualTo("Who is it?");
            assertThat(body(server.requests().get(1)).get("seed").asInt()).isEqualTo(9);
        }
    }

    @Test
    void a_server_on_this_machine_is_sent_no_key_where_none_is_set() throws IOException {
        try (FakeChatServer server = FakeChatServer.replying(200, WHOLE)) {
            spec(server.url()).open(WITHOUT_KEY).complete(prompt(0));
            assertThat(server.requests().getFirst()).doesNotContainIgnoringCase("authorization");
            assertThat(body(server.requests().getFirst()).has("seed")).isFalse();
        }
    }

    private static JsonNode body(String request) throws IOException {
        return new ObjectMapper().readTree(request.substring(request.indexOf("\r\n\r\n") + 4));
    }

    @ParameterizedTest
    @CsvSource({
        "401, AUTHENTICATION, invalid_api_key",
        "403, AUTHENTICATION, no access",
        "429, RATE_LIMIT, slow down",
        "400, REJECTED, temperature must be 1",
        "404, REJECTED, no such model",
        "418, REJECTED, a teapot",
        "302, REJECTED, moved",
        "408, UNAVAILABLE, took too long",
        "500, UNAVAILABLE, internal",
        "503, UNAVAILABLE, overloaded",
        "400, CONTEXT_OVERFLOW, context_length_exceeded",
        "400, CONTEXT_OVERFLOW, This model's maximum context length is 4096 tokens",
        "400, CONTEXT_OVERFLOW, the request exceeds the available context size",
        "413, CONTEXT_OVERFLOW, prompt is too long"
    })
    void a_status_becomes_the_reason_that_it_means(int status, Reason reason, String message) throws IOException {
        try (FakeChatServer server =
                FakeChatServer.replying(status, "{\"error\": {\"message\": \"" + message + "\"}}")) {
            ModelException failure = failure(server);
            assertThat(failure.reason()).isEqualTo(reason);
            assertThat(failure).hasMessageContaining(status + ": " + message).hasMessageContaining(server.url());
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void the_code_of_an_overflow_counts_where_its_message_does_not_say_so() throws IOException {
        String body = "{\"error\": {\"message\": \"Shorten it.\", \"code\": \"context_length_exceeded\"}}";
        try (FakeChatServer server = FakeChatServer.replying(400, body)) {
            assertThat(failure(server).reason()).isEqualTo(Reason.CONTEXT_OVERFLOW);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "\"hello\"",
                "<html><body>welcome</body></html>",
                "{\"choices\": []}",
                "{\"choices\": [{}]}",
                "{\"choices\": [{\"message\": {\"content\": \"Ann",
                "{\"error\": {\"message\": \"inside a 200\"}}"
            })
    void a_body_that_is_no_completion_is_malformed(String body) throws IOException {
        try (FakeChatServer server = FakeChatServer.replying(200, body)) {
            assertThat(failure(server).reason()).isEqualTo(Reason.MALFORMED);
        }
    }

    @Test
    void a_page_instead_of_json_is_malformed() throws IOException {
        try (FakeChatServer server = FakeChatServer.replying(200, "text/html", "<html>Sign in</html>")) {
            assertThat(failure(server).reason()).isEqualTo(Reason.MALFORMED);
        }
    }

    @Test
    void json_under_a_wrong_content_type_is_read_all_the_same() throws IOException {
        try (FakeChatServer server = FakeChatServer.replying(200, "text/plain", WHOLE)) {
            assertThat(spec(server.url()).open(WITH_KEY).complete(prompt(0)).text())
                    .isEqualTo("Ann of Bath");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"choices\": [{\"mess",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"choices\"",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nnonsense\r\n"
            })
    void a_body_that_breaks_off_is_malformed(String response) throws IOException {
        try (FakeChatServer server = new FakeChatServer(response, Afterwards.CLOSE)) {
            assertThat(failure(server).reason()).isEqualTo(Reason.MALFORMED);
        }
    }

    @Test
    void a_connection_that_closes_without_a_word_is_unavailable() throws IOException {
        try (FakeChatServer server = new FakeChatServer("", Afterwards.CLOSE)) {
            assertThat(failure(server).reason()).isEqualTo(Reason.UNAVAILABLE);
        }
    }

    @Test
    void a_server_that_is_not_there_is_unavailable() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Llm model = spec("http://127.0.0.1:" + port + "/v1").open(WITHOUT_KEY);
        ModelException failure = catchThrowableOfType(ModelException.class, () -> model.complete(prompt(0)));
        assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("is the server running");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"choi"})
    void a_server_that_stalls_is_left_at_the_deadline(String sentBefore) throws Exception {
        try (FakeChatServer server = new FakeChatServer(sentBefore, Afterwards.STALL)) {
            Llm model = spec(server.url(), Optional.empty(), Optional.empty(), Duration.ofMillis(300))
                    .open(WITH_KEY);
            ModelException failure = catchThrowableOfType(ModelException.class, () -> model.complete(prompt(0)));
            assertThat(failure.reason()).isEqualTo(Reason.DEADLINE);
            assertThat(failure).hasMessageContaining("0.3 s");
            assertThat(server.leftByClient().await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"length, LENGTH", "stop, END", "tool_calls, OTHER", "novel, OTHER"})
    void a_reply_without_content_is_empty_and_keeps_its_stop_reason(String finish, StopReason stop) throws IOException {
        String body = "{\"choices\": [{\"message\": {\"role\": \"assistant\", \"content\": null}, \"finish_reason\": \""
                + finish + "\"}]}";
        try (FakeChatServer server = FakeChatServer.replying(200, body)) {
            Completion reply = spec(server.url()).open(WITH_KEY).complete(prompt(0));
            assertThat(reply.text()).isEmpty();
            assertThat(reply.reported()).isEmpty();
            assertThat(reply.stop()).isEqualTo(stop);
            assertThat(reply.counted()).isEqualTo(new TokenUsage(5, 0));
        }
    }

    @Test
    void a_reply_that_the_provider_withholds_is_filtered() throws IOException {
        String body = "{\"choices\": [{\"message\": {\"role\": \"assistant\", \"content\": null,"
                + " \"refusal\": \"I will not.\"}, \"finish_reason\": \"stop\"}]}";
        try (FakeChatServer server = FakeChatServer.replying(200, body)) {
            Completion reply = spec(server.url()).open(WITH_KEY).complete(prompt(0));
            assertThat(reply.stop()).isEqualTo(StopReason.FILTERED);
            assertThat(reply.text()).isEqualTo("I will not.");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 429, 500})
    void the_key_is_in_no_message_even_where_the_server_repeats_it(int status) throws IOException {
        String body = "{\"error\": {\"message\": \"got header Authorization: Bearer " + KEY + " and " + KEY + "\"}}";
        try (FakeChatServer server = FakeChatServer.replying(status, body)) {
            StringWriter trace = new StringWriter();
            failure(server).printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).doesNotContain(KEY).doesNotContain("secret");
        }
    }

    @Test
    void a_prompt_that_cannot_fit_is_not_sent() throws IOException {
        try (FakeChatServer server = FakeChatServer.replying(200, WHOLE)) {
            Openai spec = spec(server.url(), Optional.empty(), Optional.of(new TokenSize(69)), Duration.ofSeconds(30));
            ModelException failure = catchThrowableOfType(
                    ModelException.class, () -> spec.open(WITH_KEY).complete(prompt(0)));
            assertThat(failure.reason()).isEqualTo(Reason.CONTEXT_OVERFLOW);
            assertThat(failure).hasMessageContaining("not sent: the prompt has 5 tokens by words");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void the_room_for_a_prompt_leaves_a_tenth_and_the_reply() {
        assertThat(WindowChecked.promptRoom(69, 64, 10)).isEqualTo(4);
        assertThat(WindowChecked.promptRoom(70, 64, 10)).isEqualTo(5);
        assertThat(WindowChecked.promptRoom(64, 64, 10)).isZero();
        assertThat(WindowChecked.promptRoom(8_192, 256, 10)).isEqualTo(7_214);
        assertThat(WindowChecked.promptRoom(128_000, 1_000, 0)).isEqualTo(127_000);
    }

    @Test
    void a_missing_key_is_named_before_anything_is_sent() {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> spec("https://models.example/v1").open(WITHOUT_KEY))
                .withMessageContaining("CHAT_KEY")
                .withMessageContaining("models.example");
    }

    @Test
    void a_key_that_cannot_be_sent_is_not_repeated() {
        ModelTools broken = new ModelTools(new Words(), name -> Optional.of("sk-\u00e4 b\nc"));
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> spec("https://models.example/v1").open(broken))
                .withMessageContaining("CHAT_KEY")
                .withMessageNotContaining("sk-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"models.example/v1", "ftp://models.example", "http://", "http://a b/", "http://u:pw@h/v1"})
    void a_base_url_must_be_one_and_hold_no_secret(String url) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> spec(url))
                .withMessageContaining("base-url")
                .withMessageNotContaining("pw");
    }

    @Test
    void identity_holds_what_decides_replies_and_nothing_else() {
        Openai spec = spec("http://localhost:8000/v1/");
        assertThat(spec.identity())
                .isEqualTo("openai base-url=http://localhost:8000/v1 model=m temperature=0.25 top-p=unset seed=unset"
                        + " max-tokens=64");
        assertThat(spec(
                                "http://localhost:8000/v1",
                                Optional.empty(),
                                Optional.of(new TokenSize(999)),
                                Duration.ofDays(1))
                        .identity())
                .isEqualTo(spec.identity());
        assertThat(spec("http://localhost:8000/v1", Optional.of(1), Optional.empty(), Duration.ofDays(1))
                        .identity())
                .isNotEqualTo(spec.identity());
    }
}
