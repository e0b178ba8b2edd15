package dev.winnow.indexer.tokens;

import dev.winnow.indexer.corpus.Fingerprint;

/** Counts and places the tokens of one tokenizer. Implementations are safe for use by several threads. */
public interface TokenCounter {
    /** The name by which YAML and reports know this tokenizer, such as {@code cl100k_base}. */
    String name();

    /** How many tokens the text has; no special tokens are added, none are recognised, nothing is cut. */
    int count(String text);

    /**
     * Where each token ends, as UTF-16 offsets into the text: never falling, the last one is the text's length. A token
     * that ends inside a character is said to end behind it, so that cutting at any of these offsets keeps characters
     * whole. There are {@link #count} of them; the array is empty for a text without tokens, which an empty one is and,
     * for some tokenizers, a blank one.
     */
    int[] ends(String text);

    /** Two counters with one fingerprint count alike. Made of the name unless the tokenizer is read from a file. */
    default Fingerprint fingerprint() {
        return Fingerprint.of("tokenizer", name());
    }
}
