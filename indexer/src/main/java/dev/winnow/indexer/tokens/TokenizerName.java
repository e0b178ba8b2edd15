package dev.winnow.indexer.tokens;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * What {@link Tokenizers#open} opens.
 *
 * @param name a tiktoken encoding, or the path of a {@code tokenizer.json} or of a folder that holds one
 */
public record TokenizerName(String name) {
    public TokenizerName {
        if (name.isBlank()) {
            throw new IllegalArgumentException("must be the name of a tokenizer, got ''");
        }
    }

    /**
     * A name as a file says it: paths start from that file's folder.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public static TokenizerName parse(String text, Path folder) {
        if (!text.isBlank() && !Tokenizers.names().contains(text)) {
            try {
                Path file = folder.resolve(text).toAbsolutePath().normalize();
                if (Files.exists(file)) {
                    return new TokenizerName(file.toString());
                }
            } catch (InvalidPathException e) {
                return new TokenizerName(text);
            }
        }
        return new TokenizerName(text);
    }

    /** The tokenizer of that name. */
    public TokenCounter open() {
        return Tokenizers.open(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
