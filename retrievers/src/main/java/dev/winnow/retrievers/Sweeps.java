package dev.winnow.retrievers;

import dev.winnow.indexer.graph.LinkGraph;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Conjugate gradients for {@code (I - c D^-1 A) z = b} on a graph, for one or several b in the same sweeps over the
 * links. Vectors hold the values of one node side by side.
 *
 * <p>Sums are taken in chunks of nodes that depend on the graph alone, and inside a chunk by rising node; a sweep over a
 * few nodes leaves out only what is 0. So a solution has the same bits however it came about.
 */
final class Sweeps {
    /** How many are solved together. */
    static final int LANES = 4;
    /** Links and nodes of a chunk, about: a few hundred microseconds of work. */
    private static final int CHUNK = 1 << 17;
    /** Targets read at once; they stay in the fastest cache. */
    private static final int BLOCK = 1 << 11;
    /** A sweep goes over all nodes when those that are not 0 have more than this part of all links. */
    private static final int FEW = 6;
    /** Far beyond what the worst condition number needs. */
    private static final int MOST_ROUNDS = 100_000;

    private final LinkGraph graph;
    private final int[] chunks;
    private final int lanes;
    /** The solution so far. */
    private final double[] z;
    /** Its residual. */
    private final double[] r;
    /** The direction of the next step. */
    private final double[] p;
    /** The matrix times that. */
    private final double[] q;
    /** Nodes where vectors may differ from 0, rising; not kept once all nodes count as such. */
    private int[] reached = new int[64];

    private int reachedCount;
    private final long[] marks;
    private boolean dense;

    Sweeps(LinkGraph graph, int[] chunks, int lanes) {
        this.graph = graph;
        this.chunks = chunks;
        this.lanes = lanes;
        int linked = chunks[chunks.length - 1];
        int size = Math.multiplyExact(linked, lanes);
        this.z = new double[size];
        this.r = new double[size];
        this.p = new double[size];
        this.q = new double[size];
        this.marks = new long[Math.ceilDiv(linked, Long.SIZE)];
    }

    /** Where chunks of the nodes with links begin, and where the last ends. */
    static int[] chunks(LinkGraph graph) {
        int linked = graph.linked();
        IntStream.Builder chunks = IntStream.builder().add(0);
        long work = 0;
        for (int node = 0; node < linked; node++) {
            work += 1 + graph.degree(node);
            if (work >= CHUNK && node + 1 < linked) {
                chunks.add(node + 1);
                work = 0;
            }
        }
        return chunks.add(linked).build().toArray();
    }

    /** Sets a value of b that is not 0. */
    void begin(int lane, int node, double value) {
        r[node * lanes + lane] = value;
        p[node * lanes + lane] = value;
        reach(node);
    }

    /** A node's value of a solution. */
    double solution(int lane, int node) {
        return z[node * lanes + lane];
    }

    private void reach(int node) {
        if ((marks[node >> 6] & 1L << node) == 0) {
            marks[node >> 6] |= 1L << node;
            if (reachedCount == reached.length) {
                reached = Arrays.copyOf(reached, 2 * reachedCount);
            }
            reached[reachedCount++] = node;
        }
    }

    /** Makes all vectors 0 again. */
    void clear() {
        for (double[] vector : new double[][] {z, r, p, q}) {
            if (dense) {
                Arrays.fill(vector, 0);
            } else {
                for (int i = 0; i < reachedCount; i++) {
                    Arrays.fill(vector, reached[i] * lanes, (reached[i] + 1) * lanes, 0);
                }
            }
        }
        Arrays.fill(marks, 0);
        reachedCount = 0;
        dense = false;
    }

