package dev.winnow.pipelines.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.pipelines.model.Completion.StopReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The three protocols, as their servers speak them, for tests that must hold for each. */
enum ChatProvider {
    OPENAI("Authorization: Bearer ") {
        @Override
        ChatSpec spec(Settings s) {
            return new Openai(
                    "chat",
                    "m",
                    s.url,
                    "CHAT_KEY",
                    s.temperature,
                    s.topP,
                    s.seed,
                    s.stop,
                    s.effort,
                    s.structured,
                    s.headers,
                    s.headersFromEnv,
                    s.body,
                    s.replies,
                    s.maxTokens,
                    s.deadline,
                    Duration.ZERO,
                    1,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    10,
                    Optional.empty(),
                    s.concurrency,
                    s.cache,
                    Optional.empty());
        }

        @Override
        String usage() {
            return """
                    "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120,
                     "prompt_tokens_details": {"cached_tokens": 40, "audio_tokens": 0},
                     "completion_tokens_details": {"reasoning_tokens": 5}}""";
        }

        @Override
        ReportedUsage account() {
            return new ReportedUsage(100, 40, 0, 20, 5);
        }

        @Override
        String whole(String text, StopReason stop, String usage) {
            String reason =
                    switch (stop) {
                        case END -> "stop";
                        case LENGTH -> "length";
                        case FILTERED -> "content_filter";
                        case OTHER -> "novel_reason";
                    };
            return "{\"id\": \"c\", \"object\": \"chat.completion\", \"choices\": [{\"index\": 0, \"message\":"
                    + " {\"role\": \"assistant\", \"content\": " + text + "}, \"finish_reason\": \"" + reason
                    + "\"}]" + after(usage) + "}";
        }

        @Override
        String empty(String usage) {
            return "{\"choices\": []" + after(usage) + "}";
        }

        @Override
        List<String> events() {
            return List.of(
                    "{\"choices\": [{\"delta\": {\"role\": \"assistant\", \"content\": \"\"}, \"finish_reason\": null}]}",
                    "{\"choices\": [{\"delta\": {\"content\": \"Ann \"}, \"finish_reason\": null}], \"usage\": null}",
                    "{\"choices\": [{\"delta\": {\"content\": \"of Bath\"}, \"finish_reason\": null}]}",
                    "{\"choices\": [{\"delta\": {}, \"finish_reason\": \"stop\"}]}",
                    "{\"choices\": [], " + usage().replace("\n", "") + "}",
                    "[DONE]");
        }

        @Override
        String overflow() {
            return "{\"error\": {\"message\": \"Shorten it.\", \"code\": \"context_length_exceeded\"}}";
        }

        @Override
        String prompt(JsonNode request) {
            return request.at("/messages/1/content").asText();
        }
    },
    ANTHROPIC("x-api-key: ") {
        @Override
        ChatSpec spec(Settings s) {
            return new Anthropic(
                    "chat",
                    "m",
                    s.url,
                    "CHAT_KEY",
                    s.temperature,
                    s.topP,
                    s.topK,
                    s.stop,
                    s.effort,
                    s.thinking,
                    s.structured,
                    s.cache,
                    s.headers,
                    s.headersFromEnv,
                    s.body,
                    s.replies,
                    s.maxTokens,
                    s.deadline,
                    Duration.ZERO,
                    1,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    10,
                    Optional.empty(),
                    s.concurrency,
                    Optional.empty());
        }

        @Override
        String usage() {
            return """
                    "usage": {"input_tokens": 50, "cache_creation_input_tokens": 10, "cache_read_input_tokens": 40,
                     "output_tokens": 20, "service_tier": "standard"}""";
        }

        @Override
        ReportedUsage account() {
            return new ReportedUsage(100, 40, 10, 20, 0);
        }

        @Override
        String whole(String text, StopReason stop, String usage) {
            String reason =
                    switch (stop) {
                        case END -> "end_turn";
                        case LENGTH -> "max_tokens";
                        case FILTERED -> "refusal";
                        case OTHER -> "pause_turn";
                    };
            String content = text.equals("null")
                    ? ""
                    : "{\"type\": \"thinking\", \"thinking\": \"hm\", \"signature\": \"s\"},"
                            + " {\"type\": \"text\", \"text\": " + text + "}";
            return "{\"id\": \"msg\", \"type\": \"message\", \"role\": \"assistant\", \"content\": [" + content
                    + "], \"stop_reason\": \"" + reason + "\"" + after(usage) + "}";
        }

        @Override
        String empty(String usage) {
            return "{\"type\": \"message\", \"content\": null" + after(usage) + "}";
        }

        @Override
        List<String> events() {
            return List.of(
                    "{\"type\": \"message_start\", \"message\": {\"id\": \"msg\", \"content\": [], \"usage\":"
                            + " {\"input_tokens\": 50, \"cache_creation_input_tokens\": 10,"
                            + " \"cache_read_input_tokens\": 40, \"output_tokens\": 1}}}",
                    "{\"type\": \"content_block_start\", \"index\": 0, \"content_block\":"
                            + " {\"type\": \"text\", \"text\": \"\"}}",
                    "{\"type\": \"ping\"}",
                    "{\"type\": \"content_block_delta\", \"index\": 0, \"delta\":"
                            + " {\"type\": \"text_delta\", \"text\": \"Ann \"}}",
                    "{\"type\": \"content_block_delta\", \"index\": 0, \"delta\":"
                            + " {\"type\": \"text_delta\", \"text\": \"of Bath\"}}",
                    "{\"type\": \"content_block_stop\", \"index\": 0}",
                    "{\"type\": \"message_delta\", \"delta\": {\"stop_reason\": \"end_turn\"}, \"usage\":"
                            + " {\"output_tokens\": 20}}",
                    "{\"type\": \"message_stop\"}");
        }

        @Override
        String overflow() {
            return "{\"type\": \"error\", \"error\": {\"type\": \"invalid_request_error\", \"message\":"
                    + " \"prompt is too long: 208310 tokens > 200000 maximum\"}}";
        }

        @Override
        String prompt(JsonNode request) {
            StringBuilder text = new StringBuilder();
            request.at("/messages/0/content")
                    .forEach(block -> text.append(block.path("text").asText()));
            return text.toString();
        }
    },
    GEMINI("x-goog-api-key: ") {
        @Override
        ChatSpec spec(Settings s) {
            return new Gemini(
                    "chat",
                    "m",
                    s.url,
                    "CHAT_KEY",
                    s.temperature,
                    s.topP,
                    s.topK,
                    s.seed,
                    s.stop,
                    s.effort,
                    s.thinking,
                    s.structured,
                    s.headers,
                    s.headersFromEnv,
                    s.body,
                    s.replies,
                    s.maxTokens,
                    s.deadline,
                    Duration.ZERO,
                    1,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    10,
                    Optional.empty(),
                    s.concurrency,
                    s.cache,
                    Optional.empty());
        }

        @Override
        String usage() {
            return """
                    "usageMetadata": {"promptTokenCount": 100, "cachedContentTokenCount": 40,
                     "candidatesTokenCount": 15, "thoughtsTokenCount": 5, "totalTokenCount": 120}""";
        }

        @Override
        ReportedUsage account() {
            return new ReportedUsage(100, 40, 0, 20, 5);
        }

        @Override
        String whole(String text, StopReason stop, String usage) {
            String reason =
                    switch (stop) {
                        case END -> "STOP";
                        case LENGTH -> "MAX_TOKENS";
                        case FILTERED -> "SAFETY";
                        case OTHER -> "A_REASON_OF_NEXT_YEAR";
                    };
            String content = text.equals("null")
                    ? ""
                    : "\"content\": {\"parts\": [{\"text\": \"hm\", \"thought\": true}, {\"text\": " + text
                            + "}], \"role\": \"model\"}, ";
            return "{\"candidates\": [{" + content + "\"finishReason\": \"" + reason + "\", \"index\": 0}]"
                    + after(usage) + "}";
        }

        @Override
        String empty(String usage) {
            return "{\"candidates\": []" + after(usage) + "}";
        }

        @Override
        List<String> events() {
            return List.of(
                    "{\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"hm\", \"thought\": true}]}}],"
                            + " \"usageMetadata\": {\"promptTokenCount\": 100}}",
                    "{\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"Ann \"}]}}]}",
                    "{\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"of Bath\"}]}, \"finishReason\":"
                            + " \"STOP\"}], " + usage().replace("\n", "") + "}");
        }

        @Override
        String overflow() {
            return "{\"error\": {\"code\": 400, \"message\": \"The input token count (1200000) exceeds the maximum"
                    + " number of tokens allowed (1048576).\", \"status\": \"INVALID_ARGUMENT\"}}";
        }

        @Override
        String prompt(JsonNode request) {
            return request.at("/contents/0/parts/0/text").asText();
        }
    };

