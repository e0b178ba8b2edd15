package dev.winnow.pipelines.refine;

import dev.winnow.pipelines.refine.DocumentTree.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Parts chosen under a budget, as LongRefiner chooses (arXiv 2505.10413): by falling score, in two passes. The first keeps
 * what fits twice the budget, the second fills the budget from that: a section takes the place of its parts that are chosen
 * already where it still fits, and a part of a chosen section is passed over. What does not fit is passed over, and smaller
 * parts behind it are still tried. Equal scores go in the order of the numbers, so that a section stands before its parts.
 *
 * @param chosen numbers of parts by falling score; none is in another
 * @param omitted parts of the first pass that found no room in the second
 */
public record Selection(List<Integer> chosen, int omitted) {
    /** How many times the budget the first pass keeps. */
    private static final long KEPT = 2;

    public Selection {
        chosen = List.copyOf(chosen);
    }

    /**
     * Chooses.
     *
     * @param parents the part that each is in, or {@link Node#ROOT}; smaller than its own number
     * @param tokens what each would take
     */
    public static Selection of(int[] parents, double[] scores, int[] tokens, int budget) {
        List<Integer> byScore = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]).thenComparing(i -> i))
                .toList();
        List<Integer> kept = new ArrayList<>();
        long most = KEPT * budget;
        long used = 0;
        for (int i : byScore) {
            if (used + tokens[i] <= most) {
                kept.add(i);
                used += tokens[i];
            }
        }
        List<Integer> chosen = new ArrayList<>();
        boolean[] taken = new boolean[scores.length];
        long total = 0;
        int omitted = 0;
        for (int i : kept) {
            if (isWithin(parents, i, taken)) {
                continue;
            }
            List<Integer> parts =
                    chosen.stream().filter(part -> isIn(parents, part, i)).toList();
            long freed = parts.stream().mapToLong(part -> tokens[part]).sum();
            if (total - freed + tokens[i] > budget) {
                omitted++;
                continue;
            }
            chosen.removeAll(parts);
            parts.forEach(part -> taken[part] = false);
            chosen.add(i);
            taken[i] = true;
            total += tokens[i] - freed;
        }
        return new Selection(chosen, omitted);
    }

    private static boolean isWithin(int[] parents, int part, boolean[] taken) {
        for (int at = parents[part]; at != Node.ROOT; at = parents[at]) {
            if (taken[at]) {
                return true;
            }
        }
        return false;
    }

    private static boolean isIn(int[] parents, int part, int section) {
        int at = parents[part];
        while (at > section) {
            at = parents[at];
        }
        return at == section;
    }
}
