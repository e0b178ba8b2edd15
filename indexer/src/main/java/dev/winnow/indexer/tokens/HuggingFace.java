package dev.winnow.indexer.tokens;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.spec.InputException;
import java.util.Optional;

/**
 * A tokenizer that a {@code tokenizer.json} describes, run by the original library (huggingface/tokenizers, in Rust).
 * The library's own interface is used, not DJL's wrapper of it: that one truncates, reports its use over the network
 * and builds every token as a string.
 */
final class HuggingFace implements TokenCounter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final Fingerprint fingerprint;
    private final long handle;

    /** Of whole texts: a normaliser may look at any of it, so that nowhere is a sure place to cut. */
    private final KeptCounts counts = new KeptCounts(this::countAnew);

    /**
     * Reads a description.
     *
     * @param fingerprint the digest of the file
     * @throws InputException if it describes no tokenizer, or the library does not run on this machine
     */
    HuggingFace(String name, String description, Fingerprint fingerprint) {
        this.name = name;
        this.fingerprint = fingerprint;
        // Kept until the process ends: there are a few tokenizers per run, and each is shared.
        this.handle = load(name, plain(name, description));
    }

    /**
     * The description less what changes counts or places: truncation, padding, special tokens (none is added, and their
     * names in a text are ordinary text, as with the original's {@code encode_special_tokens}) and the post-processor,
     * which would add special tokens and trim spans.
     */
    private static String plain(String name, String description) {
        try {
            if (!(JSON.readTree(description) instanceof ObjectNode root)
                    || !root.path("model").isObject()) {
                throw new InputException(name, "a tokenizer.json is an object with the key 'model', this file is not");
            }
            root.putNull("truncation");
            root.putNull("padding");
            root.putNull("post_processor");
            if (root.get("added_tokens") instanceof ArrayNode added) {
                ArrayNode ordinary = JSON.createArrayNode();
                for (JsonNode token : added) {
                    if (!token.path("special").asBoolean()) {
                        ordinary.add(token);
                    }
                }
                root.set("added_tokens", ordinary);
            }
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new InputException(
                    name,
                    "a tokenizer.json must be JSON, but line "
                            + Optional.ofNullable(e.getLocation())
                                    .map(location -> Integer.toString(location.getLineNr()))
                                    .orElse("?")
                            + " reads: " + e.getOriginalMessage());
        }
    }

    private static long load(String name, String description) {
        NativeTokenizers.load(name);
        try {
            return TokenizersLibrary.LIB.createTokenizerFromString(description);
        } catch (RuntimeException e) {
            throw new InputException(name, "not a tokenizer that huggingface/tokenizers can read: " + e.getMessage());
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public int count(String text) {
        return counts.count(WellFormed.of(text), KeptCounts.sha256());
    }

    private int countAnew(String text) {
        long encoding = TokenizersLibrary.LIB.encode(handle, text, false);
        try {
            return TokenizersLibrary.LIB.getTokenIds(encoding).length;
        } finally {
            TokenizersLibrary.LIB.deleteEncoding(encoding);
        }
    }

    @Override
    public int[] ends(String text) {
        long encoding = TokenizersLibrary.LIB.encode(handle, WellFormed.of(text), false);
        CharSpan[] spans;
        try {
            spans = TokenizersLibrary.LIB.getTokenCharSpans(encoding);
        } finally {
            TokenizersLibrary.LIB.deleteEncoding(encoding);
        }
        return ends(spans, text);
    }

    /** The library gives code points; what lies between two tokens counts to the latter, what follows all to the last. */
    private static int[] ends(CharSpan[] spans, String text) {
        int[] ends = new int[spans.length];
        int codePoint = 0;
        int unit = 0;
        for (int i = 0; i < spans.length; i++) {
            int end = spans[i] == null ? codePoint : spans[i].getEnd();
            while (codePoint < end && unit < text.length()) {
                unit += Character.charCount(text.codePointAt(unit));
                codePoint++;
            }
            ends[i] = unit;
        }
        if (ends.length > 0) {
            ends[ends.length - 1] = text.length();
        }
        return ends;
    }
}
