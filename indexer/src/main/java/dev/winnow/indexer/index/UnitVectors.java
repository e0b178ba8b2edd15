package dev.winnow.indexer.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.lucene.index.FloatVectorValues;

/** The vectors of passages, scaled to length 1, so that their dot products are cosines. For one thread. */
public final class UnitVectors {
    private final FloatVectorValues values;

    /** The vectors of an index by one embedder; there must be passages. */
    public UnitVectors(PassageVectors vectors) {
        this.values = vectors.values();
    }

    /** The vector of the passage that Lucene numbers so. */
    public float[] passage(int number) {
        try {
            return of(values.vectorValue(number));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A vector scaled to length 1; the zero vector stays. */
    public static float[] of(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        float[] unit = vector.clone();
        double length = Math.sqrt(squares);
        for (int i = 0; length > 0 && i < unit.length; i++) {
            unit[i] = (float) (unit[i] / length);
        }
        return unit;
    }

    /** The cosine of two vectors of length 1, in [-1, 1], summed in one fixed order. */
    public static double cosine(float[] left, float[] right) {
        double even = 0;
        double odd = 0;
        int i = 0;
        for (; i + 1 < left.length; i += 2) {
            even += left[i] * right[i];
            odd += left[i + 1] * right[i + 1];
        }
        if (i < left.length) {
            even += left[i] * right[i];
        }
        return Math.max(-1, Math.min(1, even + odd));
    }
}
