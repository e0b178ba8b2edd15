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

    /** To which of two texts a token belongs. */
    private static final int NEITHER = -1;

    private static final int QUERY = 0;
    private static final int PASSAGE = 1;

    private final long handle;
    private final int maxTokens;

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
     * @param maxTokens that the model reads at once, special tokens included
     * @throws InputException if it describes no tokenizer, or the library does not run on this machine
     */
    EncoderTokenizer(String name, byte[] description, int maxTokens) {
        this.maxTokens = maxTokens;
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
    List<Piece> pieces(String text, LongTexts longTexts) {
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
            int to = to(words, from, from + room, end, longTexts);
            pieces.add(new Piece(cut(ids, first, from, to, end), cut(types, first, from, to, end), to - from));
            from = longTexts == LongTexts.TRUNCATE ? end : to;
        }
        return pieces;
    }

    /** Where a piece ends: between two words, unless one word fills it; a text that is truncated is cut anywhere. */
    private static int to(long[] words, int from, int farthest, int end, LongTexts longTexts) {
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

    /**
     * What a model reads for a query and a passage together: one piece, or one for each window of a long passage. Where
     * both together are too long, tokens are taken from the end of the longer one until both are alike, then from both;
     * windows begin half a window after each other, and leave the query at most half of the
     * room.
     */
    List<Piece> pairs(String query, String passage, LongPassages longPassages) {
        TokenizersLibrary library = TokenizersLibrary.LIB;
        long encoding = library.encodeDual(handle, WellFormed.of(query), WellFormed.of(passage), true);
        long[] ids;
        long[] types;
        int[] sequences;
        try {
            ids = library.getTokenIds(encoding);
            types = library.getTypeIds(encoding);
            sequences = sequences(library.getSequenceIds(encoding), library.getSpecialTokenMask(encoding));
        } finally {
            library.deleteEncoding(encoding);
        }
        int queryTokens = count(sequences, QUERY);
        int passageTokens = count(sequences, PASSAGE);
        int room = maxTokens - (ids.length - queryTokens - passageTokens);
        if (queryTokens + passageTokens <= room) {
            return List.of(new Piece(ids, types, Math.max(1, passageTokens)));
        }
        return switch (longPassages) {
            case TRUNCATE -> {
                int shorter = Math.min(queryTokens, passageTokens);
                int ofShorter = Math.min(shorter, Math.max(room / 2, room - Math.max(queryTokens, passageTokens)));
                int ofQuery = queryTokens <= passageTokens ? ofShorter : room - ofShorter;
                yield List.of(window(ids, types, sequences, ofQuery, 0, room - ofQuery));
            }
            case BEST_WINDOW -> {
                int ofQuery = Math.min(queryTokens, room / 2);
                int size = room - ofQuery;
                int step = Math.max(1, size / 2);
                List<Piece> windows = new ArrayList<>();
                int from = 0;
                do {
                    windows.add(window(ids, types, sequences, ofQuery, from, from + size));
                    from += step;
                } while (from - step + size < passageTokens);
                yield windows;
            }
        };
    }

    /** To which of the two texts each token belongs; special tokens that stand around them belong to neither. */
    private static int[] sequences(long[] given, long[] special) {
        int[] sequences = new int[given.length];
        for (int i = 0; i < sequences.length; i++) {
            sequences[i] = special[i] == 1 ? NEITHER : given[i] == PASSAGE ? PASSAGE : QUERY;
        }
        return sequences;
    }

    private static int count(int[] sequences, int sequence) {
        return (int) Arrays.stream(sequences).filter(each -> each == sequence).count();
    }

    /** The first tokens of the query, those of the passage from one place to another, and all that belong to neither. */
    private static Piece window(long[] ids, long[] types, int[] sequences, int ofQuery, int from, int to) {
        long[] keptIds = new long[ids.length];
        long[] keptTypes = new long[ids.length];
        int kept = 0;
        int query = 0;
        int passage = 0;
        int shown = 0;
        for (int i = 0; i < ids.length; i++) {
            query += sequences[i] == QUERY ? 1 : 0;
            passage += sequences[i] == PASSAGE ? 1 : 0;
            boolean keeps =
                    switch (sequences[i]) {
                        case QUERY -> query <= ofQuery;
                        case PASSAGE -> passage > from && passage <= to;
                        default -> true;
                    };
            if (keeps) {
                keptIds[kept] = ids[i];
                keptTypes[kept++] = types[i];
                shown += sequences[i] == PASSAGE ? 1 : 0;
            }
        }
        return new Piece(Arrays.copyOf(keptIds, kept), Arrays.copyOf(keptTypes, kept), Math.max(1, shown));
    }

    @Override
    public void close() {
        TokenizersLibrary.LIB.deleteTokenizer(handle);
    }
}
