package dev.winnow.pipelines.haystack;

import dev.winnow.indexer.corpus.Seed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** The order in which a haystack's documents are shown. All orders show the same documents. */
public enum HaystackOrder {
    /** By retrieval score, best first; documents that retrieval did not find come last. */
    DESCENDING("descending_order"),
    /** Shuffled by a seed of the experiment and the question. */
    PERMUTATION_1("permutation_1"),
    /** Shuffled otherwise. */
    PERMUTATION_2("permutation_2"),
    /** Shuffled otherwise again. */
    PERMUTATION_3("permutation_3");

    private final String field;

    HaystackOrder(String field) {
        this.field = field;
    }

    /** The field that lists this order's ids in files of haystacks. */
    public String field() {
        return field;
    }

    /**
     * The same things in this order.
     *
     * @param descending in order of score
     * @param seed the question's
     */
    public <T> List<T> arrange(List<T> descending, Seed seed) {
        if (this == DESCENDING) {
            return List.copyOf(descending);
        }
        List<T> shuffled = new ArrayList<>(descending);
        RandomGenerator random =
                seed.child("permutation", name().toLowerCase(Locale.ROOT)).random();
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        return List.copyOf(shuffled);
    }
}
