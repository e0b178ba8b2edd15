package dev.winnow.indexer.embed;

import java.util.Arrays;

/**
 * Keys to whole numbers from 0, in flat arrays: 20 bytes for each place, of which at most two thirds are taken. A table
 * of objects would take five times as much, and vectors come by the million.
 */
final class KeyTable {
    private static final int ABSENT = -1;

    private long[] keys = new long[2 * 1024];
    private int[] numbers = empty(1024);
    private int size;

    interface Entry {
        void of(long first, long second, int number);
    }

    private static int[] empty(int places) {
        int[] numbers = new int[places];
        Arrays.fill(numbers, ABSENT);
        return numbers;
    }

    int size() {
        return size;
    }

    /** The key's number, or -1. */
    int get(TextKey key) {
        return get(key.first(), key.second());
    }

    int get(long first, long second) {
        return numbers[place(first, second)];
    }

    /** Gives the key a number, in place of an earlier one. */
    void put(TextKey key, int number) {
        if ((size + 1) * 3L > numbers.length * 2L) {
            grow();
        }
        put(key.first(), key.second(), number);
    }

    private void put(long first, long second, int number) {
        int place = place(first, second);
        if (numbers[place] == ABSENT) {
            keys[2 * place] = first;
            keys[2 * place + 1] = second;
            size++;
        }
        numbers[place] = number;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldNumbers = numbers;
        keys = new long[oldKeys.length * 2];
        numbers = empty(oldNumbers.length * 2);
        size = 0;
        for (int place = 0; place < oldNumbers.length; place++) {
            if (oldNumbers[place] != ABSENT) {
                put(oldKeys[2 * place], oldKeys[2 * place + 1], oldNumbers[place]);
            }
        }
    }

    /** Where the key stands, or the free place where it would. */
    private int place(long first, long second) {
        int mask = numbers.length - 1;
        // Keys are digests: their bits are as good as any hash of them.
        int place = (int) first & mask;
        while (numbers[place] != ABSENT && (keys[2 * place] != first || keys[2 * place + 1] != second)) {
            place = (place + 1) & mask;
        }
        return place;
    }

    /** Every key with its number, in no particular order. */
    void forEach(Entry entry) {
        for (int place = 0; place < numbers.length; place++) {
            if (numbers[place] != ABSENT) {
                entry.of(keys[2 * place], keys[2 * place + 1], numbers[place]);
            }
        }
    }
}
