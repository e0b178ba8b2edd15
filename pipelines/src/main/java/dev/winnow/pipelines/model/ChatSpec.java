package dev.winnow.pipelines.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
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

    /** How replies are handed out. */
    default Replies replies() {
        return Replies.WHOLE;
    }

    /** How the server is held to JSON where a prompt asks for it. */
    default StructuredOutput structuredOutput() {
        return StructuredOutput.NONE;
    }

    /** Headers sent with every request besides the protocol's own; they are written down and hold no secret. */
    default Map<String, String> headers() {
        return Map.of();
    }

    /** Headers whose values come from the environment: the variable by the header's name. */
    default Map<String, String> headersFromEnv() {
        return Map.of();
    }

    /** Fields put into every request's body as they are. */
    default Map<String, JsonNode> body() {
        return Map.of();
    }
}
