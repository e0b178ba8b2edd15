package dev.winnow.pipelines.model;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A model's reply.
 *
 * @param counted tokens by the experiment's tokenizer, the same for every model; a model that does not count leaves
 *     {@link TokenUsage#NONE}, and the ledger fills it in
 * @param reported tokens by the provider's account, where it gives one
 * @param latency from sending the prompt to holding the whole reply
 * @param confidence how sure the model is, in [0, 1], where it says so
 */
public record Completion(
        String text,
        TokenUsage counted,
        Optional<TokenUsage> reported,
        StopReason stop,
        Duration latency,
        OptionalDouble confidence) {

    /** Why a reply ended. */
    public enum StopReason {
        /** The model was done. */
        END,
        /** The limit on reply tokens was reached. */
        LENGTH,
        /** The provider withheld the reply. */
        FILTERED,
        /** Anything else, or not said. */
        OTHER
    }

    /** The same reply with its tokens counted. */
    public Completion withCounted(TokenUsage counted) {
        return new Completion(text, counted, reported, stop, latency, confidence);
    }
}
