package dev.winnow.retrievers;

import dev.winnow.indexer.graph.LinkGraph;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Conjugate gradients for {@code (I - c D^-1 A) z = b} on a graph, for one or several b in the same sweeps over the
 * links.
 *
 * <p>While few nodes of a solution differ from 0, only these are looked at, one b after the other; then all nodes, for all
 * b at once. When that happens depends on a b alone, and sums over all nodes are taken in chunks of nodes that depend on
 * the graph alone. So a solution has the same bits whatever it is found together with, and by however many threads.
 */
final class Sweeps {
    /** Links and nodes of a chunk, about: a few hundred microseconds of work. */
    private static final int CHUNK = 1 << 17;
    /** Nodes are few as long as they have at most this part of all links. */
    private static final int FEW = 40;
    /** Far beyond what the worst condition number needs. */
    private static final int MOST_ROUNDS = 100_000;

    private final LinkGraph graph;
    private final int[] chunks;
    private final int lanes;
    private final SweepVectors vectors;
    private final Front[] fronts;
    private boolean dense;

    Sweeps(LinkGraph graph, int[] chunks, int lanes) {
        this.graph = graph;
        this.chunks = chunks;
        this.lanes = lanes;
        int linked = chunks[chunks.length - 1];
        this.vectors = lanes == 1 ? new OneVector(graph, linked) : new FourVectors(graph, linked);
        this.fronts = new Front[lanes];
        Arrays.setAll(fronts, lane -> new Front(lane, linked));
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
        vectors.r[node * lanes + lane] = value;
        vectors.p[node * lanes + lane] = (float) value;
        fronts[lane].reach(node);
    }

    /** A node's value of a solution. */
    double solution(int lane, int node) {
        return vectors.z[node * lanes + lane];
    }

    /** Makes all vectors 0 again. */
    void clear() {
        if (dense) {
            vectors.doubles().forEach(vector -> Arrays.fill(vector, 0));
            Arrays.fill(vectors.p, 0);
        } else {
            for (Front front : fronts) {
                for (int i = 0; i < front.count; i++) {
                    int at = front.nodes[i] * lanes + front.lane;
                    vectors.doubles().forEach(vector -> vector[at] = 0);
                    vectors.p[at] = 0;
                }
            }
        }
        for (Front front : fronts) {
            front.clear();
        }
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
        double[] squares = new double[lanes];
        boolean[] done = new boolean[lanes];
        Arrays.stream(fronts).parallel().forEach(front -> {
            squares[front.lane] = front.solve(c, bound);
            done[front.lane] = front.done;
        });
        for (int round = 0; !all(done); round++) {
            checkRound(round);
            dense = true;
            double[] curvature = sum(lanes, (from, to, sums) -> vectors.multiply(from, to, c, sums));
            double[] step = new double[lanes];
            for (int lane = 0; lane < lanes; lane++) {
                step[lane] = done[lane] ? 0 : squares[lane] / curvature[lane];
            }
            double[] norms = sum(2 * lanes, (from, to, sums) -> vectors.advance(from, to, step, sums));
            double[] keep = new double[lanes];
            for (int lane = 0; lane < lanes; lane++) {
                if (!done[lane]) {
                    keep[lane] = norms[lane] / squares[lane];
                    squares[lane] = norms[lane];
                    done[lane] = within(bound, norms[lane], norms[lanes + lane]);
                }
            }
            if (!all(done)) {
                sum(0, (from, to, sums) -> vectors.turn(from, to, keep));
            }
        }
    }

    private static void checkRound(int round) {
        if (round == MOST_ROUNDS) {
            throw new IllegalStateException("PageRank does not converge");
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

    private boolean within(double bound, double squares, double absolutes) {
        return Math.min(absolutes, Math.sqrt(graph.mostLinks() * squares)) <= bound;
    }

    private interface Pass {
        /** Works on the nodes of a chunk and adds to sums. */
        void on(int from, int to, double[] sums);
    }

    /** Passes over all nodes with links, on all cores, and sums up. */
    private double[] sum(int count, Pass pass) {
        double[][] parts = new double[chunks.length - 1][count];
        IntStream.range(0, parts.length)
                .parallel()
                .forEach(chunk -> pass.on(chunks[chunk], chunks[chunk + 1], parts[chunk]));
        double[] sums = new double[count];
        for (double[] part : parts) {
            for (int i = 0; i < count; i++) {
                sums[i] += part[i];
            }
        }
        return sums;
    }

    /** One b while few nodes are reached from where it is not 0. */
    private final class Front {
        private final int lane;
        private final long[] marks;
        private int[] nodes = new int[64];
        private int count;
        private boolean done;

        Front(int lane, int linked) {
            this.lane = lane;
            this.marks = new long[Math.ceilDiv(linked, Long.SIZE)];
        }

        void reach(int node) {
            if ((marks[node >> 6] & 1L << node) == 0) {
                marks[node >> 6] |= 1L << node;
                if (count == nodes.length) {
                    nodes = Arrays.copyOf(nodes, 2 * count);
                }
                nodes[count++] = node;
            }
        }

        void clear() {
            Arrays.fill(marks, 0);
            count = 0;
            done = false;
        }

        /** Goes on until it is solved or the nodes reached are no longer few; gives the residual's square. */
        double solve(double c, double bound) {
            double[] norms = norms(0);
            done = norms[0] == 0;
            for (int round = 0; !done && areFew(); round++) {
                checkRound(round);
                double squares = norms[0];
                norms = norms(squares / multiply(c));
                done = within(bound, norms[0], norms[1]);
                if (!done) {
                    turn(norms[0] / squares);
                }
            }
            return norms[0];
        }

        private boolean areFew() {
            long links = 0;
            for (int i = 0; i < count; i++) {
                links += graph.degree(nodes[i]);
            }
            return links <= graph.arcs() / FEW;
        }

        /** Sets q to the matrix times p, and gives the product of the two, weighted by degrees; more nodes are reached. */
        private double multiply(double c) {
            float[] p = vectors.p;
            double[] q = vectors.q;
            for (int i = 0; i < count; i++) {
                q[nodes[i] * lanes + lane] = 0;
            }
            IntBuffer targets = graph.targets();
            int before = count;
            for (int i = 0; i < before; i++) {
                int node = nodes[i];
                double value = p[node * lanes + lane];
                for (int k = graph.start(node); k < graph.end(node); k++) {
                    int target = targets.get(k);
                    reach(target);
                    q[target * lanes + lane] += value;
                }
            }
            double curvature = 0;
            for (int i = 0; i < count; i++) {
                int at = nodes[i] * lanes + lane;
                int degree = graph.degree(nodes[i]);
                q[at] = p[at] - c / degree * q[at];
                curvature += degree * (double) p[at] * q[at];
            }
            return curvature;
        }

        /** Takes a step, and gives the squares of the residual and its absolute values, both weighted by degrees. */
        private double[] norms(double step) {
            double squares = 0;
            double absolutes = 0;
            for (int i = 0; i < count; i++) {
                int at = nodes[i] * lanes + lane;
                int degree = graph.degree(nodes[i]);
                vectors.z[at] += step * vectors.p[at];
                double residual = vectors.r[at] - step * vectors.q[at];
                vectors.r[at] = residual;
                squares += degree * residual * residual;
                absolutes += degree * Math.abs(residual);
            }
            return new double[] {squares, absolutes};
        }

        private void turn(double keep) {
            for (int i = 0; i < count; i++) {
                int at = nodes[i] * lanes + lane;
                vectors.p[at] = (float) (vectors.r[at] + keep * vectors.p[at]);
            }
        }
    }
}
