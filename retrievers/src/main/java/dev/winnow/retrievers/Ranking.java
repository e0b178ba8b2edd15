package dev.winnow.retrievers;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.DocumentId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a retriever found, best first. Rank 1 is {@code hits().get(0)}.
 *
 * @param usage what it took, by all retrievers that took part
 */
public record Ranking(List<Hit> hits, RetrievalUsage usage) {
    public Ranking {
        hits = List.copyOf(hits);
        Set<Passage> seen = HashSet.newHashSet(hits.size());
        for (int i = 0; i < hits.size(); i++) {
            if (i > 0 && Hit.ORDER.compare(hits.get(i - 1), hits.get(i)) > 0) {
                throw new IllegalArgumentException("hits are not in order at rank " + (i + 1) + ": "
                        + hits.get(i).passage().id());
            }
            if (!seen.add(hits.get(i).passage())) {
                throw new IllegalArgumentException(
                        "found twice: " + hits.get(i).passage().id());
            }
        }
    }

    /** Hits that took nothing but a search of the index. */
    public Ranking(List<Hit> hits) {
        this(hits, RetrievalUsage.NONE);
    }

    /** The same hits, which took this besides. */
    public Ranking costing(RetrievalUsage more) {
        return more.equals(RetrievalUsage.NONE) ? this : new Ranking(hits, usage.plus(more));
    }

    /** The first hits, or all where there are fewer. */
    public Ranking top(int depth) {
        return hits.size() <= depth ? this : new Ranking(hits.subList(0, depth), usage);
    }

    /** Each document once, represented by its best passage, in the order of those. */
    public Ranking byDocument() {
        Set<DocumentId> seen = HashSet.newHashSet(hits.size());
        List<Hit> first = new ArrayList<>(hits.size());
        for (Hit hit : hits) {
            if (seen.add(hit.passage().document())) {
                first.add(hit);
            }
        }
        return first.size() == hits.size() ? this : new Ranking(first, usage);
    }
}
