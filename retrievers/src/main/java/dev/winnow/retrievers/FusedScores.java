package dev.winnow.retrievers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sums the scores that several rankings give to one passage or document. Sums are in double; ties go by {@link Hit#ORDER}. */
final class FusedScores {
    private final Query.Level level;
    private final Map<Object, Hit> first = new LinkedHashMap<>();
    private final Map<Object, Double> sums = new LinkedHashMap<>();

    FusedScores(Query.Level level) {
        this.level = level;
    }

    /** What a hit stands for: two hits of one key are the same find. */
    static Object key(Hit hit, Query.Level level) {
        return switch (level) {
            case PASSAGE -> hit.passage().id();
            case DOCUMENT -> hit.passage().document();
        };
    }

    /** Adds to the score of what a hit stands for; a document is represented by the passage that was added first. */
    void add(Hit hit, double score) {
        Object key = key(hit, level);
        first.putIfAbsent(key, hit);
        sums.merge(key, score, Double::sum);
    }

    Ranking ranking() {
        List<Hit> hits = new ArrayList<>();
        sums.forEach((key, sum) -> hits.add(new Hit(first.get(key).passage(), sum.floatValue())));
        hits.sort(Hit.ORDER);
        return new Ranking(hits);
    }
}
