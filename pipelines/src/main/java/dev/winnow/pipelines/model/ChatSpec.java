package dev.winnow.pipelines.model;

import java.time.Duration;
import java.util.Optional;

/** A chat model behind a server, whatever its protocol: what sending, waiting and repeating depend on. */
public interface ChatSpec extends ModelSpec {
    /** The name by which the server knows it. */
    String model();

    /** Where the server is; models at one place share what is known of its health. */
    String baseUrl();

    /** The environment variable that holds the key. */
    String apiKeyEnv();

    /** For a whole reply to an empty prompt, its body included. */
    Duration deadline();

    /** How much longer a reply may take for every 1,000 tokens of the prompt. */
    Duration deadlineGrowth();

    /** Requests for one call at most, at least 1. */
    int attempts();

    /** Requests that may begin within a minute; empty where there is no such limit. */
    Optional<Integer> requestsPerMinute();

    /** Tokens of prompts, and the most that replies may have, within a minute; empty where there is no such limit. */
    Optional<Integer> tokensPerMinute();

    /** Whether calls are made so that the server can keep what many of them begin with. */
    default PromptCache promptCache() {
        return PromptCache.ON;
    }
}
