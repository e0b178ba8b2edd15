package dev.winnow.pipelines.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A model's reply.
 *
 * @param counted tokens by the experiment's tokenizer, the same for every model; a model that does not count leaves
 *     {@link TokenUsage#NONE}, and the ledger fills it in
 * @param reported tokens by the provider's account, where it gives one
 * @param latency from sending the request that got this reply to holding the whole of it; waiting and earlier attempts are
 *     not part of it
 * @param firstToken from sending the request to holding the reply's first token, where replies are streamed
 * @param attempts how often it was sent
 * @param confidence how sure the model is, in [0, 1], where it says so
 * @param logProbabilities of the reply's tokens, in order; empty where the model does not say
 */
public record Completion(
        String text,
        TokenUsage counted,
        Optional<ReportedUsage> reported,
        StopReason stop,
        Duration latency,
        Optional<Duration> firstToken,
        Attempts attempts,
        OptionalDouble confidence,
        List<TokenLogProbability> logProbabilities) {

    public Completion {
        logProbabilities = List.copyOf(logProbabilities);
    }

    /** A whole reply to the first request. */
    public Completion(
            String text,
            TokenUsage counted,
            Optional<ReportedUsage> reported,
            StopReason stop,
            Duration latency,
            OptionalDouble confidence) {
        this(text, counted, reported, stop, latency, Optional.empty(), Attempts.ONE, confidence, List.of());
    }

    /** The same with a part of its text, of whose tokens nothing is said. */
    public Completion part(String text) {
        return new Completion(text, counted, reported, stop, latency, firstToken, attempts, confidence, List.of());
    }

    /** The same without the log-probabilities, which take much more room than the text. */
    public Completion withoutLogProbabilities() {
        return logProbabilities.isEmpty()
                ? this
                : new Completion(text, counted, reported, stop, latency, firstToken, attempts, confidence, List.of());
    }

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

    /**
     * What is paid for: the provider's account, or our own count where it gives none, and what it charged for requests
     * that failed before this reply came.
     */
    public ReportedUsage billed() {
        return replyBilled().plus(attempts.charged());
    }

    /** The same without the requests that failed. */
    public ReportedUsage replyBilled() {
        return reported.orElseGet(() -> ReportedUsage.of(counted));
    }
}
