package dev.winnow.retrievers;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.graph.LinkGraph;
import dev.winnow.indexer.index.PassageIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.lucene.util.LongHeap;
import org.apache.lucene.util.NumericUtils;

/**
 * Ranks documents by personalised PageRank. A document's passages come in the other retriever's order; one that only the
 * graph found gives its best passage by BM25, or its first where no term matches. A question that may see some documents
 * alone is answered on the links among these, as if there were no others.
 */
final class PageRankRetriever implements Retriever {
    private final PageRank spec;
    private final Retriever of;
    private final PassageIndex index;
    private final Retriever bm25;
    private final PassageNumbers numbers;
    private final Walks whole;
    private final RecentScopes<Walks> scoped = new RecentScopes<>();

    PageRankRetriever(PageRank spec, Retriever of, PassageIndex index, LinkGraph graph) {
        this.spec = spec;
        this.of = of;
        this.index = index;
        this.bm25 = new Bm25(0.9, 0.4, Bm25.Statistics.CORPUS).open(RetrieverTools.of(index));
        this.numbers = new PassageNumbers(index);
        this.whole = new Walks(graph);
    }

    /** A graph and the walks on it. */
    private final class Walks {
        private final LinkGraph graph;
        private final PersonalisedPageRank pageRank;

        Walks(LinkGraph graph) {
            this.graph = graph;
            this.pageRank = new PersonalisedPageRank(
                    graph, spec.restart(), spec.method().accuracy());
        }
    }

    /** A document that walks reach: its place in the corpus, and its score. */
    private record Reached(int place, float score) {}

    @Override
    public Ranking retrieve(Query query) {
        return retrieveAll(List.of(query)).get(0);
    }

    @Override
    public List<Ranking> retrieveAll(List<Query> queries) {
        List<Ranking> found = of.retrieveAll(queries.stream()
                .map(query -> query.withDepth(Math.max(query.depth(), Math.max(spec.depth(), spec.seeds()))))
                .toList());
        List<Ranking> seeds = seeds(queries, found);
        Map<Walks, List<Integer>> together = new LinkedHashMap<>();
        for (int i = 0; i < queries.size(); i++) {
            if (!seeds.get(i).hits().isEmpty() && seeds.get(i).hits().get(0).score() > 0) {
                together.computeIfAbsent(walks(queries.get(i).scope()), unseen -> new ArrayList<>())
                        .add(i);
            }
        }
        List<List<Reached>> reached = new ArrayList<>();
        queries.forEach(query -> reached.add(List.of()));
        together.forEach((walks, some) -> walks.pageRank.solve(
                some.stream().map(i -> restart(walks.graph, seeds.get(i))).toList(), (number, scores) -> {
                    int i = some.get(number);
                    reached.set(
                            i,
                            best(
                                    walks.graph,
                                    scores,
                                    seeds.get(i),
                                    queries.get(i).depth()));
                }));
        return IntStream.range(0, queries.size())
                .parallel()
                .mapToObj(i -> ranking(queries.get(i), found.get(i), reached.get(i))
                        .costing(
                                queries.get(i).level() == Query.Level.PASSAGE
                                        ? seeds.get(i).usage()
                                        : RetrievalUsage.NONE))
                .toList();
    }

