package dev.winnow.app.report;

import java.util.Map;
import java.util.TreeMap;

/** The parts of a text that something needs, each unit once. */
final class Regions {
    private final TreeMap<Integer, Integer> ends = new TreeMap<>();
    private long size;

    /** Adds [start, end); parts that touch or overlap become one. */
    void add(int start, int end) {
        if (end <= start) {
            return;
        }
        int from = start;
        int to = end;
        Map.Entry<Integer, Integer> before = ends.floorEntry(start);
        if (before != null && before.getValue() >= start) {
            if (before.getValue() >= end) {
                return;
            }
            from = before.getKey();
        }
        for (Map.Entry<Integer, Integer> next = ends.ceilingEntry(from);
                next != null && next.getKey() <= to;
                next = ends.ceilingEntry(from)) {
            to = Math.max(to, next.getValue());
            size -= next.getValue() - next.getKey();
            ends.remove(next.getKey());
        }
        ends.put(from, to);
        size += to - from;
    }

    void add(Regions others) {
        others.ends.forEach(this::add);
    }

    Regions copy() {
        Regions copy = new Regions();
        copy.add(this);
        return copy;
    }

    /** Units in all parts together. */
    long size() {
        return size;
    }

    /** Ends by start, in order. */
    Map<Integer, Integer> parts() {
        return ends;
    }
}
