package dev.winnow.app.experiment;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.chunk.PassageId;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.retrievers.Bm25;
import dev.winnow.retrievers.Hit;
import dev.winnow.retrievers.Query;
import dev.winnow.retrievers.Ranking;
import dev.winnow.retrievers.Retriever;
import dev.winnow.retrievers.RetrieverTools;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Finds as many passages as dense retrieval would, and of the same lengths, but not the same ones: for forecasts where
 * vectors are not there. BM25's hits of even rank come first, so that what it shares with BM25 in a fusion is about half,
 * as vectors do; then the odd ones, then what no term matches, as dense retrieval leaves nothing out.
 */
record DenseStandIn(PassageIndex index) implements Retriever {
    @Override
    public Ranking retrieve(Query query) {
        int wide = (int) Math.min(Integer.MAX_VALUE, 2L * query.depth());
        List<Hit> found = new Bm25()
                .open(RetrieverTools.of(index))
                .retrieve(query.withDepth(wide))
                .hits();
        List<Passage> ordered = new ArrayList<>();
        for (int first = 1; first >= 0; first--) {
            for (int at = first; at < found.size(); at += 2) {
                ordered.add(found.get(at).passage());
            }
        }
        fill(ordered, query);
        List<Hit> hits = new ArrayList<>();
        for (Passage passage : ordered) {
            hits.add(new Hit(passage, 1f / (hits.size() + 1)));
        }
        return new Ranking(hits).top(query.depth());
    }

    private void fill(List<Passage> ordered, Query query) {
        if (ordered.size() >= query.depth()) {
            return;
        }
        boolean once = query.level() == Query.Level.DOCUMENT;
        Set<Object> there = new HashSet<>();
        ordered.forEach(passage -> there.add(once ? passage.document() : passage.id()));
        Iterator<Passage> rest = index.corpus()
                .documents(query.scope())
                .flatMap(document -> index.passages(document.id()).stream())
                .filter(passage -> once ? there.add(passage.document()) : !there.contains(passage.id()))
                .iterator();
        while (ordered.size() < query.depth() && rest.hasNext()) {
            ordered.add(rest.next());
        }
    }
}
