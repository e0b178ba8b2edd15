package dev.winnow.pipelines.haystack;

import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.pipelines.context.Shown;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Where the documents that a question must be shown stand among its distractors.
 *
 * @param depth percent of the distractors' tokens that stand before the first of them, 0 to 100; the nearest end of a
 *     document counts
 * @param layout how several of them stand
 */
public record PinnedPlace(int depth, Layout layout) {
    /** How several documents stand. */
    public enum Layout {
        /** One after the other. */
        BLOCK,
        /** The first at the depth, the others at equal steps behind it: of n, at {@code depth + i (100 - depth) / n}. */
        SPREAD
    }

    public PinnedPlace {
        if (depth < 0 || depth > 100) {
            throw new IllegalArgumentException("a depth must be between 0 and 100 percent, got " + depth);
        }
    }

    /** The same documents in the same order, but for those that are pinned. */
    List<Shown> arrange(List<Shown> ordered, Set<DocumentId> pinned) {
        List<Shown> moved = ordered.stream()
                .filter(shown -> pinned.contains(shown.passage().document()))
                .toList();
        List<Shown> others = ordered.stream()
                .filter(shown -> !pinned.contains(shown.passage().document()))
                .toList();
        List<Long> before = new ArrayList<>(List.of(0L));
        for (Shown other : others) {
            before.add(before.getLast() + other.tokens());
        }
        List<Shown> arranged = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < moved.size(); i++) {
            int place = place(before, percent(i, moved.size()));
            while (next < place) {
                arranged.add(others.get(next++));
            }
            arranged.add(moved.get(i));
        }
        arranged.addAll(others.subList(next, others.size()));
        return List.copyOf(arranged);
    }

    private double percent(int i, int of) {
        return switch (layout) {
            case BLOCK -> depth;
            case SPREAD -> depth + (double) i * (100 - depth) / of;
        };
    }

    /** The number of distractors whose tokens are nearest to this share of all, the smaller where two are as near. */
    private static int place(List<Long> before, double percent) {
        double wanted = before.getLast() * percent / 100;
        int nearest = 0;
        Comparator<Long> distance = Comparator.comparingDouble(tokens -> Math.abs(tokens - wanted));
        for (int i = 1; i < before.size(); i++) {
            if (distance.compare(before.get(i), before.get(nearest)) < 0) {
                nearest = i;
            }
        }
        return nearest;
    }
}