    /**
     * Solves for what was begun.
     *
     * @param c from 0 to below 1
     * @param bound how large a residual may be: the smaller of its sum of absolute values, and its length times the root of
     *     the greatest degree, both weighted by degrees. No value of {@code D z} is wrong by more than that divided by
     *     {@code 1 - c}: the columns of the inverse of {@code I - c A D^-1} sum to {@code 1 / (1 - c)}, and no eigenvalue
     *     of the matrix is below {@code 1 - c}
     */
    void solve(double c, double bound) {
        Arrays.sort(reached, 0, reachedCount);
        double[] squares = sum(2 * lanes, this::norms);
        boolean[] done = new boolean[lanes];
        for (int lane = 0; lane < lanes; lane++) {
            done[lane] = squares[lane] == 0;
        }
        double length = Math.sqrt(graph.mostLinks());
        for (int round = 0; !all(done); round++) {
            if (round == MOST_ROUNDS) {
                throw new IllegalStateException("PageRank does not converge");
            }
            double[] curvature = multiply(c);
            double[] step = new double[lanes];
            for (int lane = 0; lane < lanes; lane++) {
                step[lane] = done[lane] ? 0 : squares[lane] / curvature[lane];
            }
            double[] norms = sum(2 * lanes, (nodes, from, to, sums) -> {
                advance(nodes, from, to, step);
                norms(nodes, from, to, sums);
            });
            double[] keep = new double[lanes];
            for (int lane = 0; lane < lanes; lane++) {
                if (!done[lane]) {
                    keep[lane] = norms[lane] / squares[lane];
                    squares[lane] = norms[lane];
                    done[lane] = Math.min(norms[lanes + lane], length * Math.sqrt(norms[lane])) <= bound;
                }
            }
            if (!all(done)) {
                sum(0, (nodes, from, to, sums) -> turn(nodes, from, to, keep));
            }
        }
    }

    private static boolean all(boolean[] done) {
        for (boolean each : done) {
            if (!each) {
                return false;
            }
        }
        return true;
    }

    /** Work on some nodes. */
    private interface Pass {
        /**
         * Works on nodes and adds to sums.
         *
         * @param nodes their numbers at the places from {@code from} to before {@code to}; null where these are the numbers
         */
        void on(int[] nodes, int from, int to, double[] sums);
    }

    /** Passes over all nodes that may differ from 0 and sums up, chunk by chunk. */
    private double[] sum(int count, Pass pass) {
        int[] bounds = dense ? chunks : reachedBounds();
        double[][] parts = new double[chunks.length - 1][count];
        IntStream range = IntStream.range(0, parts.length);
        (dense ? range.parallel() : range)
                .forEach(chunk -> pass.on(dense ? null : reached, bounds[chunk], bounds[chunk + 1], parts[chunk]));
        double[] sums = new double[count];
        for (double[] part : parts) {
            for (int i = 0; i < count; i++) {
                sums[i] += part[i];
            }
        }
        return sums;
    }

    /** Where each chunk begins in the list of the nodes reached. */
    private int[] reachedBounds() {
        int[] bounds = new int[chunks.length];
        int at = 0;
        for (int chunk = 0; chunk < chunks.length; chunk++) {
            while (at < reachedCount && reached[at] < chunks[chunk]) {
                at++;
            }
            bounds[chunk] = at;
        }
        return bounds;
    }

    /** Sets q to the matrix times p, and gives the product of the two, weighted by degrees. */
    private double[] multiply(double c) {
        if (!dense) {
            long links = 0;
            for (int i = 0; i < reachedCount; i++) {
                links += graph.degree(reached[i]);
            }
            dense = links > graph.arcs() / FEW;
        }
        if (!dense) {
            scatter();
        }
        return sum(lanes, (nodes, from, to, sums) -> {
            if (nodes == null) {
                if (lanes == 1) {
                    gatherOne(from, to);
                } else {
                    gatherFour(from, to);
                }
            }
            for (int i = from; i < to; i++) {
                int node = nodes == null ? i : nodes[i];
                int degree = graph.degree(node);
                double factor = c / degree;
                for (int lane = 0, at = node * lanes; lane < lanes; lane++, at++) {
                    q[at] = p[at] - factor * q[at];
                    sums[lane] += degree * p[at] * q[at];
                }
            }
        });
    }

