package dev.winnow.retrievers.rerank;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.indexer.embed.PairScore;
import dev.winnow.indexer.endpoint.ModelEndpoint;
import dev.winnow.indexer.endpoint.ModelEndpoint.Malformed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Asks a server for the scores of passages, in batches side by side. */
final class RerankEndpoint implements PairScorer {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Passages of what Cohere counts as one search. */
    static final int SEARCH = 100;

    private final Remote spec;
    private final ModelEndpoint endpoint;

    RerankEndpoint(Remote spec, Optional<String> key, ModelEndpoint.Pause pause) {
        this.spec = spec;
        this.endpoint = new ModelEndpoint(spec.endpoint(), key, pause);
    }

    @Override
    public List<PairScore> score(String query, List<String> passages) {
        List<ModelEndpoint.Request<List<PairScore>>> requests = new ArrayList<>();
        for (int from = 0; from < passages.size(); from += spec.batchSize()) {
            List<String> batch = passages.subList(from, Math.min(passages.size(), from + spec.batchSize()));
            requests.add(new ModelEndpoint.Request<>(request(query, batch), body -> scores(body, batch.size())));
        }
        List<PairScore> scores = new ArrayList<>(passages.size());
        endpoint.ask(requests).forEach(scores::addAll);
        return scores;
    }

    private byte[] request(String query, List<String> passages) {
        ObjectNode body = JSON.createObjectNode();
        body.put("model", spec.model()).put("query", query);
        switch (spec.shape()) {
            case COHERE -> {
                passages.forEach(body.putArray("documents")::add);
                body.put("top_n", passages.size());
            }
            case TEI -> {
                passages.forEach(body.putArray("texts")::add);
                body.put("truncate", true);
            }
        }
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a text cannot be written as JSON", e);
        }
    }

    private List<PairScore> scores(byte[] body, int passages) throws Malformed {
        JsonNode tree;
        try {
            tree = JSON.readTree(body);
        } catch (IOException e) {
            throw new Malformed("the body is not JSON, or is cut off");
        }
        float[] scores =
                switch (spec.shape()) {
                    case COHERE ->
                        scores(
                                tree.path("results"),
                                "relevance_score",
                                passages,
                                "there is no list 'results'; check base-url, or shape: tei for text-embeddings-inference");
                    case TEI ->
                        scores(tree, "score", passages, "it is no list; check base-url, or leave shape out for others");
                };
        long tokens = tokens(tree);
        double usd = spec.pricePerMillion().orElse(0.0) * tokens / 1e6
                + spec.pricePerThousand().orElse(0.0) * searches(tree, passages) / 1e3;
        List<PairScore> pairs = new ArrayList<>(passages);
        for (int i = 0; i < passages; i++) {
            // Shares have exactly the sum of the tokens.
            long share = tokens * (i + 1) / passages - tokens * i / passages;
            pairs.add(new PairScore(scores[i], share, usd / passages));
        }
        return pairs;
    }

    private static float[] scores(JsonNode results, String field, int passages, String otherwise) throws Malformed {
        if (!results.isArray()) {
            throw new Malformed(otherwise);
        }
        float[] scores = new float[passages];
        boolean[] scored = new boolean[passages];
        for (JsonNode result : results) {
            JsonNode index = result.path("index");
            if (!index.isIntegralNumber()) {
                throw new Malformed("a result has no index");
            }
            if (!index.canConvertToInt() || index.intValue() < 0 || index.intValue() >= passages) {
                throw new Malformed(
                        "%,d passages were sent, and a result has the index %s".formatted(passages, index.asText()));
            }
            int at = index.intValue();
            if (scored[at]) {
                throw new Malformed("the index " + at + " stands twice");
            }
            JsonNode score = result.path(field);
            if (!score.isNumber() || !Float.isFinite(score.floatValue())) {
                throw new Malformed("the " + field + " of index " + at + " is no number");
            }
            scored[at] = true;
            scores[at] = score.floatValue();
        }
        for (int at = 0; at < passages; at++) {
            if (!scored[at]) {
                throw new Malformed(
                        "%,d passages were sent, and the one with the index %d has no score".formatted(passages, at));
            }
        }
        return scores;
    }

    /** As Jina and vLLM say it, or Cohere; 0 where nobody does. */
    private static long tokens(JsonNode tree) {
        return Math.max(
                0,
                first(
                                tree.path("usage").path("total_tokens"),
                                tree.path("usage").path("prompt_tokens"),
                                tree.path("meta").path("billed_units").path("total_tokens"),
                                tree.path("meta").path("tokens").path("input_tokens"))
                        .map(JsonNode::asLong)
                        .orElse(0L));
    }

    private static double searches(JsonNode tree, int passages) {
        return first(tree.path("meta").path("billed_units").path("search_units"))
                .map(JsonNode::asDouble)
                .orElse((double) Math.ceilDiv(passages, SEARCH));
    }

    private static Optional<JsonNode> first(JsonNode... nodes) {
        return Arrays.stream(nodes).filter(JsonNode::isNumber).findFirst();
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
