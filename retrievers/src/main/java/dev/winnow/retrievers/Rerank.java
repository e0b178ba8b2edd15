package dev.winnow.retrievers;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.Reference;
import dev.winnow.retrievers.rerank.Candidate;
import dev.winnow.retrievers.rerank.Reranked;
import dev.winnow.retrievers.rerank.Reranker;
import dev.winnow.retrievers.rerank.RerankerSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Another retriever's first hits in a new order. What it finds behind them keeps its order and follows below, each hit's
 * score 1 less than that of the one before. At document level each candidate is a document by its best passage.
 *
 * @param of the name of the retriever whose hits are reranked
 * @param with what gives them new scores
 * @param pool how many hits get a new score at most; the retriever is asked for so many, also where fewer are wanted
 */
public record Rerank(@Reference("retrievers") String of, RerankerSpec with, @Default("100") int pool)
        implements RetrieverSpec {
    public Rerank {
        if (pool < 1) {
            throw new IllegalArgumentException("pool must be at least 1, got " + pool);
        }
    }

    @Override
    public Retriever open(RetrieverTools tools) {
        return new Reordered(tools.index(), tools.named().apply(of), with.open(tools), pool);
    }

    private record Reordered(PassageIndex index, Retriever of, Reranker reranker, int pool) implements Retriever {
        @Override
        public Ranking retrieve(Query query) {
            return retrieveAll(List.of(query)).get(0);
        }

        @Override
        public List<Ranking> retrieveAll(List<Query> queries) {
            List<Ranking> found = of.retrieveAll(queries.stream()
                    .map(query -> query.withDepth(Math.max(pool, query.depth())))
                    .toList());
            List<Ranking> rankings = new ArrayList<>(found.size());
            for (int i = 0; i < found.size(); i++) {
                rankings.add(reordered(queries.get(i), new Pool(found.get(i), pool)));
            }
            return rankings;
        }

        private Ranking reordered(Query query, Pool candidates) {
            List<Hit> hits = candidates.hits();
            if (hits.isEmpty()) {
                return candidates.found();
            }
            Reranked reranked = reranker.rerank(
                    query.text(),
                    hits.stream().map(hit -> candidate(hit.passage())).toList());
            List<Hit> scored = new ArrayList<>(hits.size());
            for (int i = 0; i < hits.size(); i++) {
                scored.add(new Hit(hits.get(i).passage(), reranked.scores().get(i)));
            }
            return candidates.rescored(scored, reranked.usage(), query.depth());
        }

        private Candidate candidate(Passage passage) {
            return new Candidate(passage, index.corpus().get(passage.document()).title());
        }
    }
}
