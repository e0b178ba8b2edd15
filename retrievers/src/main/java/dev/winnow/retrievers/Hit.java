package dev.winnow.retrievers;

import dev.winnow.indexer.chunk.Passage;
import java.util.Comparator;

/** A passage that was found, and how well it matched; at document level, the document's best passage. */
public record Hit(Passage passage, float score) {
    /** Best score first; equal scores by document id, then by start, so a ranking never depends on index layout. */
    public static final Comparator<Hit> ORDER = (left, right) -> {
        int byScore = Float.compare(right.score, left.score);
        return byScore != 0 ? byScore : Passage.ORDER.compare(left.passage, right.passage);
    };
}