    final String keyHeader;

    ChatProvider(String keyHeader) {
        this.keyHeader = keyHeader;
    }

    /** A spec of its kind. */
    abstract ChatSpec spec(Settings settings);

    /** A field with an account of {@link #account()}. */
    abstract String usage();

    abstract ReportedUsage account();

    /**
     * A whole reply.
     *
     * @param text as JSON, or null
     * @param usage a field, or nothing
     */
    abstract String whole(String text, StopReason stop, String usage);

    /** A reply with nothing in it. */
    abstract String empty(String usage);

    /** The events of a streamed reply, {@code Ann of Bath}. */
    abstract List<String> events();

    /** The body of a 400 for a prompt that is too long. */
    abstract String overflow();

    /** The user's message in a request. */
    abstract String prompt(JsonNode request);

    static String after(String usage) {
        return usage.isEmpty() ? "" : ", " + usage;
    }

    /** What a spec can be given; those that a kind lacks are passed over. */
    static final class Settings {
        final String url;
        Temperature temperature = Temperature.of(0.25);
        Optional<Double> topP = Optional.empty();
        Optional<Integer> topK = Optional.empty();
        Optional<Integer> seed = Optional.empty();
        List<String> stop = List.of();
        Optional<ReasoningEffort> effort = Optional.empty();
        Optional<Integer> thinking = Optional.empty();
        StructuredOutput structured = StructuredOutput.NONE;
        PromptCache cache = PromptCache.ON;
        Map<String, String> headers = Map.of();
        Map<String, String> headersFromEnv = Map.of();
        Map<String, JsonNode> body = Map.of();
        Replies replies = Replies.WHOLE;
        int maxTokens = 64;
        int concurrency = 4;
        Duration deadline = Duration.ofSeconds(30);

        Settings(String url) {
            this.url = url;
        }
    }
}
