package dev.winnow.retrievers;

import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.index.PassageVectors;
import dev.winnow.indexer.index.VectorSearch;
import dev.winnow.retrievers.NearestVectors.Scored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import org.apache.lucene.index.FloatVectorValues;

/**
 * How well and how fast an index's vectors are searched, beside exact search of the same vectors. Texts are neither embedded
 * nor read: it is the search alone that is measured, on one thread, {@value #DEPTH} hits a query.
 */
public final class VectorMeasurement {
    /** Hits asked for, and the depth of the deeper recall. */
    public static final int DEPTH = 100;

    private static final int SHALLOW = 10;
    private static final int[] CANDIDATES = {100, 200, 400, 800};

    private VectorMeasurement() {}

    /**
     * One way of searching.
     *
     * @param candidates how many passages it keeps in view; empty for exact search
     * @param recall10 the share of the 10 nearest that are among its first 10, a mean over queries; passages whose products
     *     are equal stand for each other
     * @param recall100 the same of 100
     * @param p50 half of the queries took no longer, in milliseconds
     * @param p95 19 of 20 queries took no longer, in milliseconds
     */
    public record Row(
            VectorSearch search, OptionalInt candidates, double recall10, double recall100, double p50, double p95) {}

    /**
     * The vectors of some passages, to be searched for.
     *
     * @param count how many, or all where there are fewer
     */
    public static List<float[]> sample(PassageVectors vectors, int count, Seed seed) {
        int all = vectors.manifest().passages();
        RandomGenerator random = seed.child(
                        "vector-queries", vectors.manifest().fingerprint().hex())
                .random();
        TreeSet<Integer> numbers = new TreeSet<>();
        while (numbers.size() < Math.min(count, all)) {
            numbers.add(random.nextInt(all));
        }
        List<float[]> sample = new ArrayList<>();
        try {
            FloatVectorValues values = vectors.values();
            for (int number : numbers) {
                sample.add(values.vectorValue(number).clone());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sample;
    }

    /**
     * Exact search, and, where the vectors are laid out for another, that with growing numbers of candidates.
     *
     * @param progress is told how many searches are done
     */
    public static List<Row> of(
            PassageIndex index, PassageVectors vectors, List<float[]> queries, IntConsumer progress) {
        VectorSearch other = vectors.manifest().settings().search();
        ScopeCache scopes = new ScopeCache(index);
        Timed exact = timed(new NearestVectors(vectors, VectorSearch.EXACT, 1, scopes), queries, 0, progress);
        List<Row> rows = new ArrayList<>();
        rows.add(row(VectorSearch.EXACT, OptionalInt.empty(), exact, exact));
        if (other != VectorSearch.EXACT) {
            for (int candidates : CANDIDATES) {
                int done = rows.size() * queries.size();
                Timed found = timed(new NearestVectors(vectors, other, candidates, scopes), queries, done, progress);
                rows.add(row(other, OptionalInt.of(candidates), found, exact));
            }
        }
        return rows;
    }

    /** How many searches {@link #of} makes. */
    public static int searches(PassageVectors vectors, int queries) {
        boolean exactAlone = vectors.manifest().settings().search() == VectorSearch.EXACT;
        return queries * (exactAlone ? 1 : 1 + CANDIDATES.length);
    }

    /** What was found for each query, and the times that it took, rising. */
    private record Timed(List<List<Scored>> found, List<Double> millis) {}

    private static Timed timed(NearestVectors search, List<float[]> queries, int done, IntConsumer progress) {
        try {
            // Once without a clock: compilers and caches have then met this way of searching.
            for (float[] query : queries) {
                List<Scored> unmeasured = search.search(query, Scope.CORPUS, DEPTH);
                assert unmeasured != null;
            }
            List<List<Scored>> found = new ArrayList<>();
            List<Double> millis = new ArrayList<>();
            for (int i = 0; i < queries.size(); i++) {
                long begun = System.nanoTime();
                found.add(search.search(queries.get(i), Scope.CORPUS, DEPTH));
                millis.add((System.nanoTime() - begun) / 1e6);
                progress.accept(done + i + 1);
            }
            return new Timed(found, millis.stream().sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(VectorSearch search, OptionalInt candidates, Timed found, Timed exact) {
        return new Row(
                search,
                candidates,
                recall(found, exact, SHALLOW),
                recall(found, exact, DEPTH),
                quantile(found.millis(), 0.5),
                quantile(found.millis(), 0.95));
    }

    private static double recall(Timed found, Timed exact, int depth) {
        double sum = 0;
        for (int i = 0; i < exact.found().size(); i++) {
            List<Scored> nearest = exact.found().get(i);
            int wanted = Math.min(depth, nearest.size());
            float least = nearest.get(wanted - 1).score();
            sum += (double) found.found().get(i).stream()
                            .limit(depth)
                            .filter(one -> one.score() >= least)
                            .count()
                    / wanted;
        }
        return exact.found().isEmpty() ? 1 : sum / exact.found().size();
    }

    /** The least value that so great a share does not exceed. */
    private static double quantile(List<Double> sorted, double share) {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }
}
