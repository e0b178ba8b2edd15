package dev.winnow.app.simulation;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A prefix cache as OpenAI documents its own: beginnings of prompts in blocks of 128 tokens, from 1,024 tokens on; what was
 * not asked for longest goes first. Four UTF-16 units are a token, so that what a test expects can be computed by hand.
 */
final class BlockCache {
    static final int BLOCK = 128;
    static final int LEAST = 1_024;
    static final int UNITS_PER_TOKEN = 4;

    private final Map<Long, Boolean> blocks;

    /**
     * An empty cache.
     *
     * @param capacity tokens that it holds at most; 0 for a server without a cache
     */
    BlockCache(long capacity) {
        long most = capacity / BLOCK;
        blocks = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
                return size() > most;
            }
        };
    }

    static int tokens(String prompt) {
        return Math.ceilDiv(prompt.length(), UNITS_PER_TOKEN);
    }

    /** How many tokens of the prompt's beginning are there. */
    synchronized int cached(String prompt) {
        int there = 0;
        for (long block : blocks(prompt)) {
            if (!blocks.containsKey(block)) {
                break;
            }
            there++;
        }
        return there * BLOCK < LEAST ? 0 : there * BLOCK;
    }

    /** Puts a prompt's whole blocks there. Its end goes before its beginning where there is no room. */
    synchronized void keep(String prompt) {
        if (tokens(prompt) < LEAST) {
            return;
        }
        long[] all = blocks(prompt);
        for (int i = all.length - 1; i >= 0; i--) {
            blocks.put(all[i], true);
        }
    }

    /** A digest of all up to the end of each whole block: FNV-1a, of 64 bits. */
    private static long[] blocks(String prompt) {
        int units = BLOCK * UNITS_PER_TOKEN;
        long[] digests = new long[prompt.length() / units];
        long digest = 0xcbf29ce484222325L;
        for (int i = 0; i < digests.length * units; i++) {
            digest = (digest ^ prompt.charAt(i)) * 0x100000001b3L;
            if ((i + 1) % units == 0) {
                digests[i / units] = digest;
            }
        }
        return digests;
    }
}
