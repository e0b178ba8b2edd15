package dev.winnow.pipelines.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.pipelines.model.ChatProvider.Settings;
import dev.winnow.pipelines.model.Completion.StopReason;
import dev.winnow.pipelines.model.FakeChatServer.Afterwards;
import dev.winnow.pipelines.model.ModelException.Reason;
import dev.winnow.pipelines.model.chat.AnthropicProtocol;
import dev.winnow.pipelines.model.chat.AttemptFailure;
import dev.winnow.pipelines.model.chat.AttemptFailure.Sent;
import dev.winnow.pipelines.model.chat.ChatReply;
import dev.winnow.pipelines.model.chat.GeminiProtocol;
import dev.winnow.pipelines.model.chat.HttpChatClient;
import dev.winnow.pipelines.model.chat.OpenaiProtocol;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every provider, each spoken to by a server of its own protocol. */
@Timeout(60)
class ProvidersTest {
    static final String KEY = "secret-0123456789abcdef";
    private static final String TEXT = "\"Ann of Bath\"";

    static HttpChatClient client(ChatSpec spec) {
        return switch (spec) {
            case Openai openai -> HttpChatClient.open(openai, new OpenaiProtocol(openai), name -> Optional.of(KEY));
            case Anthropic anthropic ->
                HttpChatClient.open(anthropic, new AnthropicProtocol(anthropic), name -> Optional.of(KEY));
            case Gemini gemini -> HttpChatClient.open(gemini, new GeminiProtocol(gemini), name -> Optional.of(KEY));
            default -> throw new IllegalArgumentException(spec.toString());
        };
    }

    static Prompt prompt(Message user, Optional<String> answerField) {
        return new Prompt(
                new Task.Answer("Who?", List.of()),
                List.of(new Message(Message.Role.SYSTEM, "Be brief."), user),
                "unknown",
                answerField,
                0);
    }

    static Prompt prompt(String user) {
        return prompt(new Message(Message.Role.USER, user), Optional.empty());
    }

    static JsonNode body(String request) throws Exception {
        return new ObjectMapper().readTree(request.substring(request.indexOf("\r\n\r\n") + 4));
    }

    private static ChatReply reply(ChatSpec spec) throws Exception {
        return client(spec).send(prompt("Who is it?"), spec.deadline());
    }

    private static AttemptFailure failure(ChatSpec spec) {
        HttpChatClient client = client(spec);
        return catchThrowableOfType(AttemptFailure.class, () -> client.send(prompt("Who is it?"), spec.deadline()));
    }

    private static ChatSpec spec(ChatProvider provider, FakeChatServer server) {
        return provider.spec(new Settings(server.url()));
    }

    private static ChatSpec streamed(ChatProvider provider, FakeChatServer server) {
        Settings settings = new Settings(server.url());
        settings.replies = Replies.STREAMED;
        return provider.spec(settings);
    }

    private static String stream(List<String> events) {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nConnection: close\r\n\r\n"
                + events.stream().map(data -> "data: " + data + "\n\n").collect(Collectors.joining());
    }

