package dev.winnow.pipelines.model;

import static dev.winnow.pipelines.model.ChatSettings.require;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.ModelServer;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.indexer.tokens.TokenizerName;
import dev.winnow.pipelines.model.chat.AnthropicProtocol;
import dev.winnow.pipelines.model.chat.ChatEndpoint;
import dev.winnow.pipelines.model.chat.HttpChatClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A chat model behind a server that speaks Anthropic's messages.
 *
 * @param id the name in this experiment
 * @param model the name by which the server knows it
 * @param baseUrl where the server is; {@code /messages} is added to it
 * @param apiKeyEnv the environment variable that holds the key; a server on this machine needs none
 * @param temperature 0 to 1; not sent where unset
 * @param topP above 0 to 1; not sent where left out
 * @param topK from 1; not sent where left out
 * @param stop texts that end a reply
 * @param reasoningEffort how much a thinking model is to think; not sent where left out
 * @param thinkingBudget tokens of a reply that may be thoughts, from 1,024; none where left out
 * @param structuredOutput how the server is held to JSON where the prompt asks for it; it offers none and json-schema
 * @param promptCache whether the server is told to keep the beginnings that prompts share
 * @param headers sent besides; no secrets
 * @param headersFromEnv headers by the environment variable that holds the value
 * @param body fields of the request besides
 * @param replies whole, or streamed as they are made
 * @param maxTokens the most tokens a reply may have, thoughts included
 * @param deadline for a whole reply to an empty prompt, its body included
 * @param deadlineGrowth how much longer for every 1,000 tokens of the prompt
 * @param attempts requests for one call at most
 * @param requestsPerMinute that may begin; no limit where left out
 * @param tokensPerMinute of prompts, and the most that replies may have; no limit where left out
 * @param window tokens that prompt and reply may have together; where given, longer prompts are not sent
 * @param margin percent by which the server may count more tokens than we do, 0 to 100
 * @param tokenizer the model's own, by which finished prompts are counted against the window
 * @param concurrency how many calls may be under way at once
 * @param price what it costs, where it costs anything
 */
public record Anthropic(
        String id,
        String model,
        @Default("https://api.anthropic.com/v1") String baseUrl,
        @Default("ANTHROPIC_API_KEY") String apiKeyEnv,
        @Default("0") Temperature temperature,
        Optional<Double> topP,
        Optional<Integer> topK,
        @Default("[]") List<String> stop,
        Optional<ReasoningEffort> reasoningEffort,
        Optional<Integer> thinkingBudget,
        @Default("none") StructuredOutput structuredOutput,
        @Default("on") PromptCache promptCache,
        @Default("{}") Map<String, String> headers,
        @Default("{}") Map<String, String> headersFromEnv,
        @Default("{}") Map<String, JsonNode> body,
        @Default("whole") Replies replies,
        @Default("256") int maxTokens,
        @Default("120s") Duration deadline,
        @Default("2s") Duration deadlineGrowth,
        @Default("6") int attempts,
        Optional<Integer> requestsPerMinute,
        Optional<Integer> tokensPerMinute,
        Optional<TokenSize> window,
        @Default("10") int margin,
        Optional<TokenizerName> tokenizer,
        @Default("4") int concurrency,
        Optional<Price> price)
        implements ChatSpec {
    private static final Map<String, String> OURS = Map.ofEntries(
            Map.entry("model", "model"),
            Map.entry("messages", ""),
            Map.entry("system", ""),
            Map.entry("stream", "replies"),
            Map.entry("temperature", "temperature"),
            Map.entry("top_p", "top-p"),
            Map.entry("top_k", "top-k"),
            Map.entry("stop_sequences", "stop"),
            Map.entry("max_tokens", "max-tokens"),
            Map.entry("output_config.effort", "reasoning-effort"),
            Map.entry("output_config.format", "structured-output"));

    public Anthropic {
        ChatSettings.check(
                model,
                maxTokens,
                deadline,
                deadlineGrowth,
                attempts,
                requestsPerMinute,
                tokensPerMinute,
                window,
                margin,
                concurrency);
        ChatSettings.temperature(temperature, 1);
        ChatSettings.topP(topP);
        ChatSettings.topK(topK);
        stop = ChatSettings.stop(stop);
        ChatSettings.headers(headers, headersFromEnv);
        body = ChatSettings.body(body, OURS);
        int reply = maxTokens;
        thinkingBudget.ifPresent(budget -> require(
                budget >= 1024 && budget < reply,
                "thinking-budget must be at least 1024 and below max-tokens, which is " + reply + ", got " + budget));
        require(
                thinkingBudget.isEmpty() || !body.containsKey("thinking"),
                "body: 'thinking' and thinking-budget say the same; keep one of them");
        require(
                thinkingBudget.isEmpty()
                        || temperature.equals(Temperature.UNSET)
                        || temperature.equals(Temperature.of(1)),
                "temperature must be unset beside thinking-budget, got " + temperature);
        require(
                structuredOutput != StructuredOutput.JSON_OBJECT,
                "structured-output must be none or json-schema for Anthropic, which has no json-object");
        baseUrl = new ModelServer(baseUrl, apiKeyEnv).baseUrl();
    }

    @Override
    public String identity() {
        return new ChatSettings.Identity("anthropic", this)
                .with("temperature", temperature)
                .orUnset("top-p", topP)
                .orUnset("top-k", topK)
                .with("max-tokens", maxTokens)
                .ifGiven("reasoning-effort", reasoningEffort)
                .ifGiven("thinking-budget", thinkingBudget)
                .rest(this, stop)
                .toString();
    }

    @Override
    public Llm open(ModelTools tools) {
        HttpChatClient client = HttpChatClient.open(this, new AnthropicProtocol(this), tools.environment());
        return WindowChecked.of(this, new ChatEndpoint(this, client, tools), tools.tokens());
    }
}
