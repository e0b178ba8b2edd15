package dev.winnow.indexer.tokens;

/** Counts and places the tokens of one tokenizer. Implementations are safe for use by several threads. */
public interface TokenCounter {
    /** The name by which YAML and reports know this tokenizer, such as {@code cl100k_base}. */
    String name();

    /** How many tokens the text has; no special tokens are added, none are recognised, nothing is cut. */
    int count(String text);

    /**
     * Where each token ends, as UTF-16 offsets into the text: never falling, the last one is the text's length. A token
     * that ends inside a character is said to end behind it, so that cutting at any of these offsets keeps characters
     * whole. The array is empty for an empty text.
     */
    int[] ends(String text);
}
