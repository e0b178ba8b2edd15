package dev.winnow.benchmarks.pagerank;

import dev.winnow.indexer.corpus.Seed;
import java.io.IOException;
import java.util.random.RandomGenerator;

/**
 * Links whose ends are drawn with weights that fall as a power of a rank, so that degrees follow a power law (Chung and Lu
 * 2002). With communities, nine of ten links stay among the thousand documents of one.
 */
record GeneratedLinks(int nodes, int links, Kind kind, Seed seed) {
    /** The exponent of the degrees. */
    private static final double EXPONENT = 2.3;

    private static final int COMMUNITY = 1_000;

    enum Kind {
        POWER_LAW,
        COMMUNITIES
    }

    interface Consumer {
        void accept(int from, int to) throws IOException;
    }

    void each(Consumer consumer) throws IOException {
        double[] weights = new double[nodes];
        double sum = 0;
        for (int rank = 0; rank < nodes; rank++) {
            sum += Math.pow(rank + 10, -1 / (EXPONENT - 1));
            weights[rank] = sum;
        }
        int[] guide = guide(weights);
        RandomGenerator random = seed.child("links", kind.name()).random();
        int[] places = shuffled(random);
        for (int i = 0; i < links; i++) {
            int from = places[draw(weights, guide, random)];
            int to;
            if (kind == Kind.COMMUNITIES && random.nextInt(10) > 0) {
                int first = from - from % COMMUNITY;
                to = first + random.nextInt(Math.min(COMMUNITY, nodes - first));
            } else {
                to = places[draw(weights, guide, random)];
            }
            consumer.accept(from, to);
        }
    }

    /** For each of as many equal parts of the sum as there are weights, the first rank that reaches into it (Chen and Asau 1974). */
    private static int[] guide(double[] weights) {
        int[] guide = new int[weights.length];
        double sum = weights[weights.length - 1];
        for (int part = 0, rank = 0; part < guide.length; part++) {
            while (weights[rank] < sum * part / guide.length) {
                rank++;
            }
            guide[part] = rank;
        }
        return guide;
    }

    private static int draw(double[] weights, int[] guide, RandomGenerator random) {
        double part = random.nextDouble();
        int rank = guide[(int) (part * guide.length)];
        while (rank < weights.length - 1 && weights[rank] < part * weights[weights.length - 1]) {
            rank++;
        }
        return rank;
    }

    private int[] shuffled(RandomGenerator random) {
        int[] places = new int[nodes];
        for (int i = 0; i < nodes; i++) {
            int other = random.nextInt(i + 1);
            places[i] = places[other];
            places[other] = i;
        }
        return places;
    }
}
