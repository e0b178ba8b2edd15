package dev.winnow.indexer.tokens;

import com.knuddels.jtokkit.api.EncodingType;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Suggestion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The tokenizers there are: tiktoken's encodings by name, and any HuggingFace {@code tokenizer.json} by path. */
public final class Tokenizers {
    private static final Map<String, TokenCounter> OPENED = new ConcurrentHashMap<>();

    private Tokenizers() {}

    /** The names of tiktoken's encodings. */
    public static List<String> names() {
        return Arrays.stream(EncodingType.values()).map(EncodingType::getName).toList();
    }

    /**
     * The counter of that name. Opening one twice gives the same object; a file is read again, so that a changed one is
     * noticed.
     *
     * @param name a tiktoken encoding, or the path of a {@code tokenizer.json} or of a folder that holds one
     * @throws InputException if there is no such encoding or file, or the file describes no tokenizer
     */
    public static TokenCounter open(String name) {
        Optional<EncodingType> encoding = EncodingType.fromName(name);
        if (encoding.isPresent()) {
            return OPENED.computeIfAbsent(name, key -> new Tiktoken(encoding.get()));
        }
        Path file = file(name);
        try {
            byte[] bytes = Files.readAllBytes(file);
            Fingerprint fingerprint = digest(bytes);
            return OPENED.computeIfAbsent(
                    name + " " + fingerprint,
                    key -> new HuggingFace(name, new String(bytes, StandardCharsets.UTF_8), fingerprint));
        } catch (IOException e) {
            throw new InputException(file, "cannot be read: " + e);
        }
    }

    private static Path file(String name) {
        Path path;
        try {
            path = Path.of(name);
        } catch (InvalidPathException e) {
            throw unknown(name);
        }
        if (name.isBlank() || !Files.exists(path)) {
            throw unknown(name);
        }
        Path file = Files.isDirectory(path) ? path.resolve("tokenizer.json") : path;
        if (!Files.isRegularFile(file)) {
            throw new InputException(name, "a tokenizer's folder must hold a tokenizer.json, this one does not");
        }
        return file;
    }

    private static InputException unknown(String name) {
        boolean path = name.contains("/") || name.contains("\\") || name.endsWith(".json");
        return new InputException(
                path
                        ? "no tokenizer.json at '" + name + "'; check the path"
                        : "unknown tokenizer '" + name + "'" + Suggestion.of(name, names())
                                + "; the path of a tokenizer.json is a name too");
    }

    private static Fingerprint digest(byte[] bytes) {
        try {
            return new Fingerprint(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
