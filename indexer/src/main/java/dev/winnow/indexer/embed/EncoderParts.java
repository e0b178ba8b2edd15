package dev.winnow.indexer.embed;

import java.util.function.Supplier;

/** The two parts of an encoder that runs in this process: what makes numbers of texts, and the network that reads them. */
record EncoderParts(EncoderTokenizer tokenizer, EncoderModel model) implements AutoCloseable {
    /**
     * Loads both; where the network cannot be loaded, the tokenizer is let go.
     *
     * @param name for messages
     * @param tokenizer the text of a {@code tokenizer.json}
     * @param maxTokens that the network reads at once
     * @param model loads the network
     */
    static EncoderParts load(String name, byte[] tokenizer, int maxTokens, Supplier<EncoderModel> model) {
        EncoderTokenizer tokens = new EncoderTokenizer(name, tokenizer, maxTokens);
        try {
            return new EncoderParts(tokens, model.get());
        } catch (RuntimeException e) {
            tokens.close();
            throw e;
        }
    }

    @Override
    public void close() {
        tokenizer.close();
        model.close();
    }
}
