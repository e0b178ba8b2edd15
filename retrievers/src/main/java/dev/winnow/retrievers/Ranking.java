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
 * @param before the first hits as they stood before they were reranked, best first, those included that are no longer among
 *     the hits; empty where nothing was reranked
 */
public record Ranking(List<Hit> hits, RetrievalUsage usage, List<Passage> before) {
    public Ranking {
        hits = List.copyOf(hits);
        before = List.copyOf(before);
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

    /** Hits that were not reranked. */
    public Ranking(List<Hit> hits, RetrievalUsage usage) {
        this(hits, usage, List.of());
    }

    /** Hits that took nothing but a search of the index. */
    public Ranking(List<Hit> hits) {
        this(hits, RetrievalUsage.NONE);
    }

    /** The same hits, which took this besides. */
    public Ranking costing(RetrievalUsage more) {
        return more.equals(RetrievalUsage.NONE) ? this : new Ranking(hits, usage.plus(more), before);
    }

    /** The same hits, which are those of another ranking in a new order, and perhaps more. */
    public Ranking reranking(Ranking other) {
        return new Ranking(
                hits,
                usage,
                other.before.isEmpty() ? other.hits.stream().map(Hit::passage).toList() : other.before);
    }

    /** The first hits, or all where there are fewer. */
    public Ranking top(int depth) {
        return hits.size() <= depth ? this : new Ranking(hits.subList(0, depth), usage, before);
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
        return first.size() == hits.size() ? this : new Ranking(first, usage, before);
    }
}
