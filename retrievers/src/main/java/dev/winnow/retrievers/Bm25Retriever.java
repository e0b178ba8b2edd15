package dev.winnow.retrievers;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.Fields;
import dev.winnow.indexer.index.PassageIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.similarities.BM25Similarity;

/** Searches passages by BM25. */
final class Bm25Retriever implements Retriever {
    private final PassageIndex index;
    private final Bm25.Statistics statistics;
    private final BM25Similarity similarity;
    private final ScopeCache scopes;

    Bm25Retriever(PassageIndex index, Bm25 spec) {
        this.index = index;
        this.scopes = new ScopeCache(index);
        this.statistics = spec.statistics();
        this.similarity = new BM25Similarity((float) spec.k1(), (float) spec.b());
    }

    @Override
    public Ranking retrieve(Query query) {
        Map<String, Float> weights = new LinkedHashMap<>();
        terms(query.text()).forEach((term, count) -> weights.put(term, (float) count));
        return retrieve(weights, query);
    }

    /** The same for terms of these weights, by which their scores are multiplied, in place of the query's text. */
    Ranking retrieve(Map<String, Float> weights, Query query) {
        try {
            if (weights.isEmpty() || index.reader().leaves().isEmpty()) {
                return new Ranking(List.of());
            }
            return switch (query.scope()) {
                case Scope.WholeCorpus whole -> search(new IndexSearcher(index.reader()), clauses(weights), query);
                case Scope.Documents some -> {
                    ScopedPassages scope = scopes.of(some);
                    // A term that stands nowhere in the scope has no statistics there, and nothing to add.
                    Map<String, Float> known = new LinkedHashMap<>(weights);
                    known.keySet().removeIf(term -> scope.documentFrequency(new Term(Fields.TEXT, term)) == 0);
                    if (known.isEmpty()) {
                        yield new Ranking(List.of());
                    }
                    BooleanQuery.Builder clauses = clauses(known).add(scope.filter(), BooleanClause.Occur.FILTER);
                    clauses.setMinimumNumberShouldMatch(1);
                    IndexSearcher searcher =
                            switch (statistics) {
                                case SCOPE -> scope.searcher(index.reader());
                                case CORPUS -> new IndexSearcher(index.reader());
                            };
                    yield search(searcher, clauses, query);
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often each term stands in a text, in the order of their first places. */
    Map<String, Integer> terms(String text) {
        Map<String, Integer> terms = new LinkedHashMap<>();
        try (TokenStream stream = index.analysis().tokenStream(Fields.TEXT, text)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                terms.merge(term.toString(), 1, Integer::sum);
            }
            stream.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return terms;
    }

    /** In which share of the passages a term stands, from 0 to 1, by the statistics that scores are computed with. */
    double share(String term, Scope scope) {
        Term wanted = new Term(Fields.TEXT, term);
        try {
            if (statistics == Bm25.Statistics.SCOPE && scope instanceof Scope.Documents some) {
                ScopedPassages passages = scopes.of(some);
                return (double) passages.documentFrequency(wanted) / Math.max(1, passages.size());
            }
            return (double) index.reader().docFreq(wanted)
                    / Math.max(1, index.reader().maxDoc());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static {
        // Lucene's limit is 1,024, which long questions exceed; their terms are bounded by their length.
        IndexSearcher.setMaxClauseCount(1 << 20);
    }

    private static BooleanQuery.Builder clauses(Map<String, Float> weights) {
        BooleanQuery.Builder clauses = new BooleanQuery.Builder();
        weights.forEach((term, weight) -> clauses.add(
                new BoostQuery(new TermQuery(new Term(Fields.TEXT, term)), weight), BooleanClause.Occur.SHOULD));
        return clauses;
    }

    private Ranking search(IndexSearcher searcher, BooleanQuery.Builder clauses, Query query) throws IOException {
        searcher.setSimilarity(similarity);
        int most = Math.max(1, index.reader().maxDoc());
        int wanted = Math.min(query.depth(), most);
        while (true) {
            ScoreDoc[] found = searcher.search(clauses.build(), new TopScoreDocCollectorManager(wanted, 1)).scoreDocs;
            if (query.level() == Query.Level.PASSAGE) {
                return ranking(found, found.length);
            }
            int documents = firstOfEachDocument(found);
            if (documents >= query.depth() || found.length < wanted || wanted == most) {
                return ranking(found, Math.min(documents, query.depth()));
            }
            wanted = (int) Math.min(most, 4L * wanted);
        }
    }

    /** Moves the best passage of each document to the front, in the order found; returns how many there are. */
    private int firstOfEachDocument(ScoreDoc[] found) {
        int[] places = index.places(numbers(found, found.length));
        BitSet seen = new BitSet(index.corpus().size());
        int documents = 0;
        for (int i = 0; i < found.length; i++) {
            if (!seen.get(places[i])) {
                seen.set(places[i]);
                found[documents++] = found[i];
            }
        }
        return documents;
    }

    private Ranking ranking(ScoreDoc[] found, int depth) {
        List<Passage> passages = index.passages(numbers(found, depth));
        List<Hit> hits = new ArrayList<>(depth);
        for (int i = 0; i < depth; i++) {
            hits.add(new Hit(passages.get(i), found[i].score));
        }
        return new Ranking(hits);
    }

    private static int[] numbers(ScoreDoc[] found, int depth) {
        int[] numbers = new int[depth];
        for (int i = 0; i < depth; i++) {
            numbers[i] = found[i].doc;
        }
        return numbers;
    }
}
