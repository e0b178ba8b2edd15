package dev.winnow.pipelines.model;

import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.ModelServer;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.model.chat.ChatEndpoint;
import dev.winnow.pipelines.model.chat.OpenaiClient;
import java.time.Duration;
import java.util.Optional;

/**
 * A chat model behind any server that speaks OpenAI's chat completions: OpenAI, vLLM, Ollama, llama.cpp, LM Studio.
 *
 * @param id the name in this experiment
 * @param model the name by which the server knows it
 * @param baseUrl where the server is; {@code /chat/completions} is added to it
 * @param apiKeyEnv the environment variable that holds the key; a server on this machine needs none
 * @param temperature 0 to 2
 * @param topP above 0 to 1; not sent where left out
 * @param seed from 0; not sent where left out. Repetition r of a prompt is sent seed + r
 * @param maxTokens the most tokens a reply may have
 * @param deadline for a whole reply to an empty prompt, its body included
 * @param deadlineGrowth how much longer for every 1,000 tokens of the prompt
 * @param attempts requests for one call at most
 * @param requestsPerMinute that may begin; no limit where left out
 * @param tokensPerMinute of prompts, and the most that replies may have; no limit where left out
 * @param window tokens that prompt and reply may have together; where given, longer prompts are not sent
 * @param margin percent by which the server may count more tokens than the experiment's tokenizer, 0 to 100
 * @param concurrency how many calls may be under way at once
 * @param promptCache whether calls are made so that the server's prefix cache is hit
 * @param price what it costs, where it costs anything
 */
public record Openai(
        String id,
        String model,
        @Default("https://api.openai.com/v1") String baseUrl,
        @Default("OPENAI_API_KEY") String apiKeyEnv,
        @Default("0") double temperature,
        Optional<Double> topP,
        Optional<Integer> seed,
        @Default("256") int maxTokens,
        @Default("120s") Duration deadline,
        @Default("2s") Duration deadlineGrowth,
        @Default("6") int attempts,
        Optional<Integer> requestsPerMinute,
        Optional<Integer> tokensPerMinute,
        Optional<TokenSize> window,
        @Default("10") int margin,
        @Default("4") int concurrency,
        @Default("on") PromptCache promptCache,
        Optional<Price> price)
        implements ChatSpec {

    public Openai {
        require(!model.isBlank(), "model must be the name by which the server knows it, got ''");
        require(temperature >= 0 && temperature <= 2, "temperature must be between 0 and 2, got " + temperature);
        topP.ifPresent(p -> require(p > 0 && p <= 1, "top-p must be above 0 and at most 1, got " + p));
        seed.ifPresent(s -> require(s >= 0, "seed must be at least 0, got " + s));
        require(maxTokens >= 1, "max-tokens must be at least 1, got " + maxTokens);
        require(deadline.isPositive(), "deadline must be above 0, got " + deadline);
        require(!deadlineGrowth.isNegative(), "deadline-growth must be at least 0, got " + deadlineGrowth);
        require(attempts >= 1, "attempts must be at least 1, got " + attempts);
        requestsPerMinute.ifPresent(most -> require(most >= 1, "requests-per-minute must be at least 1, got " + most));
        tokensPerMinute.ifPresent(most -> require(most >= 1, "tokens-per-minute must be at least 1, got " + most));
        require(margin >= 0 && margin <= 100, "margin must be between 0 and 100 (percent), got " + margin);
        require(concurrency >= 1, "concurrency must be at least 1, got " + concurrency);
        baseUrl = new ModelServer(baseUrl, apiKeyEnv).baseUrl();
        int reply = maxTokens;
        int more = margin;
        window.ifPresent(size -> require(
                WindowChecked.promptRoom(size.tokens(), reply, more) > 0,
                "window " + size + " leaves no room for a prompt beside max-tokens " + reply));
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    @Override
    public String identity() {
        return "openai base-url=%s model=%s temperature=%s top-p=%s seed=%s max-tokens=%d"
                .formatted(
                        baseUrl,
                        model,
                        temperature,
                        topP.map(Object::toString).orElse("unset"),
                        seed.map(Object::toString).orElse("unset"),
                        maxTokens);
    }

    @Override
    public Llm open(ModelTools tools) {
        Optional<String> key = server().key("model '" + id + "'", tools.environment());
        return WindowChecked.of(this, new ChatEndpoint(this, new OpenaiClient(this, key), tools), tools.tokens());
    }

    private ModelServer server() {
        return new ModelServer(baseUrl, apiKeyEnv);
    }

    /** Whether the server is OpenAI's own, which counts thinking within a limit of another name. */
    public boolean isOpenais() {
        return server().isOpenais();
    }
}
