package dev.winnow.indexer.tokens;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/**
 * Counts that were made, by the first 128 bits of their texts' SHA-256: what is shown to a model again and again is counted
 * once. It holds the counts of some 130,000 texts at least and twice as many at most, those last asked for, in some 25 MB.
 * Safe for use by several threads.
 */
final class KeptCounts {
    private static final int GENERATION = 1 << 17;

    private final ToIntFunction<String> counter;
    private final int generation;
    private volatile Map<Digest, Integer> young = new ConcurrentHashMap<>();
    private volatile Map<Digest, Integer> old = new ConcurrentHashMap<>();

    /** Of a text. */
    private record Digest(long high, long low) {
        @Override
        public int hashCode() {
            return (int) low;
        }
    }

    /**
     * Keeps what this counter says.
     *
     * @param counter is given texts without half surrogate pairs
     */
    KeptCounts(ToIntFunction<String> counter) {
        this(counter, GENERATION);
    }

    /** The same, of so many texts at least. */
    KeptCounts(ToIntFunction<String> counter, int generation) {
        this.counter = counter;
        this.generation = generation;
    }

    /** A digest to be used by one thread. */
    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The count of a text, made or known.
     *
     * @param sha256 as {@link #sha256()} gives it, or as an earlier call left it
     */
    int count(String text, MessageDigest sha256) {
        Digest digest = digest(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        Integer known = young.get(digest);
        if (known != null) {
            return known;
        }
        known = old.get(digest);
        int count = known == null ? counter.applyAsInt(text) : known;
        keep(digest, count);
        return count;
    }

    private void keep(Digest digest, int count) {
        young.put(digest, count);
        if (young.size() >= generation) {
            synchronized (this) {
                // Another thread may have done it.
                if (young.size() >= generation) {
                    old = young;
                    young = new ConcurrentHashMap<>();
                }
            }
        }
    }

    private static Digest digest(byte[] sha256) {
        return new Digest(number(sha256, 0), number(sha256, 8));
    }

    private static long number(byte[] bytes, int from) {
        long number = 0;
        for (int i = from; i < from + 8; i++) {
            number = (number << 8) | (bytes[i] & 0xFF);
        }
        return number;
    }
}
