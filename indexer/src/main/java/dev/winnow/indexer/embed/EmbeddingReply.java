package dev.winnow.indexer.embed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.indexer.endpoint.ModelEndpoint.Malformed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The body of a reply.
 *
 * @param vectors in the order of the texts that were sent
 * @param tokens that the server says it read, of all texts together; 0 where it says nothing
 */
record EmbeddingReply(List<float[]> vectors, long tokens) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads a body that should hold so many vectors. */
    static EmbeddingReply read(byte[] body, int texts) throws Malformed {
        JsonNode tree;
        try {
            tree = JSON.readTree(body);
        } catch (IOException e) {
            throw new Malformed("the body is not JSON, or is cut off");
        }
        JsonNode data = tree == null ? null : tree.get("data");
        if (data == null || !data.isArray()) {
            throw new Malformed(
                    "there is no list 'data'; check that base-url ends in /v1 or what the server has in its place");
        }
        if (data.size() != texts) {
            throw new Malformed("%,d texts were sent, and %,d vectors came back".formatted(texts, data.size()));
        }
        float[][] vectors = new float[texts][];
        for (int i = 0; i < texts; i++) {
            int index = data.get(i).path("index").asInt(i);
            if (index < 0 || index >= texts || vectors[index] != null) {
                throw new Malformed("the index " + index + " stands twice or is none of the texts'");
            }
            vectors[index] = vector(data.get(i).path("embedding"));
        }
        JsonNode usage = tree.path("usage");
        long tokens =
                usage.path("prompt_tokens").asLong(usage.path("total_tokens").asLong(0));
        return new EmbeddingReply(List.of(vectors), Math.max(0, tokens));
    }

    /** A list of numbers, or the bytes of 32-bit numbers in Base64, which some servers prefer. */
    private static float[] vector(JsonNode embedding) throws Malformed {
        float[] vector = embedding.isTextual() ? decoded(embedding.textValue()) : numbers(embedding);
        for (float value : vector) {
            if (!Float.isFinite(value)) {
                throw new Malformed("a vector holds a number that is not finite");
            }
        }
        if (vector.length == 0) {
            throw new Malformed("a vector is empty; is this a model for embeddings?");
        }
        return vector;
    }

    private static float[] decoded(String base64) throws Malformed {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new Malformed("a vector is a text that is not Base64");
        }
        if (bytes.length % Float.BYTES != 0) {
            throw new Malformed("a vector in Base64 is cut off");
        }
        float[] vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }

    private static float[] numbers(JsonNode list) throws Malformed {
        float[] vector = new float[list.size()];
        for (int i = 0; i < vector.length; i++) {
            if (!list.get(i).isNumber()) {
                throw new Malformed(
                        "a vector holds " + list.get(i).getNodeType().name().toLowerCase(java.util.Locale.ROOT)
                                + " where numbers should be");
            }
            vector[i] = list.get(i).floatValue();
        }
        return vector;
    }

    /**
     * Shares a sum out by the length of texts; the shares have exactly that sum.
     *
     * @return one share for each text
     */
    static long[] shares(long sum, List<String> texts) {
        double whole = 0;
        for (String text : texts) {
            whole += weight(text);
        }
        long[] shares = new long[texts.size()];
        double before = 0;
        long given = 0;
        for (int i = 0; i < shares.length; i++) {
            before += weight(texts.get(i));
            long upTo = i == shares.length - 1 ? sum : (long) (sum * (before / whole));
            shares[i] = upTo - given;
            given = upTo;
        }
        return shares;
    }

    private static int weight(String text) {
        return Math.max(1, text.length());
    }

    /** The dimension that all vectors have, or nothing if they differ. */
    Optional<Integer> dimension() {
        List<Integer> different = new ArrayList<>(
                vectors.stream().map(vector -> vector.length).distinct().toList());
        return different.size() == 1 ? Optional.of(different.get(0)) : Optional.empty();
    }
}
