package dev.winnow.indexer.embed;

/** How the states that a model gives, one for each token, become one vector. */
public enum Pooling {
    /** The state of the first token. */
    CLS,
    /** The mean of the states of all tokens, special tokens among them. */
    MEAN,
    /** The state of the last token. */
    LAST,
    /** The model's output is already one vector. */
    NONE;

    /**
     * The vector of a text.
     *
     * @param states rows one after the other, one for each token; one alone with {@link #NONE}
     */
    float[] pool(float[] states, int rows) {
        int dimension = states.length / rows;
        float[] vector = new float[dimension];
        switch (this) {
            case CLS, NONE -> System.arraycopy(states, 0, vector, 0, dimension);
            case LAST -> System.arraycopy(states, (rows - 1) * dimension, vector, 0, dimension);
            case MEAN -> {
                for (int i = 0; i < dimension; i++) {
                    double sum = 0;
                    for (int row = 0; row < rows; row++) {
                        sum += states[row * dimension + i];
                    }
                    vector[i] = (float) (sum / rows);
                }
            }
        }
        return vector;
    }
}
