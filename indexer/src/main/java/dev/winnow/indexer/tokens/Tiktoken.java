package dev.winnow.indexer.tokens;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;
import java.security.MessageDigest;

/**
 * One of OpenAI's byte-pair encodings. Text that looks like a special token ({@code <|endoftext|>}) is encoded as
 * ordinary text, as tiktoken's {@code encode_ordinary} does. What was counted before is known: counting a long text again,
 * or within a prompt, takes a hundredth of the time.
 */
final class Tiktoken implements TokenCounter {
    private static final EncodingRegistry REGISTRY = Encodings.newLazyEncodingRegistry();

    private final String name;
    private final Encoding encoding;

    /** Of the pieces into which texts are cut. */
    private final KeptCounts counts;

    /** Bytes of each token by its id, 0 where not yet asked for. Threads that race write the same number. */
    private final int[] bytes;

    Tiktoken(EncodingType type) {
        this.name = type.getName();
        this.encoding = REGISTRY.getEncoding(type);
        this.counts = new KeptCounts(encoding::countTokensOrdinary);
        this.bytes = new int[200_100];
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int count(String text) {
        String whole = WellFormed.of(text);
        MessageDigest sha256 = KeptCounts.sha256();
        int count = 0;
        for (int from = 0; from < whole.length(); ) {
            int to = SafeCuts.next(whole, from);
            count += counts.count(whole.substring(from, to), sha256);
            from = to;
        }
        return count;
    }

    /** The same, every part of the text counted anew. */
    int countAnew(String text) {
        return encoding.countTokensOrdinary(WellFormed.of(text));
    }

    @Override
    public int[] ends(String text) {
        IntArrayList tokens = encoding.encodeOrdinary(WellFormed.of(text));
        int[] ends = new int[tokens.size()];
        int unit = 0;
        // Bytes of the text up to unit, and up to the end of the token; 64 bits, as a text may have 6 billion bytes.
        long read = 0;
        long tokenEnd = 0;
        for (int i = 0; i < ends.length; i++) {
            tokenEnd += bytes(tokens.get(i));
            while (read < tokenEnd) {
                char c = text.charAt(unit);
                if (c < 0x80) {
                    read++;
                } else if (c < 0x800) {
                    read += 2;
                } else if (Character.isHighSurrogate(c)
                        && unit + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(unit + 1))) {
                    read += 4;
                    unit++;
                } else {
                    read += 3;
                }
                unit++;
            }
            ends[i] = unit;
        }
        return ends;
    }

    private int bytes(int token) {
        int known = bytes[token];
        if (known == 0) {
            IntArrayList alone = new IntArrayList(1);
            alone.add(token);
            known = encoding.decodeBytes(alone).length;
            bytes[token] = known;
        }
        return known;
    }
}
