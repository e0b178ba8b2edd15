package dev.winnow.indexer.embed;

/**
 * A text's vector, and what it took. Similarity is the dot product of two vectors: the cosine where vectors are of
 * length 1, as they are unless a spec says otherwise.
 *
 * @param vector not to be changed
 * @param tokens that the model read, by its own tokenizer or as its server reports them
 * @param nanos its share of the time that computing took, in nanoseconds; from a cache, what it took when it was computed
 */
// Compared by nobody, and copied by nobody: vectors come by the hundred thousand.
@SuppressWarnings("ArrayRecordComponent")
public record Embedding(float[] vector, int tokens, long nanos) {}
