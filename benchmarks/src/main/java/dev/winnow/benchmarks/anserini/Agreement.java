package dev.winnow.benchmarks.anserini;

import dev.winnow.retrievers.trec.TrecRun;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares two runs rank by rank. Both break ties by document id; as Anserini prints four digits of a score, a document may
 * stand at the rank of another whose score is that near.
 */
final class Agreement {
    private static final float NEAR = 0.0002f;

    private Agreement() {}

    /** Arguments: two runs. Ends with 1 if a rank differs by more than a tie. */
    public static void main(String[] arguments) {
        Map<String, List<TrecRun.Found>> theirs =
                TrecRun.read(Path.of(arguments[0])).rankings();
        Map<String, List<TrecRun.Found>> ours =
                TrecRun.read(Path.of(arguments[1])).rankings();
        long ranks = 0;
        long same = 0;
        long ties = 0;
        float furthest = 0;
        for (String query : theirs.keySet()) {
            List<TrecRun.Found> left = theirs.get(query);
            List<TrecRun.Found> right = ours.getOrDefault(query, List.of());
            Map<String, Float> scores = new HashMap<>();
            right.forEach(found -> scores.put(found.id(), found.score()));
            ranks += Math.max(left.size(), right.size());
            for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
                Float score = scores.get(left.get(i).id());
                if (left.get(i).id().equals(right.get(i).id())) {
                    same++;
                } else if (score != null && Math.abs(score - right.get(i).score()) <= NEAR) {
                    ties++;
                }
                if (score != null) {
                    furthest = Math.max(furthest, Math.abs(score - left.get(i).score()));
                }
            }
        }
        System.out.printf(
                "%,d queries and %,d; of %,d ranks %,d with the same document, %,d tied; scores at most %.5f apart%n",
                theirs.size(), ours.size(), ranks, same, ties, furthest);
        if (same + ties < ranks || theirs.size() != ours.size()) {
            System.exit(1);
        }
    }
}