    /** The best documents of each; a ranking of passages may hold other ones, and they are asked for. */
    private List<Ranking> seeds(List<Query> queries, List<Ranking> found) {
        List<Query> asked = queries.stream()
                .filter(query -> query.level() == Query.Level.PASSAGE)
                .map(query -> query.withDepth(spec.seeds()).withLevel(Query.Level.DOCUMENT))
                .toList();
        Iterator<Ranking> answers = (asked.isEmpty() ? List.<Ranking>of() : of.retrieveAll(asked)).iterator();
        List<Ranking> seeds = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            seeds.add(queries.get(i).level() == Query.Level.PASSAGE ? answers.next() : found.get(i));
        }
        return seeds;
    }

    private Walks walks(Scope scope) {
        return switch (scope) {
            case Scope.WholeCorpus all -> whole;
            case Scope.Documents some ->
                scoped.of(
                        some,
                        documents -> new Walks(whole.graph.among(documents.ids().stream()
                                .mapToInt(index.corpus()::place)
                                .toArray())));
        };
    }

    private PersonalisedPageRank.Restart restart(LinkGraph graph, Ranking seeds) {
        List<Hit> positive = seeds.hits().stream()
                .limit(spec.seeds())
                .filter(hit -> hit.score() > 0)
                .toList();
        return new PersonalisedPageRank.Restart(
                positive.stream().mapToInt(hit -> node(graph, hit)).toArray(),
                positive.stream().mapToDouble(Hit::score).toArray());
    }

    private int node(LinkGraph graph, Hit hit) {
        return graph.node(index.corpus().place(hit.passage().document()));
    }

    /** The documents of the best scores, in no order: so many, and all that score as the last of them does. */
    private List<Reached> best(LinkGraph graph, PersonalisedPageRank.Scores scores, Ranking seeds, int depth) {
        int[] isolated = seeds.hits().stream()
                .limit(spec.seeds())
                .mapToInt(hit -> node(graph, hit))
                .filter(node -> graph.degree(node) == 0)
                .toArray();
        int linked = graph.linked();
        int count = linked + isolated.length;
        float[] values = new float[count];
        LongHeap best = new LongHeap(Math.max(1, Math.min(depth, count)));
        for (int i = 0; i < count; i++) {
            values[i] = (float) scores.of(i < linked ? i : isolated[i - linked]);
            if (values[i] > 0) {
                best.insertWithOverflow(NumericUtils.floatToSortableInt(values[i]));
            }
        }
        if (best.size() == 0) {
            return List.of();
        }
        float least = best.size() < depth ? 0 : NumericUtils.sortableIntToFloat((int) best.top());
        List<Reached> reached = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (values[i] > 0 && values[i] >= least) {
                reached.add(new Reached(graph.place(i < linked ? i : isolated[i - linked]), values[i]));
            }
        }
        return reached;
    }

    /** What walks reach, then what they do not. */
    private Ranking ranking(Query query, Ranking found, List<Reached> reached) {
        Map<DocumentId, List<Passage>> passages = new LinkedHashMap<>();
        found.hits().forEach(hit -> passages.computeIfAbsent(hit.passage().document(), unseen -> new ArrayList<>())
                .add(hit.passage()));
        List<Hit> documents = leading(query, passages, reached).stream()
                .sorted(Hit.ORDER)
                .limit(query.depth())
                .toList();
        List<Hit> hits = new ArrayList<>();
        for (Hit document : documents) {
            List<Passage> listed = query.level() == Query.Level.PASSAGE
                    ? passages.getOrDefault(document.passage().document(), List.of(document.passage()))
                    : List.of(document.passage());
            for (Passage passage : listed) {
                hits.add(new Hit(passage, below(hits, document, query.level())));
            }
            passages.remove(document.passage().document());
        }
        // Below everything that a walk reaches, in the order in which they were found.
        int rank = 0;
        for (Hit hit : found.hits()) {
            if (hits.size() < query.depth()
                    && passages.containsKey(hit.passage().document())) {
                hits.add(new Hit(hit.passage(), - ++rank));
            }
        }
        return new Ranking(hits, found.usage()).reranking(found).top(query.depth());
    }

    /** A document's score; for passages one that falls from each to the next, so that their order is kept. */
    private static float below(List<Hit> hits, Hit document, Query.Level level) {
        if (level == Query.Level.DOCUMENT || hits.isEmpty()) {
            return document.score();
        }
        return Math.min(
                document.score(), Math.nextDown(hits.get(hits.size() - 1).score()));
    }

    /** Each document that walks reach by the passage that stands for it; those without any passage are left out. */
    private List<Hit> leading(Query query, Map<DocumentId, List<Passage>> found, List<Reached> reached) {
        List<Reached> some =
                reached.stream().filter(each -> numbers.count(each.place()) > 0).toList();
        List<Passage> firsts = index.passages(
                some.stream().mapToInt(each -> numbers.first(each.place())).toArray());
        List<DocumentId> open = new ArrayList<>();
        for (int i = 0; i < some.size(); i++) {
            DocumentId document = firsts.get(i).document();
            if (numbers.count(some.get(i).place()) > 1 && !found.containsKey(document)) {
                open.add(document);
            }
        }
        Map<DocumentId, Passage> chosen = new HashMap<>();
        if (!open.isEmpty()) {
            bm25.retrieve(new Query(query.text(), Scope.of(open), open.size(), Query.Level.DOCUMENT))
                    .hits()
                    .forEach(hit -> chosen.put(hit.passage().document(), hit.passage()));
        }
        found.forEach((document, passages) -> chosen.put(document, passages.get(0)));
        List<Hit> hits = new ArrayList<>();
        for (int i = 0; i < some.size(); i++) {
            Passage first = firsts.get(i);
            hits.add(new Hit(
                    chosen.getOrDefault(first.document(), first), some.get(i).score()));
        }
        return hits;
    }
}
