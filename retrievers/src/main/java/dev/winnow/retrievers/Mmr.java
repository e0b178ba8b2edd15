package dev.winnow.retrievers;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.embed.Embedder;
import dev.winnow.indexer.embed.EmbedderSpec;
import dev.winnow.indexer.embed.Embedding;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.index.VectorSearch;
import dev.winnow.indexer.index.VectorSettings;
import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.Reference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.lucene.index.FloatVectorValues;

/**
 * Maximal marginal relevance: another retriever's first hits, chosen one after the other so that each is relevant and
 * unlike those before it (Carbonell and Goldstein, The Use of MMR, Diversity-Based Reranking for Reordering Documents and
 * Producing Summaries, SIGIR 1998). A hit's score is {@code lambda * relevance - (1 - lambda) * likeness} as it was when
 * it was chosen: its relevance is the retriever's score, scaled so that the pool's best is 1 and its worst 0 (all 1 where
 * they are equal), since BM25's scores have no bounds; its likeness is the greatest cosine of its vector and that of a hit
 * chosen before, 0 for the first; it is never above that of the hit before. What the retriever finds behind the pool keeps its order and follows below.
 *
 * @param of the name of the retriever
 * @param lambda from 0, only unlike, to 1, only relevant
 * @param pool how many hits are chosen from, and scored
 * @param embedder whose vectors are compared; the index's where it is left out
 */
public record Mmr(
        @Reference("retrievers") String of,
        @Default("0.5") double lambda,
        @Default("100") int pool,
        Optional<EmbedderSpec> embedder)
        implements RetrieverSpec {
    public Mmr {
        if (!(lambda >= 0 && lambda <= 1)) {
            throw new IllegalArgumentException("lambda must be between 0 and 1, got " + lambda);
        }
        if (pool < 1) {
            throw new IllegalArgumentException("pool must be at least 1, got " + pool);
        }
    }

    private Dense searched() {
        return new Dense(embedder, new VectorSettings(VectorSearch.EXACT));
    }

    @Override
    public Optional<Dense> dense() {
        return Optional.of(searched());
    }

    @Override
    public Retriever open(RetrieverTools tools) {
        return new Diverse(
                tools.index(), tools.embedded().apply(searched()), tools.named().apply(of), lambda, pool);
    }

    private record Diverse(PassageIndex index, EmbeddedPassages embedded, Retriever of, double lambda, int pool)
            implements Retriever {
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
                rankings.add(chosen(new Pool(found.get(i), pool), queries.get(i).depth()));
            }
            return rankings;
        }

        private Ranking chosen(Pool candidates, int depth) {
            List<Hit> hits = candidates.hits();
            Vectors vectors = vectors(hits);
            double[] relevance = relevance(hits);
            double[] likeness = new double[hits.size()];
            boolean[] taken = new boolean[hits.size()];
            List<Hit> chosen = new ArrayList<>(hits.size());
            while (chosen.size() < hits.size()) {
                int next = -1;
                Hit best = null;
                for (int i = 0; i < taken.length; i++) {
                    if (!taken[i]) {
                        double value = lambda * relevance[i] - (1 - lambda) * likeness[i];
                        Hit hit = new Hit(hits.get(i).passage(), (float) value);
                        if (best == null || Hit.ORDER.compare(hit, best) < 0) {
                            next = i;
                            best = hit;
                        }
                    }
                }
                taken[next] = true;
                for (int i = 0; i < taken.length; i++) {
                    double cosine = cosine(vectors.all().get(i), vectors.all().get(next));
                    likeness[i] = chosen.isEmpty() ? cosine : Math.max(likeness[i], cosine);
                }
                // What is unlike all before, with a cosine below 0, does not go before what was chosen first.
                float most = chosen.isEmpty() ? best.score() : chosen.getLast().score();
                chosen.add(new Hit(best.passage(), Math.min(best.score(), most)));
            }
            return candidates.rescored(chosen, vectors.usage(), depth);
        }

        private static double[] relevance(List<Hit> hits) {
            double best = hits.isEmpty() ? 0 : hits.get(0).score();
            double worst = hits.isEmpty() ? 0 : hits.get(hits.size() - 1).score();
            return hits.stream()
                    .mapToDouble(hit -> best == worst ? 1 : (hit.score() - worst) / (best - worst))
                    .toArray();
        }

        private static double cosine(float[] a, float[] b) {
            double lengths = Math.sqrt((double) DotProduct.of(a, a) * DotProduct.of(b, b));
            return lengths == 0 ? 0 : DotProduct.of(a, b) / lengths;
        }

        private record Vectors(List<float[]> all, RetrievalUsage usage) {}

        /** Those of the index; a span that is none of its passages is embedded. */
        private Vectors vectors(List<Hit> hits) {
            List<float[]> vectors = new ArrayList<>(hits.size());
            RetrievalUsage usage = RetrievalUsage.NONE;
            FloatVectorValues values = embedded.vectors().values();
            try {
                for (Hit hit : hits) {
                    Passage passage = hit.passage();
                    OptionalInt number = index.number(passage);
                    if (number.isPresent()) {
                        vectors.add(values.vectorValue(number.getAsInt()).clone());
                    } else {
                        String title = index.corpus().get(passage.document()).title();
                        List<Embedding> made = embedded.embedder()
                                .embed(List.of(VectorSettings.titled(title, passage.text())), Embedder.Role.PASSAGE);
                        vectors.add(made.get(0).vector());
                        usage = usage.plus(embedded.usage(made));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Vectors(vectors, usage);
        }
    }
}
