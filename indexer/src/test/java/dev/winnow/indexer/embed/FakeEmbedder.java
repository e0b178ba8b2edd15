package dev.winnow.indexer.embed;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes a vector of each text's hash, and counts. */
final class FakeEmbedder implements Embedder {
    final AtomicInteger computed = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    private final int dimension;

    FakeEmbedder(int dimension) {
        this.dimension = dimension;
    }

    static Embedding of(String text, Role role, int dimension) {
        float[] vector = new float[dimension];
        int seed = 31 * text.hashCode() + role.ordinal();
        for (int i = 0; i < dimension; i++) {
            seed = seed * 1_103_515_245 + 12_345;
            vector[i] = (seed >> 8) / 1e6f;
        }
        return new Embedding(vector, text.length(), 1_000L * text.length());
    }

    @Override
    public List<Embedding> embed(List<String> texts, Role role) {
        List<Embedding> embeddings = new ArrayList<>();
        for (String text : texts) {
            computed.incrementAndGet();
            embeddings.add(of(text, role, dimension));
        }
        return embeddings;
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }
}
