package dev.winnow.indexer.index;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/**
 * The places of documents by their ids, in memory that does not grow with the ids' length: 32 to 64 bytes for each document, as at
 * most half of the slots are taken. It
 * keeps 96 bits of a hash of each id, so that one id is taken for another with a chance of one in 10^28.
 */
public final class DocumentPlaces {
    private static final int ABSENT = -1;

    private final long[] hashes;
    private final int[] more;
    private final int[] places;
    private final int mask;

    private DocumentPlaces(int size) {
        int slots = Integer.highestOneBit(Math.max(8, size)) * 4;
        hashes = new long[slots];
        more = new int[slots];
        places = new int[slots];
        Arrays.fill(places, ABSENT);
        mask = slots - 1;
    }

    static DocumentPlaces of(IndexedCorpus corpus) {
        DocumentPlaces table = new DocumentPlaces(corpus.size());
        corpus.eachId((id, place) -> {
            long[] hash = hash(id);
            int slot = table.slot(hash);
            table.hashes[slot] = hash[0];
            table.more[slot] = (int) hash[1];
            table.places[slot] = place;
        });
        return table;
    }

    /** The place of the document of that id, or -1. */
    public int place(String id) {
        return places[slot(hash(new BytesRef(id.getBytes(StandardCharsets.UTF_8))))];
    }

    private static long[] hash(BytesRef id) {
        return StringHelper.murmurhash3_x64_128(id);
    }

    /** Where a hash stands, or may be put. */
    private int slot(long[] hash) {
        int slot = (int) (hash[1] >>> Integer.SIZE) & mask;
        while (places[slot] != ABSENT && (hashes[slot] != hash[0] || more[slot] != (int) hash[1])) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
