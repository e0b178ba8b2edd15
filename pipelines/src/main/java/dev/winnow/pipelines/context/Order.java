package dev.winnow.pipelines.context;

import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Seed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/** The order in which passages are shown. All orders of one set show the same passages. */
public enum Order {
    /** Best first. */
    SCORE,
    /** Best last, next to the question. */
    REVERSE,
    /** Documents by their best passage, inside a document as in its text (order-preserving RAG). */
    DOCUMENT,
    /** As in the corpus: documents in corpus order, inside a document as in its text. */
    CORPUS,
    /** Best at the beginning and at the end, worst in the middle: ranks 1, 3, 5, ..., 6, 4, 2. */
    BOTH_ENDS,
    /** Shuffled, by a seed of the experiment and the question. */
    RANDOM;

    /**
     * The same passages in this order.
     *
     * @param byRank the passages, best first
     * @param place a document's place in the corpus
     * @param seed for {@link #RANDOM}
     */
    public List<Shown> arrange(List<Shown> byRank, ToIntFunction<DocumentId> place, Seed seed) {
        return switch (this) {
            case SCORE -> byRank;
            case REVERSE -> byRank.reversed();
            case DOCUMENT -> {
                Map<DocumentId, Integer> best = new HashMap<>();
                byRank.forEach(shown -> best.putIfAbsent(shown.passage().document(), shown.rank()));
                yield sorted(byRank, document -> best.get(document));
            }
            case CORPUS -> sorted(byRank, place);
            case BOTH_ENDS -> {
                List<Shown> ends = new ArrayList<>();
                for (int i = 0; i < byRank.size(); i += 2) {
                    ends.add(byRank.get(i));
                }
                for (int i = byRank.size() - 1 - byRank.size() % 2; i > 0; i -= 2) {
                    ends.add(byRank.get(i));
                }
                yield ends;
            }
            case RANDOM -> {
                List<Shown> shuffled = new ArrayList<>(byRank);
                RandomGenerator random = seed.random();
                for (int i = shuffled.size() - 1; i > 0; i--) {
                    Collections.swap(shuffled, i, random.nextInt(i + 1));
                }
                yield shuffled;
            }
        };
    }

    private static List<Shown> sorted(List<Shown> passages, ToIntFunction<DocumentId> place) {
        return passages.stream()
                .sorted(Comparator.comparingInt((Shown shown) ->
                                place.applyAsInt(shown.passage().document()))
                        .thenComparingInt(shown -> shown.passage().start()))
                .toList();
    }
}
