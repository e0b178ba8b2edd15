package dev.winnow.pipelines.haystack;

import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.pipelines.context.Shown;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One question's documents, filled to a size.
 *
 * @param descending by retrieval score, those that retrieval did not find last; whole but for the last that was added
 * @param pinned those of them that had to be in
 * @param cut the document that was cut to the tokens left, if one was
 * @param tokens of the whole prompt, counted in the order that has the most; never more than the size
 * @param found what was found among the distractors on the way
 * @param seed the question's, for permutations
 */
public record FilledHaystack(
        List<Shown> descending,
        Set<DocumentId> pinned,
        Optional<DocumentId> cut,
        int tokens,
        Findings found,
        Seed seed) {
    public FilledHaystack {
        descending = List.copyOf(descending);
        pinned = Set.copyOf(pinned);
    }

    /**
     * What was found among the distractors, those that were left out among them; empty where nobody looked.
     *
     * @param leaks distractors that hold an answer
     * @param nearDuplicates distractors, and the document in the haystack that each repeats
     */
    public record Findings(List<DocumentId> leaks, Map<DocumentId, DocumentId> nearDuplicates) {
        public Findings {
            leaks = List.copyOf(leaks);
            nearDuplicates = Map.copyOf(nearDuplicates);
        }
    }

    /** The documents in an order, those that are pinned at a place if one is given. */
    public List<Shown> arranged(HaystackOrder order, Optional<PinnedPlace> place) {
        return arranged(descending, pinned, seed, order, place);
    }

    static List<Shown> arranged(
            List<Shown> descending,
            Set<DocumentId> pinned,
            Seed seed,
            HaystackOrder order,
            Optional<PinnedPlace> place) {
        List<Shown> ordered = order.arrange(descending, seed);
        return place.map(at -> at.arrange(ordered, pinned)).orElse(ordered);
    }
}
