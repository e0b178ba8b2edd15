package dev.winnow.app.report;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Scores of trials, a column of numbers for each measure: a run may have a million answers. As a map it is by trial key, then
 * by the measure's name, in the order in which trials were added; it cannot be changed.
 */
public final class Scores extends AbstractMap<String, Map<String, Double>> {
    private final String[] keys;
    private final Map<String, Column> columns;
    /** By the hash of its key the place of a trial plus one; 0 where there is none. Its length is a power of two. */
    private final int[] table;

    private Scores(String[] keys, Map<String, Column> columns, int[] table) {
        this.keys = keys;
        this.columns = columns;
        this.table = table;
    }

    /** The same scores in columns. */
    public static Scores of(Map<String, Map<String, Double>> scores) {
        return scores instanceof Scores already ? already : of(List.of(scores));
    }

    /** Scores of several runs, whose keys differ. */
    static Scores of(List<? extends Map<String, Map<String, Double>>> parts) {
        Builder all = new Builder();
        for (Map<String, Map<String, Double>> part : parts) {
            part.forEach((key, scores) -> {
                all.trial(key);
                scores.forEach(all::score);
            });
        }
        return all.build();
    }

    /** One trial after the other. */
    public static final class Builder {
        private String[] keys = new String[64];
        private int[] table = new int[128];
        private int count;
        private int current;
        private final Map<String, Column> columns = new LinkedHashMap<>();

        /** Begins a trial. Of a key that was there before, as strategies that do the same have one, the place is the same. */
        public void trial(String key) {
            if (count == keys.length) {
                keys = Arrays.copyOf(keys, 2 * count);
                table = new int[4 * count];
                for (int place = 0; place < count; place++) {
                    table[slot(keys, table, keys[place])] = place + 1;
                }
            }
            int slot = slot(keys, table, key);
            if (table[slot] == 0) {
                keys[count++] = key;
                table[slot] = count;
            }
            current = table[slot] - 1;
        }

        /** A score of the trial begun last. */
        public void score(String measure, double score) {
            columns.computeIfAbsent(measure, name -> new Column()).put(current, score);
        }

        /** All that was added; nothing may be added afterwards. */
        public Scores build() {
            columns.values().forEach(column -> column.trim(count));
            return new Scores(Arrays.copyOf(keys, count), columns, table);
        }
    }

    /** The scores of one measure by the trial's place. */
    private static final class Column {
        /** Not a number that any computation gives. */
        private static final long NONE = 0x7ff8_dead_0000_0000L;

        private double[] values = new double[0];
        private int filled;

        private void put(int place, double value) {
            if (place >= values.length) {
                values = Arrays.copyOf(values, Math.max(64, 2 * (place + 1)));
            }
            if (place >= filled) {
                Arrays.fill(values, filled, place, Double.longBitsToDouble(NONE));
                filled = place + 1;
            }
            values[place] = value;
        }

        private void trim(int count) {
            values = Arrays.copyOf(values, count);
            Arrays.fill(values, filled, count, Double.longBitsToDouble(NONE));
            filled = count;
        }

        private boolean has(int place) {
            return Double.doubleToRawLongBits(values[place]) != NONE;
        }
    }

    /** Where a key is or would stand. */
    private static int slot(String[] keys, int[] table, String key) {
        int mask = table.length - 1;
        int slot = ((key.hashCode() * 0x9E3779B9) >>> 7) & mask;
        while (table[slot] != 0 && !keys[table[slot] - 1].equals(key)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private int place(Object key) {
        return key instanceof String name ? table[slot(keys, table, name)] - 1 : -1;
    }

    /** Whether anything is known of a trial, be it that no measure applies to it. */
    boolean has(String key) {
        return place(key) >= 0;
    }

    /** One score; empty where nothing is known of the trial or the measure does not apply to it. */
    OptionalDouble score(String key, String measure) {
        Column column = columns.get(measure);
        int place = column == null ? -1 : place(key);
        return place >= 0 && column.has(place) ? OptionalDouble.of(column.values[place]) : OptionalDouble.empty();
    }

    @Override
    public boolean containsKey(Object key) {
        return place(key) >= 0;
    }

    @Override
    public Map<String, Double> get(Object key) {
        int place = place(key);
        return place < 0 ? null : of(place);
    }

    @Override
    public int size() {
        return keys.length;
    }

    @Override
    public Set<Entry<String, Map<String, Double>>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, Map<String, Double>>> iterator() {
                return new Iterator<>() {
                    private int next;

                    @Override
                    public boolean hasNext() {
                        return next < keys.length;
                    }

                    @Override
                    public Entry<String, Map<String, Double>> next() {
                        if (next >= keys.length) {
                            throw new NoSuchElementException();
                        }
                        return Map.entry(keys[next], of(next++));
                    }
                };
            }

            @Override
            public int size() {
                return keys.length;
            }
        };
    }

    /** The scores of the trial at a place. */
    private Map<String, Double> of(int place) {
        Map<String, Double> own = new LinkedHashMap<>();
        columns.forEach((measure, column) -> {
            if (column.has(place)) {
                own.put(measure, column.values[place]);
            }
        });
        return own;
    }
}
