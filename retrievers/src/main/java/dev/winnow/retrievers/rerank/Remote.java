package dev.winnow.retrievers.rerank;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.endpoint.ModelEndpoint;
import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.ModelServer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A reranker behind a server that takes {@code POST /rerank}: Cohere, Jina, vLLM, text-embeddings-inference.
 *
 * @param model the name by which the server knows it
 * @param baseUrl where the server is; {@code /rerank} is added to it
 * @param shape how the server's requests and replies look
 * @param apiKeyEnv the environment variable that holds the key; a server on this machine needs none
 * @param batchSize passages of one request at most
 * @param deadline for a whole reply, its body included
 * @param concurrency how many requests may be under way at once
 * @param pricePerMillion US dollars for a million tokens, as the server reports them; not known where left out
 * @param pricePerThousand US dollars for a thousand searches, which is how Cohere charges: one request of 100 passages is
 *     one search, or what the server reports; not known where left out
 */
public record Remote(
        String model,
        String baseUrl,
        @Default("cohere") Shape shape,
        @Default("RERANK_API_KEY") String apiKeyEnv,
        @Default("100") int batchSize,
        @Default("60s") Duration deadline,
        @Default("4") int concurrency,
        Optional<Double> pricePerMillion,
        Optional<Double> pricePerThousand)
        implements PairScorerSpec {

    /** How requests and replies look. */
    public enum Shape {
        /** {@code documents} in, {@code results} with {@code index} and {@code relevance_score} out; Jina's and vLLM's too. */
        COHERE,
        /** {@code texts} in, a list with {@code index} and {@code score} out: text-embeddings-inference. */
        TEI
    }

    public Remote {
        if (model.isBlank()) {
            throw new IllegalArgumentException("model must be the name by which the server knows it, got ''");
        }
        pricePerMillion.ifPresent(dollars -> requireNotNegative("price-per-million", dollars));
        pricePerThousand.ifPresent(dollars -> requireNotNegative("price-per-thousand", dollars));
        ModelServer server = new ModelServer(baseUrl, apiKeyEnv);
        baseUrl = server.baseUrl();
        endpoint(model, server, batchSize, deadline, concurrency);
    }

    private static void requireNotNegative(String key, double dollars) {
        if (!(dollars >= 0)) {
            throw new IllegalArgumentException(key + " must not be negative, got " + dollars);
        }
    }

    private static ModelEndpoint.Settings endpoint(
            String model, ModelServer server, int batchSize, Duration deadline, int concurrency) {
        return new ModelEndpoint.Settings(
                "reranker '" + model + "'", "scores", server, "/rerank", deadline, concurrency, batchSize);
    }

    /** How its server is asked. */
    ModelEndpoint.Settings endpoint() {
        return endpoint(model, new ModelServer(baseUrl, apiKeyEnv), batchSize, deadline, concurrency);
    }

    /**
     * US dollars of requests; empty where no price is known.
     *
     * @param passages in all of them
     */
    public OptionalDouble usd(long requests, long passages, long tokens) {
        if (pricePerMillion.isEmpty() && pricePerThousand.isEmpty()) {
            return OptionalDouble.empty();
        }
        long searches = Math.max(requests, Math.ceilDiv(passages, RerankEndpoint.SEARCH));
        return OptionalDouble.of(
                pricePerMillion.orElse(0.0) * tokens / 1e6 + pricePerThousand.orElse(0.0) * searches / 1e3);
    }

    /** The server decides the rest; that the model behind a name stays the same is its business. */
    @Override
    public Fingerprint fingerprint() {
        return Fingerprint.of("remote", baseUrl, model, shape.name());
    }

    @Override
    public PairScorer open(Function<String, Optional<String>> environment) {
        return new RerankEndpoint(this, endpoint().key(environment), ModelEndpoint.Pause.SLEEPING);
    }
}
