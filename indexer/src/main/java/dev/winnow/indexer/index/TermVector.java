package dev.winnow.indexer.index;

/**
 * A text as the terms of an index that stand in it, each weighing {@code idf * (1 + ln(occurrences))}: Salton and
 * Buckley's weights (Term-weighting approaches in automatic text retrieval, 1988) with BM25's idf. Made by
 * {@link Lexicon}; only vectors of one lexicon can be compared.
 */
public final class TermVector {
    private final int[] terms;
    private final float[] weights;
    private final double sum;
    private final double length;

    /** Terms by rising number, and their weights. */
    TermVector(int[] terms, float[] weights) {
        this.terms = terms;
        this.weights = weights;
        double all = 0;
        double squares = 0;
        for (float weight : weights) {
            all += weight;
            squares += (double) weight * weight;
        }
        this.sum = all;
        this.length = Math.sqrt(squares);
    }

    /** How many different terms there are. */
    int size() {
        return terms.length;
    }

    /** The cosine of both vectors, in [0, 1]: 1 for the same terms as often each; 0 where one of them has no term. */
    public double cosine(TermVector other) {
        double product = 0;
        for (int i = 0, j = 0; i < terms.length && j < other.terms.length; ) {
            if (terms[i] == other.terms[j]) {
                product += (double) weights[i++] * other.weights[j++];
            } else if (terms[i] < other.terms[j]) {
                i++;
            } else {
                j++;
            }
        }
        double scale = length * other.length;
        return scale == 0 ? 0 : Math.min(1, product / scale);
    }

    /** How much of this text's weight is in terms that the other has, in [0, 1]; 0 where this one has no term. */
    public double shareIn(TermVector other) {
        double found = 0;
        for (int i = 0, j = 0; i < terms.length && j < other.terms.length; ) {
            if (terms[i] == other.terms[j]) {
                found += weights[i++];
                j++;
            } else if (terms[i] < other.terms[j]) {
                i++;
            } else {
                j++;
            }
        }
        return sum == 0 ? 0 : Math.min(1, found / sum);
    }
}
