package dev.winnow.retrievers;

/**
 * The dot product, summed in eight lanes in one fixed order: the same bits on every machine, with or without vector
 * instructions.
 */
public final class DotProduct {
    private static final int LANES = 8;

    private DotProduct() {}

    /** The product of two vectors of one dimension. */
    public static float of(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException("vectors are of different dimensions, " + a.length + " and " + b.length);
        }
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        int i = 0;
        for (; i <= a.length - LANES; i += LANES) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
            s4 += a[i + 4] * b[i + 4];
            s5 += a[i + 5] * b[i + 5];
            s6 += a[i + 6] * b[i + 6];
            s7 += a[i + 7] * b[i + 7];
        }
        for (; i < a.length; i++) {
            s0 += a[i] * b[i];
        }
        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }
}
