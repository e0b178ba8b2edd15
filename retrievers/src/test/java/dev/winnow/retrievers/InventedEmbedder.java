package dev.winnow.retrievers;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.embed.Embedder;
import dev.winnow.indexer.embed.EmbedderSpec;
import dev.winnow.indexer.embed.EmbedderTools;
import dev.winnow.indexer.embed.Embedding;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** A bag of words: each word has a direction of its own, a text the sum of its words'. Texts that share words are near. */
record InventedEmbedder(int dimension) implements EmbedderSpec {
    private static final Map<String, double[]> DIRECTIONS = new ConcurrentHashMap<>();

    @Override
    public Fingerprint fingerprint() {
        return Fingerprint.of("invented", Integer.toString(dimension));
    }

    @Override
    public Embedder open(EmbedderTools tools) {
        return new Embedder() {
            @Override
            public List<Embedding> embed(List<String> texts, Role role) {
                return texts.stream()
                        .map(text -> new Embedding(vector(text), text.length(), 1_000_000))
                        .toList();
            }

            @Override
            public void close() {}
        };
    }

    private double[] direction(String word) {
        RandomGenerator random = new Seed(0).child("word", word).random();
        return random.doubles(dimension, -1, 1).toArray();
    }

    private float[] vector(String text) {
        double[] sum = new double[dimension];
        for (String word : text.split("\\W+")) {
            double[] direction = DIRECTIONS.computeIfAbsent(word + dimension, key -> direction(word));
            for (int i = 0; i < dimension; i++) {
                sum[i] += direction[i];
            }
        }
        double length = 0;
        for (double value : sum) {
            length += value * value;
        }
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) (sum[i] / Math.sqrt(length));
        }
        return vector;
    }
}
