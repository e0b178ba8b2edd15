package dev.winnow.retrievers;

import dev.winnow.indexer.graph.LinkGraph;

/** One solution. */
final class OneVector extends SweepVectors {
    OneVector(LinkGraph graph, int nodes) {
        super(graph, nodes);
    }

    @Override
    void multiply(int from, int to, double c, double[] sums) {
        Rows rows = new Rows(graph, from, to);
        int[] block = rows.block;
        int at = graph.start(from);
        double curvature = 0;
        for (int node = from; node < to; node++) {
            int begin = at;
            int end = graph.end(node);
            double even = 0;
            double odd = 0;
            while (at < end) {
                int first = rows.load(at);
                int k = first;
                int stop = rows.stop(end);
                if ((at - begin & 1) != 0) {
                    odd += p[block[k++]];
                }
                for (; k + 1 < stop; k += 2) {
                    even += p[block[k]];
                    odd += p[block[k + 1]];
                }
                if (k < stop) {
                    even += p[block[k]];
                }
                at += stop - first;
            }
            int degree = end - begin;
            double product = p[node] - c / degree * (even + odd);
            q[node] = product;
            curvature += degree * (double) p[node] * product;
        }
        sums[0] += curvature;
    }

    @Override
    void advance(int from, int to, double[] step, double[] sums) {
        double length = step[0];
        double squares = 0;
        double absolutes = 0;
        for (int node = from; node < to; node++) {
            int degree = graph.degree(node);
            z[node] += length * p[node];
            double residual = r[node] - length * q[node];
            r[node] = residual;
            squares += degree * residual * residual;
            absolutes += degree * Math.abs(residual);
        }
        sums[0] += squares;
        sums[1] += absolutes;
    }

    @Override
    void turn(int from, int to, double[] keep) {
        double kept = keep[0];
        for (int node = from; node < to; node++) {
            p[node] = (float) (r[node] + kept * p[node]);
        }
    }
}
