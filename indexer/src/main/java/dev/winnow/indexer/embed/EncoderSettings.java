package dev.winnow.indexer.embed;

import dev.winnow.indexer.corpus.Fingerprint;

/**
 * How an encoder that runs here is used.
 *
 * @param pooling makes one vector of a model's states
 * @param normalisation of the finished vector
 * @param queryInstruction put before every query as it stands, blanks included
 * @param passageInstruction put before every passage as it stands
 * @param maxTokens that the model reads at once, special tokens included; at least 8
 * @param longTexts what is done beyond that
 */
record EncoderSettings(
        Pooling pooling,
        Normalisation normalisation,
        String queryInstruction,
        String passageInstruction,
        int maxTokens,
        LongTexts longTexts) {
    EncoderSettings {
        if (maxTokens < 8) {
            throw new IllegalArgumentException("max-tokens must be at least 8, got " + maxTokens);
        }
    }

    /** The text as the tokenizer gets it. */
    String instructed(String text, Embedder.Role role) {
        return switch (role) {
            case PASSAGE -> passageInstruction + text;
            case QUERY -> queryInstruction + text;
        };
    }

    Fingerprint fingerprint() {
        return Fingerprint.of(
                pooling.name(),
                normalisation.name(),
                queryInstruction,
                passageInstruction,
                Integer.toString(maxTokens),
                longTexts.name());
    }
}