    /** Sets q to the sum of p over the nodes linked with each, from the few nodes where p is not 0; more are reached. */
    private void scatter() {
        for (int i = 0; i < reachedCount; i++) {
            Arrays.fill(q, reached[i] * lanes, (reached[i] + 1) * lanes, 0);
        }
        IntBuffer targets = graph.targets();
        int before = reachedCount;
        for (int i = 0; i < before; i++) {
            int from = reached[i] * lanes;
            for (int k = graph.start(reached[i]); k < graph.end(reached[i]); k++) {
                int target = targets.get(k);
                reach(target);
                for (int lane = 0; lane < lanes; lane++) {
                    q[target * lanes + lane] += p[from + lane];
                }
            }
        }
        Arrays.sort(reached, 0, reachedCount);
    }

    /** The same for all nodes of a chunk. */
    private void gatherOne(int from, int to) {
        int[] block = new int[BLOCK];
        IntBuffer targets = graph.targets();
        int last = graph.end(to - 1);
        int at = graph.start(from);
        int base = at;
        int loaded = at;
        for (int node = from; node < to; node++) {
            int end = graph.end(node);
            double sum = 0;
            while (at < end) {
                if (at == loaded) {
                    base = at;
                    loaded = Math.min(last, at + BLOCK);
                    targets.get(base, block, 0, loaded - base);
                }
                int stop = Math.min(end, loaded) - base;
                for (int k = at - base; k < stop; k++) {
                    sum += p[block[k]];
                }
                at = stop + base;
            }
            q[node] = sum;
        }
    }

    private void gatherFour(int from, int to) {
        int[] block = new int[BLOCK];
        IntBuffer targets = graph.targets();
        int last = graph.end(to - 1);
        int at = graph.start(from);
        int base = at;
        int loaded = at;
        for (int node = from; node < to; node++) {
            int end = graph.end(node);
            double first = 0;
            double second = 0;
            double third = 0;
            double fourth = 0;
            while (at < end) {
                if (at == loaded) {
                    base = at;
                    loaded = Math.min(last, at + BLOCK);
                    targets.get(base, block, 0, loaded - base);
                }
                int stop = Math.min(end, loaded) - base;
                for (int k = at - base; k < stop; k++) {
                    int target = block[k] * LANES;
                    first += p[target];
                    second += p[target + 1];
                    third += p[target + 2];
                    fourth += p[target + 3];
                }
                at = stop + base;
            }
            q[node * LANES] = first;
            q[node * LANES + 1] = second;
            q[node * LANES + 2] = third;
            q[node * LANES + 3] = fourth;
        }
    }

    private void advance(int[] nodes, int from, int to, double[] step) {
        for (int i = from; i < to; i++) {
            int node = nodes == null ? i : nodes[i];
            for (int lane = 0, at = node * lanes; lane < lanes; lane++, at++) {
                z[at] += step[lane] * p[at];
                r[at] -= step[lane] * q[at];
            }
        }
    }

    /** Adds the squares of the residuals, then their absolute values, weighted by degrees. */
    private void norms(int[] nodes, int from, int to, double[] sums) {
        for (int i = from; i < to; i++) {
            int node = nodes == null ? i : nodes[i];
            int degree = graph.degree(node);
            for (int lane = 0, at = node * lanes; lane < lanes; lane++, at++) {
                sums[lane] += degree * r[at] * r[at];
                sums[lanes + lane] += degree * Math.abs(r[at]);
            }
        }
    }

    private void turn(int[] nodes, int from, int to, double[] keep) {
        for (int i = from; i < to; i++) {
            int node = nodes == null ? i : nodes[i];
            for (int lane = 0, at = node * lanes; lane < lanes; lane++, at++) {
                p[at] = r[at] + keep[lane] * p[at];
            }
        }
    }
}
