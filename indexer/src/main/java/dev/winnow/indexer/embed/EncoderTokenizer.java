package dev.winnow.indexer.embed;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.tokens.NativeTokenizers;
import dev.winnow.indexer.tokens.WellFormed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A {@code tokenizer.json} as an encoder uses it, by the original library: with special tokens, without padding, and cut
 * to length here, not there.
 */
final class EncoderTokenizer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Marks, in the library's word numbers, a token that belongs to no word. */
    private static final long NO_WORD = -1;

    private final long handle;
    private final int maxTokens;
    private final LongTexts longTexts;

    /**
     * What a model reads at once.
     *
     * @param weight its tokens less the special ones that the tokenizer put around it
     */
    @SuppressWarnings("ArrayRecordComponent") // read once and dropped
    record Piece(long[] ids, long[] types, int weight) {}

    /**
     * Reads a description.
     *
     * @throws InputException if it describes no tokenizer, or the library does not run on this machine
     */
    EncoderTokenizer(String name, byte[] description, EncoderSettings settings) {
        this.maxTokens = settings.maxTokens();
        this.longTexts = settings.longTexts();
        NativeTokenizers.load(name);
        try {
            if (!(JSON.readTree(new String(description, StandardCharsets.UTF_8)) instanceof ObjectNode root)) {
                throw new InputException(name, "a tokenizer.json is an object, this file is not");
            }
            root.putNull("truncation");
            root.putNull("padding");
            handle = TokenizersLibrary.LIB.createTokenizerFromString(JSON.writeValueAsString(root));
        } catch (JsonProcessingException e) {
            throw new InputException(name, "a tokenizer.json must be JSON: " + e.getOriginalMessage());
        } catch (InputException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new InputException(name, "not a tokenizer that huggingface/tokenizers can read: " + e.getMessage());
        }
    }

    /** What a model reads for a text: one piece, or several of a long one; none where the text has no token at all. */
    List<Piece> pieces(String text) {
        TokenizersLibrary library = TokenizersLibrary.LIB;
        long encoding = library.encode(handle, WellFormed.of(text), true);
        long[] ids;
        long[] types;
        long[] special;
        long[] words;
        try {
            ids = library.getTokenIds(encoding);
            types = library.getTypeIds(encoding);
            if (ids.length == 0) {
                return List.of();
            }
            special = library.getSpecialTokenMask(encoding);
            words = ids.length > maxTokens ? library.getWordIds(encoding) : new long[0];
        } finally {
            library.deleteEncoding(encoding);
        }
        int first = 0;
        while (first < ids.length && special[first] == 1) {
            first++;
        }
        int end = ids.length;
        while (end > first && special[end - 1] == 1) {
            end--;
        }
        if (ids.length <= maxTokens) {
            return List.of(new Piece(ids, types, Math.max(1, end - first)));
        }
        int room = maxTokens - first - (ids.length - end);
        List<Piece> pieces = new ArrayList<>();
        for (int from = first; from < end; ) {
            int to = to(words, from, from + room, end);
            pieces.add(new Piece(cut(ids, first, from, to, end), cut(types, first, from, to, end), to - from));
            from = longTexts == LongTexts.TRUNCATE ? end : to;
        }
        return pieces;
    }

    /** Where a piece ends: between two words, unless one word fills it; a text that is truncated is cut anywhere. */
    private int to(long[] words, int from, int farthest, int end) {
        if (farthest >= end) {
            return end;
        }
        int to = farthest;
        while (longTexts == LongTexts.SPLIT_AND_AVERAGE
                && to > from
                && words[to] != NO_WORD
                && words[to] == words[to - 1]) {
            to--;
        }
        return to > from ? to : farthest;
    }

    /** A part of the tokens between the special ones at the beginning and those at the end. */
    private static long[] cut(long[] tokens, int first, int from, int to, int end) {
        int after = tokens.length - end;
        long[] piece = Arrays.copyOf(tokens, first + (to - from) + after);
        System.arraycopy(tokens, from, piece, first, to - from);
        System.arraycopy(tokens, end, piece, first + (to - from), after);
        return piece;
    }

    @Override
    public void close() {
        TokenizersLibrary.LIB.deleteTokenizer(handle);
    }
}
