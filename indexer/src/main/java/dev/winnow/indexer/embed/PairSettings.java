package dev.winnow.indexer.embed;

import dev.winnow.indexer.corpus.Fingerprint;
import java.util.Optional;

/**
 * How a cross-encoder is used.
 *
 * @param activation makes a score of its logits
 * @param label whose logit counts, from 0; the last where left out, which of one is that one and of two the second,
 *     "relevant" by custom
 * @param maxTokens that the model reads at once, query, passage and special tokens together; at least 8
 * @param longPassages what is done beyond that
 */
public record PairSettings(
        PairActivation activation, Optional<Integer> label, int maxTokens, LongPassages longPassages) {
    public PairSettings {
        if (maxTokens < 8) {
            throw new IllegalArgumentException("max-tokens must be at least 8, got " + maxTokens);
        }
        label.filter(number -> number < 0).ifPresent(number -> {
            throw new IllegalArgumentException("label must be at least 0, got " + number);
        });
    }

    Fingerprint fingerprint() {
        return Fingerprint.of(
                activation.name(),
                label.map(number -> Integer.toString(number)).orElse("last"),
                Integer.toString(maxTokens),
                longPassages.name());
    }
}
