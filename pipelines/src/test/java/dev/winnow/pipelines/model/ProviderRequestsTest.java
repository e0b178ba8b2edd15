package dev.winnow.pipelines.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.pipelines.model.ChatProvider.Settings;
import dev.winnow.pipelines.model.Completion.StopReason;
import dev.winnow.pipelines.model.chat.AttemptFailure;
import dev.winnow.pipelines.model.chat.HttpChatClient;
import dev.winnow.pipelines.model.chat.OpenaiProtocol;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotBlank;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What providers are sent. */
@Timeout(60)
class ProviderRequestsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Sends a prompt with settings; gives head and body of the request. */
    private static String sent(ChatProvider provider, Prompt prompt, Consumer<Settings> change) throws Exception {
        String reply = provider.whole("\"x\"", StopReason.END, "");
        try (FakeChatServer server = FakeChatServer.replying(200, reply)) {
            Settings settings = new Settings(server.url());
            change.accept(settings);
            ProvidersTest.client(provider.spec(settings)).send(prompt, Duration.ofSeconds(30));
            return server.requests().getFirst();
        }
    }

    private static JsonNode body(ChatProvider provider, Consumer<Settings> change) throws Exception {
        return ProvidersTest.body(sent(provider, ProvidersTest.prompt("Who is it?"), change));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void everything(Settings settings) {
        settings.topP = Optional.of(0.9);
        settings.topK = Optional.of(20);
        settings.seed = Optional.of(7);
        settings.stop = List.of("\n\n", "END");
    }

    @Test
    void openai_is_sent_its_settings_under_its_names() throws Exception {
        JsonNode body = body(ChatProvider.OPENAI, settings -> {
            everything(settings);
            settings.effort = Optional.of(ReasoningEffort.LOW);
        });
        assertThat(body)
                .isEqualTo(
                        json("{'model': 'm', 'messages': [{'role': 'system', 'content': 'Be brief.'}, {'role': 'user',"
                                + " 'content': 'Who is it?'}], 'temperature': 0.25, 'top_p': 0.9, 'stream': false, 'stop':"
                                + " ['\\n\\n', 'END'], 'max_tokens': 64, 'seed': 7, 'reasoning_effort': 'low'}"));
    }

    @Test
    void anthropic_is_sent_its_settings_under_its_names() throws Exception {
        JsonNode body = body(ChatProvider.ANTHROPIC, settings -> {
            everything(settings);
            settings.temperature = Temperature.UNSET;
            settings.maxTokens = 4000;
            settings.thinking = Optional.of(2000);
            settings.effort = Optional.of(ReasoningEffort.MAX);
        });
        assertThat(body)
                .isEqualTo(json("{'model': 'm', 'messages': [{'role': 'user', 'content': [{'type': 'text', 'text':"
                        + " 'Who is it?'}]}], 'system': [{'type': 'text', 'text': 'Be brief.'}], 'max_tokens': 4000,"
                        + " 'stop_sequences': ['\\n\\n', 'END'], 'stream': false, 'top_p': 0.9, 'top_k': 20, 'thinking':"
                        + " {'type': 'enabled', 'budget_tokens': 2000}, 'output_config': {'effort': 'max'}}"));
    }

    @Test
    void gemini_is_sent_its_settings_under_its_names() throws Exception {
        JsonNode body = body(ChatProvider.GEMINI, settings -> {
            everything(settings);
            settings.thinking = Optional.of(0);
        });
        assertThat(body.at("/systemInstruction/parts/0/text").asText()).isEqualTo("Be brief.");
        JsonNode config = body.path("generationConfig");
        assertThat(config.path("temperature").asDouble()).isEqualTo(0.25);
        assertThat(config.path("topP").asDouble()).isEqualTo(0.9);
        assertThat(config.path("topK").asInt()).isEqualTo(20);
        assertThat(config.path("seed").asInt()).isEqualTo(7);
        assertThat(config.path("maxOutputTokens").asInt()).isEqualTo(64);
        assertThat(config.path("stopSequences")).isEqualTo(json("['\\n\\n', 'END']"));
        assertThat(config.at("/thinkingConfig/thinkingBudget").asInt(-1)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void what_is_unset_is_not_sent(ChatProvider provider) throws Exception {
        String body = body(provider, settings -> settings.temperature = Temperature.UNSET)
                .toString();
        assertThat(body).doesNotContain("temperature", "top_p", "topP", "seed", "stop", "thinking", "effort", "null");
    }

    @ParameterizedTest
    @EnumSource
    void headers_and_fields_are_sent_besides(ChatProvider provider) throws Exception {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        fields.put("cache_name", json("'winnow'"));
        fields.put("extra", json("{'enable_thinking': false, 'list': [1, 2.5, null]}"));
        String request = sent(provider, ProvidersTest.prompt("Who is it?"), settings -> {
            settings.headers = Map.of("X-Project", "winnow");
            settings.headersFromEnv = Map.of("X-Gateway-Auth", "GATEWAY");
            settings.body = fields;
        });
        assertThat(request).containsIgnoringCase("X-Project: winnow\r\n");
        assertThat(request).containsIgnoringCase("X-Gateway-Auth: " + ProvidersTest.KEY + "\r\n");
        assertThat(ProvidersTest.body(request).path("cache_name")).isEqualTo(fields.get("cache_name"));
        assertThat(ProvidersTest.body(request).path("extra")).isEqualTo(fields.get("extra"));
        assertThat(provider.prompt(ProvidersTest.body(request))).isEqualTo("Who is it?");
    }

    @Test
    void fields_inside_what_the_client_writes_are_added_to_it() throws Exception {
        JsonNode body = body(
                ChatProvider.GEMINI,
                settings -> settings.body = Map.of("generationConfig", json("{'mediaResolution': 'LOW'}")));
        assertThat(body.at("/generationConfig/mediaResolution").asText()).isEqualTo("LOW");
        assertThat(body.at("/generationConfig/maxOutputTokens").asInt()).isEqualTo(64);
    }

    private static void refused(ChatProvider provider, Consumer<Settings> change, String... says) {
        Settings settings = new Settings("http://localhost/v1");
        change.accept(settings);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> provider.spec(settings))
                .withMessageContainingAll(says)
                .withMessageNotContaining("hush");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "x-api-key",
                "api-key",
                "X-Goog-Api-Key",
                "Cookie",
                "proxy-authorization",
                "X-Auth",
                "X-AccessToken",
                "accessKey",
                "X_Client_Secret",
                "XAPIKEY"
            })
    void a_header_that_carries_a_secret_is_refused_with_a_remedy(String name) {
        for (ChatProvider provider : ChatProvider.values()) {
            refused(
                    provider,
                    s -> s.headers = Map.of(name, "hush"),
                    "headers",
                    name,
                    "headers-from-env",
                    "MY_VARIABLE");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api_key",
                "apiKey",
                "token",
                "secret",
                "accessKey",
                "client_secret",
                "X-AccessToken",
                "authorization_token",
                "myaccesskeys"
            })
    void a_field_that_carries_a_secret_is_refused_however_deep(String name) {
        for (String deep :
                List.of("{'%s': 'hush'}", "[{'b': 1}, {'%s': 'hush'}]", "{'b': [[{'%s': {'c': 'hush'}}]]}")) {
            JsonNode value = json(deep.formatted(name));
            for (ChatProvider provider : ChatProvider.values()) {
                refused(
                        provider,
                        s -> s.body = Map.of("extra", value),
                        "body",
                        "'" + name + "'",
                        "looks like a secret");
            }
        }
        refused(ChatProvider.OPENAI, s -> s.body = Map.of(name, json("'hush'")), "body", "'" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max_tokens_total",
                "maxOutputTokens",
                "min_tokens",
                "prompt_cache_key",
                "stop_token_ids",
                "return_token_ids",
                "eos_token",
                "token_budget",
                "skip_special_tokens",
                "keyword",
                "author",
                "monkey"
            })
    void a_field_that_only_sounds_like_a_secret_is_taken(String name) {
        Settings settings = new Settings("http://localhost/v1");
        settings.body = Map.of("extra", json("[{'" + name + "': 1}]"));
        settings.headers = Map.of(name, "1");
        assertThat(((Openai) ChatProvider.OPENAI.spec(settings)).body()).isEqualTo(settings.body);
    }

    @Test
    void settings_that_cannot_be_sent_are_refused() {
        refused(ChatProvider.OPENAI, s -> s.headers = Map.of("Host", "x"), "Host", "set by the client");
        refused(ChatProvider.OPENAI, s -> s.headers = Map.of("a b", "x"), "a b");
        refused(ChatProvider.OPENAI, s -> s.headers = Map.of("X-A", "x\r\nX-B: y"), "X-A", "one line");
        refused(ChatProvider.OPENAI, s -> s.headersFromEnv = Map.of("X-A", "${A}"), "X-A", "without ${}");
        refused(ChatProvider.OPENAI, s -> s.body = Map.of("model", json("'x'")), "body", "'model'", "key model");
        refused(ChatProvider.OPENAI, s -> s.body = Map.of("top_p", json("1")), "top-p");
        refused(ChatProvider.OPENAI, s -> s.body = Map.of("api_key", json("'hush'")), "api_key", "api-key-env");
        refused(ChatProvider.ANTHROPIC, s -> s.body = Map.of("system", json("'x'")), "system");
        refused(ChatProvider.ANTHROPIC, s -> s.structured = StructuredOutput.JSON_OBJECT, "json-schema");
        refused(ChatProvider.ANTHROPIC, s -> s.thinking = Optional.of(2000), "thinking-budget", "max-tokens");
        refused(ChatProvider.ANTHROPIC, s -> s.temperature = Temperature.of(1.5), "between 0 and 1");
        refused(ChatProvider.GEMINI, s -> s.body = Map.of("generationConfig", json("{'topK': 3}")), "topK", "top-k");
        refused(ChatProvider.GEMINI, s -> s.body = Map.of("generationConfig", json("3")), "generationConfig", "a map");
    }

    @Test
    void a_field_that_the_client_writes_unasked_is_refused_before_the_first_call() {
        Settings settings = new Settings("http://localhost/v1");
        settings.body = Map.of("generationConfig", json("{'responseLogprobs': true}"));
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> ProvidersTest.client(ChatProvider.GEMINI.spec(settings)))
                .withMessageContaining("responseLogprobs");
    }

    @Test
    void a_header_without_its_variable_is_named_and_its_value_is_struck_out_of_messages() throws Exception {
        Settings settings = new Settings("http://localhost/v1");
        settings.headersFromEnv = Map.of("X-Gateway-Auth", "GATEWAY");
        Openai spec = (Openai) ChatProvider.OPENAI.spec(settings);
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> HttpChatClient.open(spec, new OpenaiProtocol(spec), name -> Optional.empty()))
                .withMessageContaining("X-Gateway-Auth")
                .withMessageContaining("GATEWAY");
        String body = "{\"error\": {\"message\": \"bad gateway pass hush-hush here\"}}";
        try (FakeChatServer server = FakeChatServer.replying(400, body)) {
            Settings remote = new Settings(server.url());
            remote.headersFromEnv = settings.headersFromEnv;
            Openai asked = (Openai) ChatProvider.OPENAI.spec(remote);
            HttpChatClient client = HttpChatClient.open(
                    asked, new OpenaiProtocol(asked), name -> Optional.of(name.equals("GATEWAY") ? "hush-hush" : "k"));
            assertThatExceptionOfType(AttemptFailure.class)
                    .isThrownBy(() -> client.send(ProvidersTest.prompt("Who?"), Duration.ofSeconds(30)))
                    .withMessageContaining("bad gateway pass")
                    .withMessageNotContaining("hush");
        }
    }

    @Test
    void json_is_asked_for_where_the_prompt_names_its_field() throws Exception {
        Prompt asks = ProvidersTest.prompt(new Message(Message.Role.USER, "Who?"), Optional.of("answer"));
        JsonNode openai =
                ProvidersTest.body(sent(ChatProvider.OPENAI, asks, s -> s.structured = StructuredOutput.JSON_SCHEMA));
        assertThat(openai.at("/response_format/type").asText()).isEqualTo("json_schema");
        assertThat(openai.at("/response_format/json_schema/strict").asBoolean()).isTrue();
        JsonNode schema = openai.at("/response_format/json_schema/schema");
        assertThat(schema.at("/properties/answer/type").asText()).isEqualTo("string");
        assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
        assertThat(schema.path("required")).isEqualTo(json("['answer']"));
        JsonNode object =
                ProvidersTest.body(sent(ChatProvider.OPENAI, asks, s -> s.structured = StructuredOutput.JSON_OBJECT));
        assertThat(object.path("response_format")).isEqualTo(json("{'type': 'json_object'}"));
        JsonNode anthropic = ProvidersTest.body(
                sent(ChatProvider.ANTHROPIC, asks, s -> s.structured = StructuredOutput.JSON_SCHEMA));
        assertThat(anthropic.at("/output_config/format/type").asText()).isEqualTo("json_schema");
        assertThat(anthropic.at("/output_config/format/schema/properties").has("answer"))
                .isTrue();
        JsonNode gemini =
                ProvidersTest.body(sent(ChatProvider.GEMINI, asks, s -> s.structured = StructuredOutput.JSON_SCHEMA));
        assertThat(gemini.at("/generationConfig/responseMimeType").asText()).isEqualTo("application/json");
        assertThat(gemini.at("/generationConfig/responseSchema/properties").has("answer"))
                .isTrue();
        for (ChatProvider provider : ChatProvider.values()) {
            assertThat(sent(provider, asks, s -> {})).doesNotContain("json_schema", "application/json\"");
            assertThat(sent(provider, ProvidersTest.prompt("Who?"), s -> s.structured = StructuredOutput.JSON_SCHEMA))
                    .doesNotContain("json_schema", "application/json\"");
        }
    }

    @Property(tries = 40)
    void any_text_arrives_as_it_is_whatever_of_it_is_shared(
            @ForAll @NotBlank String text, @ForAll @IntRange(max = 1000) int part) throws Exception {
        // Blank ends are what templates strip; halves of characters cannot be sent.
        String user = "a" + new String(text.getBytes("UTF-8"), "UTF-8") + "\"winnow:text:0\" z";
        int shared = user.length() * part / 1000;
        Prompt prompt = ProvidersTest.prompt(new Message(Message.Role.USER, user, shared), Optional.empty());
        for (ChatProvider provider : ChatProvider.values()) {
            JsonNode body = ProvidersTest.body(sent(provider, prompt, settings -> {}));
            assertThat(provider.prompt(body)).isEqualTo(user);
        }
    }

    @Test
    void anthropic_is_told_to_keep_what_prompts_share() throws Exception {
        String keep = "{'type': 'ephemeral'}";
        Prompt prompt =
                ProvidersTest.prompt(new Message(Message.Role.USER, "A long document.\n\nWho?", 18), Optional.empty());
        JsonNode blocks = ProvidersTest.body(sent(ChatProvider.ANTHROPIC, prompt, s -> {}))
                .at("/messages/0/content");
        assertThat(blocks)
                .isEqualTo(json("[{'type': 'text', 'text': 'A long document.\\n\\n', 'cache_control': " + keep
                        + "}, {'type': 'text', 'text': 'Who?'}]"));
        assertThat(sent(ChatProvider.ANTHROPIC, prompt, s -> s.cache = PromptCache.OFF))
                .doesNotContain("cache_control");
        Prompt system = new Prompt(
                prompt.task(),
                List.of(
                        new Message(Message.Role.SYSTEM, "Be brief.", 9),
                        prompt.messages().get(1)),
                "unknown",
                0);
        assertThat(ProvidersTest.body(sent(ChatProvider.ANTHROPIC, system, s -> {}))
                        .path("system"))
                .isEqualTo(json("[{'type': 'text', 'text': 'Be brief.', 'cache_control': " + keep + "}]"));
        assertThat(sent(ChatProvider.OPENAI, prompt, s -> {})).doesNotContain("cache_control");
    }

    @ParameterizedTest
    @EnumSource
    void identity_holds_what_decides_replies_and_nothing_else(ChatProvider provider) {
        String identity = provider.spec(new Settings("http://localhost/v1")).identity();
        for (Consumer<Settings> decides : List.<Consumer<Settings>>of(
                s -> s.topP = Optional.of(0.5),
                s -> s.stop = List.of("x"),
                s -> s.effort = Optional.of(ReasoningEffort.HIGH),
                s -> s.structured = StructuredOutput.JSON_SCHEMA,
                s -> s.headers = Map.of("X-Beta", "on"),
                s -> s.headersFromEnv = Map.of("X-Org", "ORG"),
                s -> s.body = Map.of("top_a", json("1")),
                s -> s.temperature = Temperature.UNSET,
                s -> s.maxTokens = 65)) {
            Settings settings = new Settings("http://localhost/v1");
            decides.accept(settings);
            assertThat(provider.spec(settings).identity()).isNotEqualTo(identity);
        }
        for (Consumer<Settings> decidesNothing : List.<Consumer<Settings>>of(
                s -> s.concurrency = 9,
                s -> s.deadline = Duration.ofDays(1),
                s -> s.replies = Replies.STREAMED,
                s -> s.cache = PromptCache.OFF)) {
            Settings settings = new Settings("http://localhost/v1");
            decidesNothing.accept(settings);
            assertThat(provider.spec(settings).identity()).isEqualTo(identity);
        }
    }
}
