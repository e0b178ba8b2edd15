package dev.winnow.indexer.ingest;

import java.util.Arrays;

/**
 * Where the row of each id starts, in about 30 bytes per id: ids themselves are not kept, only 64-bit hashes of them.
 * Whoever looks one up reads the row and compares.
 */
final class OffsetIndex {
    private static final int NONE = -1;

    private long[] hashes = new long[1 << 10];
    private long[] offsets = new long[1 << 10];
    private int[] lines = new int[1 << 10];
    private int[] slots = filled(1 << 11);
    private int size;

    private static int[] filled(int length) {
        int[] slots = new int[length];
        Arrays.fill(slots, NONE);
        return slots;
    }

    /** FNV-1a over UTF-16 units, its bits then mixed as in MurmurHash3. */
    static long hash(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }

    int size() {
        return size;
    }

    long offset(int ordinal) {
        return offsets[ordinal];
    }

    int line(int ordinal) {
        return lines[ordinal];
    }

    void add(long hash, long offset, int line) {
        if (size == hashes.length) {
            int larger = Math.multiplyExact(size, 2);
            hashes = Arrays.copyOf(hashes, larger);
            offsets = Arrays.copyOf(offsets, larger);
            lines = Arrays.copyOf(lines, larger);
            slots = filled(Math.multiplyExact(larger, 2));
            for (int i = 0; i < size; i++) {
                place(i);
            }
        }
        hashes[size] = hash;
        offsets[size] = offset;
        lines[size] = line;
        place(size++);
    }

    private void place(int ordinal) {
        int slot = (int) hashes[ordinal] & (slots.length - 1);
        while (slots[slot] != NONE) {
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = ordinal;
    }

    /** The ordinals of rows whose ids have this hash, in the order in which they were added; nearly always one at most. */
    int[] candidates(long hash) {
        int[] found = new int[0];
        int slot = (int) hash & (slots.length - 1);
        for (; slots[slot] != NONE; slot = (slot + 1) & (slots.length - 1)) {
            if (hashes[slots[slot]] == hash) {
                found = Arrays.copyOf(found, found.length + 1);
                found[found.length - 1] = slots[slot];
            }
        }
        return found;
    }
}
