package dev.winnow.indexer.embed;

/** What makes a score of a cross-encoder's logits. */
public enum PairActivation {
    /** The logit itself. */
    NONE,
    /** 1 / (1 + e^-logit): between 0 and 1, in the same order; very sure scores become equal. */
    SIGMOID,
    /** The label's share among all labels: for models with two or more. */
    SOFTMAX;

    double of(float[] logits, int label) {
        return switch (this) {
            case NONE -> logits[label];
            case SIGMOID -> 1 / (1 + Math.exp(-logits[label]));
            case SOFTMAX -> {
                double sum = 0;
                for (float logit : logits) {
                    sum += Math.exp((double) logit - logits[label]);
                }
                yield 1 / sum;
            }
        };
    }
}
