package dev.winnow.retrievers;

import dev.winnow.indexer.graph.LinkGraph;

/** Four solutions side by side: the links are read once for all, and a node's values stand in one line of the cache. */
final class FourVectors extends SweepVectors {
    static final int LANES = 4;

    FourVectors(LinkGraph graph, int nodes) {
        super(graph, Math.multiplyExact(nodes, LANES));
    }

    @Override
    void multiply(int from, int to, double c, double[] sums) {
        Rows rows = new Rows(graph, from, to);
        int[] block = rows.block;
        int at = graph.start(from);
        double curvature0 = 0;
        double curvature1 = 0;
        double curvature2 = 0;
        double curvature3 = 0;
        for (int node = from; node < to; node++) {
            int begin = at;
            int end = graph.end(node);
            double even0 = 0;
            double even1 = 0;
            double even2 = 0;
            double even3 = 0;
            double odd0 = 0;
            double odd1 = 0;
            double odd2 = 0;
            double odd3 = 0;
            while (at < end) {
                int first = rows.load(at);
                int k = first;
                int stop = rows.stop(end);
                if ((at - begin & 1) != 0) {
                    int target = block[k++] * LANES;
                    odd0 += p[target];
                    odd1 += p[target + 1];
                    odd2 += p[target + 2];
                    odd3 += p[target + 3];
                }
                for (; k + 1 < stop; k += 2) {
                    int left = block[k] * LANES;
                    int right = block[k + 1] * LANES;
                    even0 += p[left];
                    even1 += p[left + 1];
                    even2 += p[left + 2];
                    even3 += p[left + 3];
                    odd0 += p[right];
                    odd1 += p[right + 1];
                    odd2 += p[right + 2];
                    odd3 += p[right + 3];
                }
                if (k < stop) {
                    int target = block[k] * LANES;
                    even0 += p[target];
                    even1 += p[target + 1];
                    even2 += p[target + 2];
                    even3 += p[target + 3];
                }
                at += stop - first;
            }
            int degree = end - begin;
            double factor = c / degree;
            int place = node * LANES;
            double product0 = p[place] - factor * (even0 + odd0);
            double product1 = p[place + 1] - factor * (even1 + odd1);
            double product2 = p[place + 2] - factor * (even2 + odd2);
            double product3 = p[place + 3] - factor * (even3 + odd3);
            q[place] = product0;
            q[place + 1] = product1;
            q[place + 2] = product2;
            q[place + 3] = product3;
            curvature0 += degree * (double) p[place] * product0;
            curvature1 += degree * (double) p[place + 1] * product1;
            curvature2 += degree * (double) p[place + 2] * product2;
            curvature3 += degree * (double) p[place + 3] * product3;
        }
        sums[0] += curvature0;
        sums[1] += curvature1;
        sums[2] += curvature2;
        sums[3] += curvature3;
    }

    @Override
    void advance(int from, int to, double[] step, double[] sums) {
        for (int lane = 0; lane < LANES; lane++) {
            double length = step[lane];
            double squares = 0;
            double absolutes = 0;
            for (int node = from, place = from * LANES + lane; node < to; node++, place += LANES) {
                int degree = graph.degree(node);
                z[place] += length * p[place];
                double residual = r[place] - length * q[place];
                r[place] = residual;
                squares += degree * residual * residual;
                absolutes += degree * Math.abs(residual);
            }
            sums[lane] += squares;
            sums[LANES + lane] += absolutes;
        }
    }

    @Override
    void turn(int from, int to, double[] keep) {
        for (int place = from * LANES; place < to * LANES; place += LANES) {
            for (int lane = 0; lane < LANES; lane++) {
                p[place + lane] = (float) (r[place + lane] + keep[lane] * p[place + lane]);
            }
        }
    }
}
