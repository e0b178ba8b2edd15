package dev.winnow.app.distractors;

/**
 * How much a shown span looks like its question and like the gold evidence; each is that of its most similar passage. Not
 * a number where it cannot be told.
 *
 * @param questionTerms how much of the question's weight of terms the passage holds, in [0, 1]
 * @param goldTerms cosine of the passage's and a gold passage's vectors of terms, the greatest, in [0, 1]
 * @param questionVectors cosine of the embeddings of passage and question, in [-1, 1]
 * @param goldVectors cosine of the embeddings of the passage and a gold passage, the greatest, in [-1, 1]
 */
public record Similarity(double questionTerms, double goldTerms, double questionVectors, double goldVectors) {
    static final Similarity UNKNOWN = new Similarity(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
}
