package dev.winnow.retrievers;

import dev.winnow.indexer.graph.LinkGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Personalised PageRank (Page et al. 1999, section 2.6; Haveliwala 2002) on an undirected graph: where a walk is found
 * that follows a random link with probability {@code 1 - restart} and otherwise, or where there is no link to follow,
 * begins again at a node drawn from the restart distribution. The scores are at least 0 and sum to 1.
 *
 * <p>With A the links, D the degrees and v the restart distribution they are {@code x = D z} with {@code (I - (1 -
 * restart) D^-1 A) z = restart D^-1 v}, scaled to sum to 1 where walks begin at nodes without links. That matrix is
 * symmetric and positive definite in the inner product weighted by degrees, so it is solved by conjugate gradients
 * (Hestenes and Stiefel 1952; Saad, Iterative Methods for Sparse Linear Systems, section 6.7), in far fewer sweeps over
 * the links than the power iteration. Sweeps are short at first, when only the neighbourhood of the seeds is reached.
 *
 * <p>Several distributions are solved in the same sweeps, {@value FourVectors.LANES} at a time, which reads the links once for
 * all. Every score has the same bits whatever it is solved together with, and by however many threads.
 */
public final class PersonalisedPageRank {
    private final LinkGraph graph;
    private final double restart;
    private final double accuracy;
    private final int[] chunks;
    private final ConcurrentLinkedDeque<Sweeps> single = new ConcurrentLinkedDeque<>();
    private final ConcurrentLinkedDeque<Sweeps> several = new ConcurrentLinkedDeque<>();

    /**
     * PageRank on a graph.
     *
     * @param restart the probability to begin again, above 0, at most 1
     * @param accuracy how far a score may be from the true one, above 0
     */
    public PersonalisedPageRank(LinkGraph graph, double restart, double accuracy) {
        if (!(restart > 0 && restart <= 1)) {
            throw new IllegalArgumentException("restart must be above 0 and at most 1, got " + restart);
        }
        if (!(accuracy > 0)) {
            throw new IllegalArgumentException("accuracy must be above 0, got " + accuracy);
        }
        this.graph = graph;
        this.restart = restart;
        this.accuracy = accuracy;
        this.chunks = Sweeps.chunks(graph);
    }

    /** Where walks begin: a distribution over a few nodes. */
    public static final class Restart {
        private final int[] nodes;
        private final double[] shares;

        /**
         * Of nodes in proportion to weights.
         *
         * @param nodes different nodes, at least one
         * @param weights of these, above 0; they need not sum to 1
         */
        public Restart(int[] nodes, double[] weights) {
            if (nodes.length != weights.length || nodes.length == 0) {
                throw new IllegalArgumentException("a restart has a weight for each node, and at least one, got "
                        + nodes.length + " nodes and " + weights.length + " weights");
            }
            double sum = 0;
            for (double weight : weights) {
                if (!(weight > 0) || Double.isInfinite(weight)) {
                    throw new IllegalArgumentException("a weight must be above 0 and finite, got " + weight);
                }
                sum += weight;
            }
            this.nodes = nodes.clone();
            this.shares = weights.clone();
            for (int i = 0; i < shares.length; i++) {
                shares[i] /= sum;
            }
        }

        /** The share of each node. */
        double[] distribution(int nodes) {
            double[] distribution = new double[nodes];
            for (int i = 0; i < this.nodes.length; i++) {
                distribution[this.nodes[i]] = shares[i];
            }
            return distribution;
        }
    }

    /** The graph that walks are on. */
    public LinkGraph graph() {
        return graph;
    }

    /** Takes the scores of one distribution. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes scores, which can be read until this returns.
         *
         * @param number which distribution they are of, from 0
         */
        void accept(int number, Scores scores);
    }

    /** The scores of all nodes. */
    public interface Scores {
        /** A node's score. */
        double of(int node);
    }

    /** Computes the scores of each distribution and hands them over one by one, in order. */
    public void solve(List<Restart> restarts, Sink sink) {
        for (int from = 0; from < restarts.size(); ) {
            int left = restarts.size() - from;
            ConcurrentLinkedDeque<Sweeps> kept = left == 1 ? single : several;
            int together = left == 1 ? 1 : Math.min(left, FourVectors.LANES);
            Sweeps sweeps = kept.poll();
            if (sweeps == null) {
                sweeps = new Sweeps(graph, chunks, left == 1 ? 1 : FourVectors.LANES);
            }
            List<Restart> group = restarts.subList(from, from + together);
            List<Solved> solved = new ArrayList<>();
            for (int lane = 0; lane < together; lane++) {
                solved.add(begin(sweeps, lane, group.get(lane)));
            }
            sweeps.solve(1 - restart, accuracy * restart);
            for (int lane = 0; lane < together; lane++) {
                sink.accept(from + lane, solved.get(lane));
            }
            sweeps.clear();
            kept.push(sweeps);
            from += together;
        }
    }

    private Solved begin(Sweeps sweeps, int lane, Restart given) {
        double linked = 0;
        double isolated = 0;
        for (int i = 0; i < given.nodes.length; i++) {
            if (graph.degree(given.nodes[i]) > 0) {
                linked += given.shares[i];
            } else {
                isolated += given.shares[i];
            }
        }
        // A walk that begins without links begins again at once: what is found there is found restart times as long.
        double scale = restart / (linked + restart * isolated);
        for (int i = 0; i < given.nodes.length; i++) {
            int node = given.nodes[i];
            if (graph.degree(node) > 0) {
                sweeps.begin(lane, node, scale * given.shares[i] / graph.degree(node));
            }
        }
        return new Solved(sweeps, lane, given, scale);
    }

    private final class Solved implements Scores {
        private final Sweeps sweeps;
        private final int lane;
        private final Restart given;
        private final double scale;

        Solved(Sweeps sweeps, int lane, Restart given, double scale) {
            this.sweeps = sweeps;
            this.lane = lane;
            this.given = given;
            this.scale = scale;
        }

        @Override
        public double of(int node) {
            if (graph.degree(node) > 0) {
                return Math.max(0, graph.degree(node) * sweeps.solution(lane, node));
            }
            for (int i = 0; i < given.nodes.length; i++) {
                if (given.nodes[i] == node) {
                    return scale * given.shares[i];
                }
            }
            return 0;
        }
    }
}
