package dev.winnow.pipelines.haystack;

import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scripts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds documents that repeat an earlier one: the Jaccard similarity of their sets of five-grams of words is at least a
 * threshold (shingles of Broder, SEQUENCES 1997, compared exactly). A word is a run of letters and digits in lower
 * case, or one letter of a script without spaces between words. A document of fewer than five words is one five-gram.
 */
final class NearDuplicates {
    private static final int WORDS = 5;

    private final double threshold;
    private final List<DocumentId> documents = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();

    /** Five-grams by their hash, and the last posting of each: 0 is an empty slot. */
    private long[] keys = new long[1 << 10];

    private int[] last = new int[1 << 10];
    private int filled;

    /** Postings from 1 on: the document, and the posting of the same five-gram before it. */
    private int[] holders = new int[1 << 10];

    private int[] before = new int[1 << 10];
    private int postings;

    NearDuplicates(double threshold) {
        this.threshold = threshold;
    }

    /** The earliest added document that this text repeats; where there is none, this document is added. */
    Optional<DocumentId> findOrAdd(DocumentId id, String text) {
        long[] shingles = shingles(text);
        Optional<DocumentId> found = find(shingles);
        if (found.isEmpty()) {
            documents.add(id);
            sizes.add(shingles.length);
            for (long shingle : shingles) {
                add(shingle, documents.size() - 1);
            }
        }
        return found;
    }

    private Optional<DocumentId> find(long[] shingles) {
        Map<Integer, Integer> shared = new HashMap<>();
        for (long shingle : shingles) {
            for (int posting = last[slot(shingle)]; posting > 0; posting = before[posting]) {
                shared.merge(holders[posting], 1, Integer::sum);
            }
        }
        return shared.entrySet().stream()
                .filter(entry -> isSimilar(entry.getValue(), sizes.get(entry.getKey()), shingles.length))
                .map(Map.Entry::getKey)
                .min(Integer::compare)
                .map(documents::get);
    }

    private void add(long shingle, int document) {
        if (2 * filled >= keys.length) {
            grow();
        }
        if (++postings == holders.length) {
            holders = Arrays.copyOf(holders, 2 * postings);
            before = Arrays.copyOf(before, 2 * postings);
        }
        int slot = slot(shingle);
        if (last[slot] == 0) {
            filled++;
            keys[slot] = shingle;
        }
        holders[postings] = document;
        before[postings] = last[slot];
        last[slot] = postings;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldLast = last;
        keys = new long[2 * oldKeys.length];
        last = new int[2 * oldKeys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldLast[i] > 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                last[slot] = oldLast[i];
            }
        }
    }

    /** Where a five-gram stands, or would stand. */
    private int slot(long shingle) {
        int slot = (int) shingle & (keys.length - 1);
        while (last[slot] > 0 && keys[slot] != shingle) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private boolean isSimilar(int shared, int left, int right) {
        return shared >= threshold * (left + right - shared);
    }

    /** Different hashes of five-grams, in rising order. */
    private static long[] shingles(String text) {
        List<Long> words = words(text);
        if (words.isEmpty()) {
            return new long[0];
        }
        int length = Math.min(WORDS, words.size());
        long[] shingles = new long[words.size() - length + 1];
        for (int i = 0; i < shingles.length; i++) {
            long hash = 0;
            for (int j = 0; j < length; j++) {
                hash = mixed(hash + words.get(i + j));
            }
            shingles[i] = hash;
        }
        return Arrays.stream(shingles).sorted().distinct().toArray();
    }

    private static List<Long> words(String text) {
        List<Long> words = new ArrayList<>();
        long word = 0;
        boolean open = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            boolean alone = Scripts.isUnspaced(c);
            boolean part = Character.isLetterOrDigit(c);
            if (open && (alone || !part)) {
                words.add(word);
                word = 0;
            }
            open = part;
            if (part) {
                word = mixed(word + Character.toLowerCase(c));
            }
            if (alone && part) {
                words.add(word);
                word = 0;
                open = false;
            }
        }
        if (open) {
            words.add(word);
        }
        return words;
    }

    /** The finaliser of MurmurHash3 after a step of a linear congruence. */
    private static long mixed(long value) {
        long hash = value * 0x9E3779B97F4A7C15L + 0xD1B54A32D192ED03L;
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