    @ParameterizedTest
    @EnumSource
    void a_reply_comes_with_the_whole_account(ChatProvider provider) throws Exception {
        String body = provider.whole(TEXT, StopReason.END, provider.usage());
        try (FakeChatServer server = FakeChatServer.replying(200, body)) {
            ChatReply reply = reply(spec(provider, server));
            assertThat(reply.text()).isEqualTo("Ann of Bath");
            assertThat(reply.reported()).contains(provider.account());
            assertThat(reply.stop()).isEqualTo(StopReason.END);
            assertThat(reply.firstToken()).isEmpty();
            assertThat(reply.headers()).containsEntry("content-type", List.of("application/json"));
            assertThat(provider.prompt(body(server.requests().getFirst()))).isEqualTo("Who is it?");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_streamed_reply_is_the_same_and_tells_when_its_first_token_came(ChatProvider provider) throws Exception {
        try (FakeChatServer server = new FakeChatServer(stream(provider.events()), Afterwards.CLOSE)) {
            ChatReply reply = reply(streamed(provider, server));
            assertThat(reply.text()).isEqualTo("Ann of Bath");
            assertThat(reply.reported()).contains(provider.account());
            assertThat(reply.stop()).isEqualTo(StopReason.END);
            assertThat(reply.firstToken().orElseThrow()).isPositive().isLessThanOrEqualTo(reply.latency());
            String request = server.requests().getFirst();
            assertThat(request.contains(":streamGenerateContent?alt=sse")
                            || body(request).path("stream").asBoolean())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_server_that_does_not_stream_is_read_whole(ChatProvider provider) throws Exception {
        String body = provider.whole(TEXT, StopReason.END, provider.usage());
        try (FakeChatServer server = FakeChatServer.replying(200, body)) {
            ChatReply reply = reply(streamed(provider, server));
            assertThat(reply.text()).isEqualTo("Ann of Bath");
            assertThat(reply.firstToken()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_stream_that_ends_before_its_reply_is_lost(ChatProvider provider) {
        List<String> some = provider.events().subList(0, 2);
        try (FakeChatServer server = new FakeChatServer(stream(some), Afterwards.CLOSE)) {
            AttemptFailure failure = failure(streamed(provider, server));
            assertThat(failure.reason()).isEqualTo(Reason.MALFORMED);
            assertThat(failure.sent()).isEqualTo(Sent.REPLY_LOST);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_stream_may_stay_open_behind_its_last_event(ChatProvider provider) throws Exception {
        try (FakeChatServer server = new FakeChatServer(stream(provider.events()), Afterwards.STALL)) {
            Settings settings = new Settings(server.url());
            settings.replies = Replies.STREAMED;
            settings.deadline = Duration.ofSeconds(2);
            if (provider == ChatProvider.GEMINI) {
                // Its last event does not say that it is the last.
                assertThat(failure(provider.spec(settings)).reason()).isEqualTo(Reason.DEADLINE);
            } else {
                assertThat(reply(provider.spec(settings)).text()).isEqualTo("Ann of Bath");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_error_among_events_is_what_it_says(ChatProvider provider) {
        List<String> events = List.of(
                provider.events().getFirst(),
                "{\"type\": \"error\", \"error\": {\"type\": \"overloaded_error\", \"message\": \"Overloaded\"}}");
        try (FakeChatServer server = new FakeChatServer(stream(events), Afterwards.CLOSE)) {
            AttemptFailure failure = failure(streamed(provider, server));
            assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(failure.sent()).isEqualTo(Sent.REPLY_LOST);
            assertThat(failure).hasMessageContaining("Overloaded");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "502 | 'Provider returned error'                       | UNAVAILABLE",
                "429 | 'slow down'                                     | RATE_LIMIT",
                "403 | 'the model requires moderation'                 | FILTERED",
                "0   | 'something else'                                | MALFORMED"
            })
    void a_choice_that_ends_in_an_error_is_no_answer(int code, String message, Reason reason) {
        String error =
                "\"finish_reason\": \"error\", \"error\": {\"code\": %d, \"message\": \"%s\"}".formatted(code, message);
        String usage = ", " + ChatProvider.OPENAI.usage().replace("\n", "");
        for (String account : List.of("", usage)) {
            String whole = "{\"choices\": [{\"message\": {\"content\": \"Ann\"}, " + error + "}]" + account + "}";
            List<String> events = List.of(
                    ChatProvider.OPENAI.events().get(1),
                    "{\"choices\": [{\"delta\": {\"content\": \"\"}, " + error + "}]}",
                    "{\"choices\": []" + account + "}",
                    "[DONE]");
            for (String response :
                    List.of(FakeChatServer.head(200, "application/json", whole.length()) + whole, stream(events))) {
                try (FakeChatServer server = new FakeChatServer(response, Afterwards.CLOSE)) {
                    AttemptFailure failure = failure(streamed(ChatProvider.OPENAI, server));
                    assertThat(failure.reason()).isEqualTo(reason);
                    assertThat(failure).hasMessageContaining(message);
                    assertThat(failure.sent()).isEqualTo(account.isEmpty() ? Sent.REPLY_LOST : Sent.CHARGED);
                    assertThat(failure.billed())
                            .isEqualTo(account.isEmpty() ? ReportedUsage.NONE : ChatProvider.OPENAI.account());
                }
            }
        }
    }

    @Test
    void a_choice_that_only_says_that_it_ended_in_an_error_is_no_answer() {
        String body = "{\"choices\": [{\"message\": {\"content\": \"\"}, \"finish_reason\": \"error\"}]}";
        try (FakeChatServer server = FakeChatServer.replying(200, body)) {
            AttemptFailure failure = failure(spec(ChatProvider.OPENAI, server));
            assertThat(failure.reason()).isEqualTo(Reason.MALFORMED);
            assertThat(failure.sent()).isEqualTo(Sent.REPLY_LOST);
        }
    }

    @Test
    void the_wait_that_gemini_asks_for_in_the_body_counts_as_asked_for_in_a_header() {
        String body = "{\"error\": {\"code\": 429, \"message\": \"quota\", \"details\": [{\"@type\": \"Help\"},"
                + " {\"@type\": \"RetryInfo\", \"retryDelay\": \"34.5s\"}]}}";
        for (String sent :
                List.of(FakeChatServer.head(429, "application/json", body.length()) + body, stream(List.of(body)))) {
            try (FakeChatServer server = new FakeChatServer(sent, Afterwards.CLOSE)) {
                AttemptFailure failure = failure(streamed(ChatProvider.GEMINI, server));
                assertThat(failure.reason()).isEqualTo(Reason.RATE_LIMIT);
                assertThat(failure.headers()).containsEntry("retry-after", List.of("34.5s"));
            }
        }
        String own = FakeChatServer.head(429, "application/json", body.length())
                        .replace("\r\n\r\n", "\r\nRetry-After: 7\r\n\r\n")
                + body;
        try (FakeChatServer server = new FakeChatServer(own, Afterwards.CLOSE)) {
            assertThat(failure(spec(ChatProvider.GEMINI, server)).headers()).containsEntry("retry-after", List.of("7"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void reasons_to_stop_are_told_apart(ChatProvider provider) throws Exception {
        for (StopReason stop : List.of(StopReason.END, StopReason.LENGTH, StopReason.OTHER)) {
            try (FakeChatServer server = FakeChatServer.replying(200, provider.whole(TEXT, stop, ""))) {
                assertThat(reply(spec(provider, server)).stop()).isEqualTo(stop);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_reply_without_an_account_is_a_reply(ChatProvider provider) throws Exception {
        for (String usage : List.of("", "\"usage\": null, \"usageMetadata\": null", "\"usage\": {}")) {
            try (FakeChatServer server = FakeChatServer.replying(200, provider.whole(TEXT, StopReason.END, usage))) {
                ChatReply reply = reply(spec(provider, server));
                assertThat(reply.text()).isEqualTo("Ann of Bath");
                assertThat(reply.reported()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_account_that_contradicts_itself_is_cut_or_none(ChatProvider provider) throws Exception {
        String more = provider.usage().replace(": 40", ": 4000").replace(": 5,", ": 5000,");
        try (FakeChatServer server = FakeChatServer.replying(200, provider.whole(TEXT, StopReason.END, more))) {
            ReportedUsage account = reply(spec(provider, server)).reported().orElseThrow();
            assertThat(account.cached() + account.written()).isLessThanOrEqualTo(account.prompt());
            assertThat(account.reasoning()).isLessThanOrEqualTo(account.completion());
        }
        String negative = provider.usage().replace(": 100", ": -100").replace(": 50,", ": -50,");
        try (FakeChatServer server = FakeChatServer.replying(200, provider.whole(TEXT, StopReason.END, negative))) {
            assertThat(reply(spec(provider, server)).reported()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_reply_with_nothing_in_it_is_charged_as_it_says_or_lost(ChatProvider provider) {
        try (FakeChatServer server = FakeChatServer.replying(200, provider.empty(provider.usage()))) {
            AttemptFailure failure = failure(spec(provider, server));
            assertThat(failure.reason()).isEqualTo(Reason.MALFORMED);
            assertThat(failure.sent()).isEqualTo(Sent.CHARGED);
            assertThat(failure.billed()).isEqualTo(provider.account());
        }
        try (FakeChatServer server = FakeChatServer.replying(200, provider.empty(""))) {
            AttemptFailure failure = failure(spec(provider, server));
            assertThat(failure.sent()).isEqualTo(Sent.REPLY_LOST);
            assertThat(failure.billed()).isEqualTo(ReportedUsage.NONE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_reply_without_text_is_a_reply(ChatProvider provider) throws Exception {
        try (FakeChatServer server =
                FakeChatServer.replying(200, provider.whole("null", StopReason.LENGTH, provider.usage()))) {
            ChatReply reply = reply(spec(provider, server));
            assertThat(reply.text()).isEmpty();
            assertThat(reply.stop()).isEqualTo(StopReason.LENGTH);
            assertThat(reply.reported()).contains(provider.account());
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_withheld_reply_is_filtered_and_charged(ChatProvider provider) {
        try (FakeChatServer server =
                FakeChatServer.replying(200, provider.whole("null", StopReason.FILTERED, provider.usage()))) {
            AttemptFailure failure = failure(spec(provider, server));
            assertThat(failure.reason()).isEqualTo(Reason.FILTERED);
            assertThat(failure.sent()).isEqualTo(Sent.CHARGED);
            assertThat(failure.billed()).isEqualTo(provider.account());
        }
    }

    static Stream<Arguments> statuses() {
        return Stream.of(ChatProvider.values())
                .flatMap(provider -> Stream.of(
                        Arguments.of(provider, 400, Reason.CONTEXT_OVERFLOW, provider.overflow()),
                        Arguments.of(provider, 400, Reason.REJECTED, error("temperature must be 1")),
                        Arguments.of(provider, 401, Reason.AUTHENTICATION, error("no")),
                        Arguments.of(provider, 403, Reason.AUTHENTICATION, error("no")),
                        Arguments.of(provider, 404, Reason.REJECTED, error("no such model")),
                        Arguments.of(provider, 408, Reason.UNAVAILABLE, error("slow")),
                        Arguments.of(provider, 409, Reason.UNAVAILABLE, error("conflict")),
                        Arguments.of(provider, 429, Reason.RATE_LIMIT, error("slow down")),
                        Arguments.of(provider, 500, Reason.UNAVAILABLE, error("broken")),
                        Arguments.of(provider, 503, Reason.UNAVAILABLE, "<html>overloaded</html>"),
                        Arguments.of(provider, 529, Reason.UNAVAILABLE, error("overloaded"))));
    }

    private static String error(String message) {
        return "{\"error\": {\"message\": \"" + message + "\"}}";
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void a_status_becomes_the_reason_that_it_means_and_its_headers_are_handed_out(
            ChatProvider provider, int status, Reason reason, String body) {
        String response = FakeChatServer.head(status, "application/json", body.length())
                        .replace("\r\n\r\n", "\r\nRetry-After: 7\r\nX-RateLimit-Remaining-Requests: 0\r\n\r\n")
                + body;
        try (FakeChatServer server = new FakeChatServer(response, Afterwards.CLOSE)) {
            AttemptFailure failure = failure(spec(provider, server));
            assertThat(failure.reason()).isEqualTo(reason);
            // Whoever waited in vain for the request's end, or for a reply to it, may have begun one.
            assertThat(failure.sent()).isEqualTo(status == 408 ? Sent.REPLY_LOST : Sent.NO_REPLY);
            assertThat(failure.headers())
                    .containsEntry("retry-after", List.of("7"))
                    .containsEntry("x-ratelimit-remaining-requests", List.of("0"));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_body_that_stalls_is_left_at_the_deadline(ChatProvider provider) throws Exception {
        String whole = "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"cho";
        String events = stream(provider.events().subList(0, 2));
        for (String sent : List.of("", whole, events)) {
            try (FakeChatServer server = new FakeChatServer(sent, Afterwards.STALL)) {
                Settings settings = new Settings(server.url());
                settings.replies = Replies.STREAMED;
                settings.deadline = Duration.ofMillis(300);
                AttemptFailure failure = failure(provider.spec(settings));
                assertThat(failure.reason()).isEqualTo(Reason.DEADLINE);
                assertThat(failure.sent()).isEqualTo(Sent.REPLY_LOST);
                assertThat(server.leftByClient().await(30, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void bodies_that_break_off_or_are_something_else_are_malformed(ChatProvider provider) {
        String page = "<html><body>Sign in</body></html>";
        for (String sent : List.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"choices\": [{\"mess",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"choices\"",
                FakeChatServer.head(200, "application/json", 12) + "{\"choices\": ",
                FakeChatServer.head(200, "text/html", page.length()) + page,
                stream(List.of("{\"choices\": [{")))) {
            try (FakeChatServer server = new FakeChatServer(sent, Afterwards.CLOSE)) {
                AttemptFailure failure = failure(spec(provider, server));
                assertThat(failure.reason()).isEqualTo(Reason.MALFORMED);
                assertThat(failure.sent()).isEqualTo(Sent.REPLY_LOST);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_key_is_in_its_header_and_in_no_message(ChatProvider provider) {
        for (int status : new int[] {200, 400, 401, 429, 500}) {
            String body = error("got " + provider.keyHeader + KEY + " and " + KEY);
            try (FakeChatServer server = FakeChatServer.replying(status, body)) {
                StringWriter trace = new StringWriter();
                failure(spec(provider, server)).printStackTrace(new PrintWriter(trace));
                assertThat(trace.toString()).doesNotContain(KEY).doesNotContain("0123456789");
                assertThat(server.requests().getFirst()).containsIgnoringCase(provider.keyHeader + KEY);
                assertThat(server.requests().getFirst()).containsOnlyOnce(KEY);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_thread_that_is_interrupted_gives_its_request_up(ChatProvider provider) throws Exception {
        try (FakeChatServer server = new FakeChatServer(stream(provider.events().subList(0, 1)), Afterwards.STALL)) {
            HttpChatClient client = client(streamed(provider, server));
            Thread caller = Thread.currentThread();
            Thread.ofVirtual().start(() -> {
                while (server.requests().isEmpty()) {
                    Thread.onSpinWait();
                }
                caller.interrupt();
            });
            assertThat(catchThrowableOfType(
                            InterruptedException.class,
                            () -> client.send(prompt("Who is it?"), Duration.ofSeconds(30))))
                    .isNotNull();
            assertThat(server.leftByClient().await(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
