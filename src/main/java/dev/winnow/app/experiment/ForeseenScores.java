package dev.winnow.app.experiment;

import dev.winnow.indexer.embed.Embedder;
import dev.winnow.indexer.embed.EmbedderSpec;
import dev.winnow.indexer.embed.Embedding;
import dev.winnow.indexer.embed.PairScore;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.retrievers.PricedEmbedder;
import dev.winnow.retrievers.rerank.PairScorer;
import dev.winnow.retrievers.rerank.PairScorerSpec;
import dev.winnow.retrievers.rerank.RememberedScores;
import dev.winnow.retrievers.rerank.Remote;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Stands where cross-encoders and servers of rerankers would: it counts the pairs that they would be given, sends and
 * computes nothing, and leaves passages in the order in which they come.
 */
public final class ForeseenScores {
    private final TokenCounter counter;
    private final Map<PairScorerSpec, PairScorer> scorers = new LinkedHashMap<>();
    private final Map<PairScorerSpec, Amount> amounts = new LinkedHashMap<>();

    ForeseenScores(TokenCounter counter) {
        this.counter = counter;
    }

    /**
     * What one reranker would be given.
     *
     * @param requests to its server, 0 for one that runs here
     * @param tokens of queries and passages by the experiment's tokenizer, before anything is cut
     */
    public record Amount(long pairs, long requests, long tokens) {
        private Amount plus(Amount other) {
            return new Amount(pairs + other.pairs, requests + other.requests, tokens + other.tokens);
        }
    }

    synchronized PairScorer open(PairScorerSpec spec) {
        return scorers.computeIfAbsent(
                spec,
                wanted -> new RememberedScores(new PairScorer() {
                    @Override
                    public List<PairScore> score(String query, List<String> passages) {
                        return counted(wanted, query, passages);
                    }

                    @Override
                    public void close() {}
                }));
    }

    private List<PairScore> counted(PairScorerSpec spec, String query, List<String> passages) {
        long tokens = (long) passages.size() * counter.count(query);
        for (String passage : passages) {
            tokens += counter.count(passage);
        }
        long requests = spec instanceof Remote server ? Math.ceilDiv(passages.size(), server.batchSize()) : 0;
        synchronized (this) {
            amounts.merge(spec, new Amount(passages.size(), requests, tokens), Amount::plus);
        }
        return IntStream.range(0, passages.size())
                .mapToObj(place -> new PairScore(-place, 0, 0))
                .toList();
    }

    /** Embeds nothing: all texts have the same vector, and count with their tokens. */
    PricedEmbedder embedder(Optional<EmbedderSpec> spec) {
        Embedder counting = new Embedder() {
            @Override
            public List<Embedding> embed(List<String> texts, Role role) {
                return texts.stream()
                        .map(text -> new Embedding(new float[] {1}, counter.count(text), 0))
                        .toList();
            }

            @Override
            public void close() {}
        };
        return new PricedEmbedder(counting, spec.map(EmbedderSpec::price).orElse(OptionalDouble.of(0)));
    }

    /** What each reranker would be given, of those that would be given something. */
    public synchronized Map<PairScorerSpec, Amount> amounts() {
        return new LinkedHashMap<>(amounts);
    }
}
