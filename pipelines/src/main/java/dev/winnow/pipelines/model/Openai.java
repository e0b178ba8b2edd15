package dev.winnow.pipelines.model;

import static dev.winnow.pipelines.model.ChatSettings.require;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.ModelServer;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.indexer.tokens.TokenizerName;
import dev.winnow.pipelines.model.chat.ChatEndpoint;
import dev.winnow.pipelines.model.chat.HttpChatClient;
import dev.winnow.pipelines.model.chat.OpenaiProtocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A chat model behind any server that speaks OpenAI's chat completions: OpenAI, vLLM, Ollama, llama.cpp, LM Studio,
 * gateways.
 *
 * @param id the name in this experiment
 * @param model the name by which the server knows it
 * @param baseUrl where the server is; {@code /chat/completions} is added to it
 * @param apiKeyEnv the environment variable that holds the key; a server on this machine needs none
 * @param temperature 0 to 2; not sent where unset
 * @param topP above 0 to 1; not sent where left out
 * @param seed from 0; not sent where left out. Repetition r of a prompt is sent seed + r
 * @param stop texts that end a reply
 * @param reasoningEffort how much a thinking model is to think; not sent where left out
 * @param structuredOutput how the server is held to JSON where the prompt asks for it
 * @param headers sent besides; no secrets
 * @param headersFromEnv headers by the environment variable that holds the value
 * @param body fields of the request besides
 * @param replies whole, or streamed as they are made
 * @param maxTokens the most tokens a reply may have
 * @param deadline for a whole reply to an empty prompt, its body included
 * @param deadlineGrowth how much longer for every 1,000 tokens of the prompt
 * @param attempts requests for one call at most
 * @param requestsPerMinute that may begin; no limit where left out
 * @param tokensPerMinute of prompts, and the most that replies may have; no limit where left out
 * @param window tokens that prompt and reply may have together; where given, longer prompts are not sent
 * @param margin percent by which the server may count more tokens than we do, 0 to 100
 * @param tokenizer the model's own, by which finished prompts are counted against the window
 * @param concurrency how many calls may be under way at once
 * @param promptCache whether calls are made so that the server's prefix cache is hit
 * @param price what it costs, where it costs anything
 */
public record Openai(
        String id,
        String model,
        @Default("https://api.openai.com/v1") String baseUrl,
        @Default("OPENAI_API_KEY") String apiKeyEnv,
        @Default("0") Temperature temperature,
        Optional<Double> topP,
        Optional<Integer> seed,
        @Default("[]") List<String> stop,
        Optional<ReasoningEffort> reasoningEffort,
        @Default("none") StructuredOutput structuredOutput,
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
        @Default("on") PromptCache promptCache,
        Optional<Price> price)
        implements ChatSpec {
    private static final Map<String, String> OURS = Map.ofEntries(
            Map.entry("model", "model"),
            Map.entry("messages", ""),
            Map.entry("stream", "replies"),
            Map.entry("stream_options", ""),
            Map.entry("n", ""),
            Map.entry("temperature", "temperature"),
            Map.entry("top_p", "top-p"),
            Map.entry("seed", "seed"),
            Map.entry("stop", "stop"),
            Map.entry("reasoning_effort", "reasoning-effort"),
            Map.entry("response_format", "structured-output"),
            Map.entry("max_tokens", "max-tokens"),
            Map.entry("max_completion_tokens", "max-tokens"));

    public Openai {
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
        ChatSettings.temperature(temperature, 2);
        ChatSettings.topP(topP);
        ChatSettings.seed(seed);
        stop = ChatSettings.stop(stop);
        ChatSettings.headers(headers, headersFromEnv);
        body = ChatSettings.body(body, OURS);
        baseUrl = new ModelServer(baseUrl, apiKeyEnv).baseUrl();
        require(
                !new ModelServer(baseUrl, apiKeyEnv).isOpenais() || stop.size() <= 4,
                "stop may list at most 4 texts for OpenAI, got " + stop.size());
    }

    @Override
    public String identity() {
        return new ChatSettings.Identity("openai", this)
                .with("temperature", temperature)
                .orUnset("top-p", topP)
                .orUnset("seed", seed)
                .with("max-tokens", maxTokens)
                .ifGiven("reasoning-effort", reasoningEffort)
                .rest(this, stop)
                .toString();
    }

    @Override
    public Llm open(ModelTools tools) {
        HttpChatClient client = HttpChatClient.open(this, new OpenaiProtocol(this), tools.environment());
        return WindowChecked.of(this, new ChatEndpoint(this, client, tools), tools.tokens());
    }

    /** Whether the server is OpenAI's own, which counts thinking within a limit of another name. */
    public boolean isOpenais() {
        return new ModelServer(baseUrl, apiKeyEnv).isOpenais();
    }
}
