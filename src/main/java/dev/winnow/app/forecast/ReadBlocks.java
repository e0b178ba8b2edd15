package dev.winnow.app.forecast;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a server with an automatic prefix cache has read: the beginnings of prompts in blocks of some 128 tokens, as OpenAI
 * documents its own cache and vLLM's works. It forgets what was not asked for longest, beyond some 60 million tokens.
 */
final class ReadBlocks {
    /** UTF-16 units of a block. */
    static final int UNITS = 512;

    private static final int MOST = 500_000;

    private final Map<Long, Boolean> read = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > MOST;
        }
    };

    /** A digest of all up to the end of each whole block of a prompt: FNV-1a, of 64 bits. */
    static long[] of(String prompt) {
        long[] digests = new long[prompt.length() / UNITS];
        long digest = 0xcbf29ce484222325L;
        for (int block = 0; block < digests.length; block++) {
            for (int unit = block * UNITS; unit < (block + 1) * UNITS; unit++) {
                digest = (digest ^ prompt.charAt(unit)) * 0x100000001b3L;
            }
            digests[block] = digest;
        }
        return digests;
    }

    /** Reads a prompt, and gives how many blocks of its beginning were read before. */
    int read(long[] blocks) {
        int before = 0;
        while (before < blocks.length && read.get(blocks[before]) != null) {
            before++;
        }
        for (long block : blocks) {
            read.put(block, true);
        }
        return before;
    }
}
