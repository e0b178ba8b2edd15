package dev.winnow.pipelines.model;

import static dev.winnow.pipelines.model.ChatSettings.require;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.ModelServer;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.indexer.tokens.TokenizerName;
import dev.winnow.pipelines.model.chat.ChatEndpoint;
import dev.winnow.pipelines.model.chat.GeminiProtocol;
import dev.winnow.pipelines.model.chat.HttpChatClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A chat model behind a server that speaks Gemini's generateContent.
 *
 * @param id the name in this experiment
 * @param model the name by which the server knows it
 * @param baseUrl where the server is; {@code /models/NAME:generateContent} is added to it
 * @param apiKeyEnv the environment variable that holds the key; a server on this machine needs none
 * @param temperature 0 to 2; not sent where unset
 * @param topP above 0 to 1; not sent where left out
 * @param topK from 1; not sent where left out
 * @param seed from 0; not sent where left out. Repetition r of a prompt is sent seed + r
 * @param stop texts that end a reply
 * @param reasoningEffort how much a thinking model is to think; not sent where left out
 * @param thinkingBudget tokens that may be thoughts; 0 turns them off, -1 leaves it to the model; not sent where left out
 * @param structuredOutput how the server is held to JSON where the prompt asks for it
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
 * @param promptCache whether calls are made so that the server's prefix cache is hit
 * @param price what it costs, where it costs anything
 */
public record Gemini(
        String id,
        String model,
        @Default("https://generativelanguage.googleapis.com/v1beta") String baseUrl,
        @Default("GEMINI_API_KEY") String apiKeyEnv,
        @Default("0") Temperature temperature,
        Optional<Double> topP,
        Optional<Integer> topK,
        Optional<Integer> seed,
        @Default("[]") List<String> stop,
        Optional<ReasoningEffort> reasoningEffort,
        Optional<Integer> thinkingBudget,
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
    private static final String CONFIG = "generationConfig.";
    private static final Map<String, String> OURS = Map.ofEntries(
            Map.entry("model", "model"),
            Map.entry("contents", ""),
            Map.entry("systemInstruction", ""),
            Map.entry("system_instruction", ""),
            Map.entry(CONFIG + "candidateCount", ""),
            Map.entry(CONFIG + "temperature", "temperature"),
            Map.entry(CONFIG + "topP", "top-p"),
            Map.entry(CONFIG + "topK", "top-k"),
            Map.entry(CONFIG + "seed", "seed"),
            Map.entry(CONFIG + "stopSequences", "stop"),
            Map.entry(CONFIG + "maxOutputTokens", "max-tokens"),
            Map.entry(CONFIG + "responseMimeType", "structured-output"),
            Map.entry(CONFIG + "responseSchema", "structured-output"),
            Map.entry(CONFIG + "responseJsonSchema", "structured-output"),
            Map.entry(CONFIG + "thinkingConfig.thinkingBudget", "thinking-budget"),
            Map.entry(CONFIG + "thinkingConfig.thinkingLevel", "reasoning-effort"));

    public Gemini {
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
        require(
                model.matches("[A-Za-z0-9._@:-]+"),
                "model is part of a URL: a name such as gemini-2.5-flash, without models/, got '" + model + "'");
        ChatSettings.temperature(temperature, 2);
        ChatSettings.topP(topP);
        ChatSettings.topK(topK);
        ChatSettings.seed(seed);
        stop = ChatSettings.stop(stop);
        ChatSettings.headers(headers, headersFromEnv);
        body = ChatSettings.body(body, OURS);
        thinkingBudget.ifPresent(
                budget -> require(budget >= -1, "thinking-budget must be at least 0, or -1, got " + budget));
        require(
                thinkingBudget.isEmpty() || reasoningEffort.isEmpty(),
                "reasoning-effort and thinking-budget say the same for Gemini; keep one of them");
        baseUrl = new ModelServer(baseUrl, apiKeyEnv).baseUrl();
    }

    @Override
    public String identity() {
        return new ChatSettings.Identity("gemini", this)
                .with("temperature", temperature)
                .orUnset("top-p", topP)
                .orUnset("top-k", topK)
                .orUnset("seed", seed)
                .with("max-tokens", maxTokens)
                .ifGiven("reasoning-effort", reasoningEffort)
                .ifGiven("thinking-budget", thinkingBudget)
                .rest(this, stop)
                .toString();
    }

    @Override
    public Llm open(ModelTools tools) {
        HttpChatClient client = HttpChatClient.open(this, new GeminiProtocol(this), tools.environment());
        return WindowChecked.of(this, new ChatEndpoint(this, client, tools), tools.tokens());
    }
}
