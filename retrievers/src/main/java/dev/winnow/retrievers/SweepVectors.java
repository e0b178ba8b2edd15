package dev.winnow.retrievers;

import dev.winnow.indexer.graph.LinkGraph;
import java.nio.IntBuffer;
import java.util.List;

/**
 * The vectors of conjugate gradients, those of several solutions side by side, and one pass over a chunk of them.
 *
 * <p>A node's sum over its links is taken in two halves, those at even and those at odd places of its row: each addition
 * would wait for the one before it otherwise.
 */
abstract class SweepVectors {
    /** The solution so far. */
    final double[] z;
    /** Its residual. */
    final double[] r;
    /**
     * The direction of the next step. Its bits are few, as it is what is read all over the place: the residual stays that of
     * the solution to the last bit, because the step is taken along, and the product made of, these few bits.
     */
    final float[] p;
    /** The matrix times that. */
    final double[] q;

    final LinkGraph graph;

    SweepVectors(LinkGraph graph, int size) {
        this.graph = graph;
        this.z = new double[size];
        this.r = new double[size];
        this.p = new float[size];
        this.q = new double[size];
    }

    final List<double[]> doubles() {
        return List.of(z, r, q);
    }

    /** Sets q to {@code p - c D^-1 A p} and adds the products of p and q, weighted by degrees. */
    abstract void multiply(int from, int to, double c, double[] sums);

    /** Takes a step, and adds the squares of the residuals, then their absolute values, both weighted by degrees. */
    abstract void advance(int from, int to, double[] step, double[] sums);

    /** Sets the next direction: the residual, and so much of the last. */
    abstract void turn(int from, int to, double[] keep);

    /** Reads rows one behind the other, a block at a time that stays in the fastest cache. */
    static final class Rows {
        private static final int BLOCK = 1 << 11;

        final int[] block = new int[BLOCK];
        private final IntBuffer targets;
        private final int last;
        private int base;
        private int loaded;

        /** The rows of the nodes from one to before another. */
        Rows(LinkGraph graph, int from, int to) {
            this.targets = graph.targets();
            this.last = graph.end(to - 1);
            this.base = graph.start(from);
            this.loaded = base;
        }

        /** Has the block hold what stands at a place, and gives where. Places only rise. */
        int load(int at) {
            if (at == loaded) {
                base = at;
                loaded = Math.min(last, at + BLOCK);
                targets.get(base, block, 0, loaded - base);
            }
            return at - base;
        }

        /** Where in the block a row ends, or the block itself if it ends before. */
        int stop(int end) {
            return Math.min(end, loaded) - base;
        }
    }
}
