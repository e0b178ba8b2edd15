package dev.winnow.indexer.embed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.indexer.endpoint.ModelEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks a server for embeddings, in batches side by side. */
final class EmbeddingEndpoint implements Embedder {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Openai spec;
    private final ModelEndpoint endpoint;
    private final AtomicInteger dimension = new AtomicInteger();

    EmbeddingEndpoint(Openai spec, Optional<String> key, ModelEndpoint.Pause pause) {
        this.spec = spec;
        this.endpoint = new ModelEndpoint(spec.endpoint(), key, pause);
    }

    @Override
    public List<Embedding> embed(List<String> texts, Role role) {
        String instruction =
                switch (role) {
                    case PASSAGE -> spec.passageInstruction();
                    case QUERY -> spec.queryInstruction();
                };
        long begun = System.nanoTime();
        List<ModelEndpoint.Request<List<Embedding>>> requests = new ArrayList<>();
        for (int from = 0; from < texts.size(); from += spec.batchSize()) {
            List<String> batch = texts.subList(from, Math.min(texts.size(), from + spec.batchSize())).stream()
                    .map(text -> instruction + text)
                    .toList();
            requests.add(new ModelEndpoint.Request<>(request(batch), body -> embeddings(body, batch)));
        }
        List<Embedding> embeddings = new ArrayList<>(texts.size());
        endpoint.ask(requests).forEach(embeddings::addAll);
        // Requests run side by side: each text is charged its share of the time that all took together.
        long share = texts.isEmpty() ? 0 : (System.nanoTime() - begun) / texts.size();
        embeddings.replaceAll(one -> new Embedding(one.vector(), one.tokens(), share));
        return embeddings;
    }

    private byte[] request(List<String> texts) {
        ObjectNode body = JSON.createObjectNode();
        body.put("model", spec.model());
        texts.forEach(body.putArray("input")::add);
        // OpenAI's default, said because some servers in between have another.
        body.put("encoding_format", "float");
        spec.dimensions().ifPresent(wanted -> body.put("dimensions", wanted));
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a text cannot be written as JSON", e);
        }
    }

    private List<Embedding> embeddings(byte[] body, List<String> texts) throws ModelEndpoint.Malformed {
        EmbeddingReply reply = EmbeddingReply.read(body, texts.size());
        check(reply);
        long[] tokens = EmbeddingReply.shares(reply.tokens(), texts);
        List<Embedding> embeddings = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            float[] vector = reply.vectors().get(i);
            spec.normalise().apply(vector);
            embeddings.add(new Embedding(vector, Math.toIntExact(tokens[i]), 0));
        }
        return embeddings;
    }

    private void check(EmbeddingReply reply) throws ModelEndpoint.Malformed {
        int got = reply.dimension().orElse(-1);
        if (got < 0) {
            throw new ModelEndpoint.Malformed("its vectors have different dimensions");
        }
        int wanted = spec.dimensions().orElse(got);
        if (got != wanted) {
            throw new ModelEndpoint.Malformed(
                    "dimensions asks for %,d, and the vectors have %,d; leave it out, or name a model that can shorten"
                            .formatted(wanted, got));
        }
        if (!dimension.compareAndSet(0, got) && dimension.get() != got) {
            throw new ModelEndpoint.Malformed(
                    "vectors have %,d dimensions, and had %,d before; does one server stand behind base-url?"
                            .formatted(got, dimension.get()));
        }
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
