package dev.winnow.indexer.embed;

/** What is done to a finished vector. */
public enum Normalisation {
    /** It is scaled to length 1, so that dot products are cosines; a vector of zeros stays one. */
    L2 {
        @Override
        void apply(float[] vector) {
            double square = 0;
            for (float value : vector) {
                square += (double) value * value;
            }
            if (square > 0) {
                double length = Math.sqrt(square);
                for (int i = 0; i < vector.length; i++) {
                    vector[i] = (float) (vector[i] / length);
                }
            }
        }
    },
    /** It stays as the model gave it. */
    NONE {
        @Override
        void apply(float[] vector) {}
    };

    abstract void apply(float[] vector);
}
