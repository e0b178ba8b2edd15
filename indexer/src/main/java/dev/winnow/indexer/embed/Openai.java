package dev.winnow.indexer.embed;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.endpoint.ModelEndpoint;
import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.ModelServer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An embedding model behind any server that speaks OpenAI's embeddings: OpenAI, vLLM, text-embeddings-inference, Ollama,
 * llama.cpp.
 *
 * @param model the name by which the server knows it
 * @param baseUrl where the server is; {@code /embeddings} is added to it
 * @param apiKeyEnv the environment variable that holds the key; a server on this machine needs none
 * @param dimensions asks the server for vectors of so many; not sent where left out
 * @param queryInstruction goes before every question, as it stands
 * @param passageInstruction goes before every passage, as it stands
 * @param normalise what is done to the vectors' length
 * @param batchSize texts of one request at most
 * @param deadline for a whole reply, its body included
 * @param concurrency how many requests may be under way at once
 * @param pricePerMillion US dollars for a million tokens, 0 where they are free; not known where left out
 */
public record Openai(
        String model,
        @Default("https://api.openai.com/v1") String baseUrl,
        @Default("OPENAI_API_KEY") String apiKeyEnv,
        Optional<Integer> dimensions,
        @Default("") String queryInstruction,
        @Default("") String passageInstruction,
        @Default("l2") Normalisation normalise,
        @Default("32") int batchSize,
        @Default("60s") Duration deadline,
        @Default("4") int concurrency,
        Optional<Double> pricePerMillion)
        implements EmbedderSpec {

    public Openai {
        require(!model.isBlank(), "model must be the name by which the server knows it, got ''");
        dimensions.ifPresent(d -> require(d >= 1, "dimensions must be at least 1, got " + d));
        pricePerMillion.ifPresent(
                dollars -> require(dollars >= 0, "price-per-million must not be negative, got " + dollars));
        ModelServer server = new ModelServer(baseUrl, apiKeyEnv);
        baseUrl = server.baseUrl();
        endpoint(model, server, batchSize, deadline, concurrency);
    }

    private static ModelEndpoint.Settings endpoint(
            String model, ModelServer server, int batchSize, Duration deadline, int concurrency) {
        return new ModelEndpoint.Settings(
                "embedder '" + model + "'", "embeddings", server, "/embeddings", deadline, concurrency, batchSize);
    }

    /** How its server is asked. */
    ModelEndpoint.Settings endpoint() {
        return endpoint(model, new ModelServer(baseUrl, apiKeyEnv), batchSize, deadline, concurrency);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    @Override
    public Fingerprint fingerprint() {
        return Fingerprint.of(
                "openai",
                baseUrl,
                model,
                dimensions.map(Object::toString).orElse("unset"),
                queryInstruction,
                passageInstruction,
                normalise.name());
    }

    @Override
    public Embedder open(EmbedderTools tools) {
        return new EmbeddingEndpoint(this, endpoint().key(tools.environment()), ModelEndpoint.Pause.SLEEPING);
    }

    @Override
    public OptionalDouble price() {
        return pricePerMillion.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }
}
