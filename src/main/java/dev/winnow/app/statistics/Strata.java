package dev.winnow.app.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Questions of several kinds, such as tasks. Every kind is drawn as often as it was asked (Efron and Tibshirani, An
 * Introduction to the Bootstrap, 1993, section 8.3), each by itself where no document has questions of several kinds; where
 * one has, documents are drawn with all their questions, whatever their kind.
 */
public final class Strata {
    private final List<String> names = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private final List<int[]> clusters = new ArrayList<>();
    private final Set<Integer> seen = new HashSet<>();
    private boolean crossing;

    /**
     * Adds the questions of one kind.
     *
     * @param values at least one
     * @param clusters of each value the number of its cluster, comparable between kinds
     */
    public void add(String name, double[] values, int[] clusters) {
        if (values.length == 0) {
            throw new IllegalArgumentException("stratum " + name + " has no values");
        }
        names.add(name);
        samples.add(Sample.clustered(values, clusters));
        this.clusters.add(clusters.clone());
        Set<Integer> own = new HashSet<>();
        Arrays.stream(clusters).forEach(own::add);
        crossing |= own.stream().anyMatch(seen::contains);
        seen.addAll(own);
    }

    /** How many kinds there are. */
    public int size() {
        return names.size();
    }

    /** How many questions there are. */
    public int questions() {
        return samples.stream().mapToInt(Sample::size).sum();
    }

    /** The mean of the kinds' means: each counts the same. */
    public double macro() {
        return samples.stream().mapToDouble(Sample::mean).average().orElseThrow();
    }

    /** The mean over questions: each kind counts by its number of them. */
    public double stratified() {
        double sum = samples.stream()
                .mapToDouble(sample -> sample.mean() * sample.size())
                .sum();
        return sum / questions();
    }

    /** What the averages are in each draw, in the order drawn. */
    public static final class Draws {
        private final double[] macro;
        private final double[] stratified;

        private Draws(double[] macro, double[] stratified) {
            this.macro = macro;
            this.stratified = stratified;
        }

        /** The mean of the kinds' means. */
        public double[] macro() {
            return macro.clone();
        }

        /** The mean of the kinds' means, weighted by their numbers of questions. */
        public double[] stratified() {
            return stratified.clone();
        }
    }

    /**
     * Draws.
     *
     * @param random a generator by a kind's name; of all together, where clusters cross, by the names with commas between
     */
    public Draws draw(int resamples, Function<String, RandomGenerator> random) {
        double[][] means =
                crossing ? together(resamples, random.apply(String.join(", ", names))) : apart(resamples, random);
        double[] macro = new double[resamples];
        double[] stratified = new double[resamples];
        for (int draw = 0; draw < resamples; draw++) {
            double sum = 0;
            double weighted = 0;
            int present = 0;
            long weight = 0;
            for (int stratum = 0; stratum < means.length; stratum++) {
                double mean = means[stratum][draw];
                // A draw of documents may have none with questions of a kind.
                if (!Double.isNaN(mean)) {
                    sum += mean;
                    weighted += mean * samples.get(stratum).size();
                    weight += samples.get(stratum).size();
                    present++;
                }
            }
            macro[draw] = sum / present;
            stratified[draw] = weighted / weight;
        }
        return new Draws(macro, stratified);
    }

    private double[][] apart(int resamples, Function<String, RandomGenerator> random) {
        double[][] means = new double[names.size()][];
        Arrays.setAll(
                means, stratum -> Bootstrap.means(samples.get(stratum), resamples, random.apply(names.get(stratum))));
        return means;
    }

    private double[][] together(int resamples, RandomGenerator random) {
        int[] all = seen.stream().mapToInt(Integer::intValue).sorted().toArray();
        int width = names.size();
        // By cluster, as clusters are what is drawn; most have questions of one kind or two.
        double[] sums = new double[all.length * width];
        int[] sizes = new int[all.length * width];
        for (int stratum = 0; stratum < width; stratum++) {
            double[] values = samples.get(stratum).values();
            int[] own = clusters.get(stratum);
            for (int i = 0; i < values.length; i++) {
                int at = Arrays.binarySearch(all, own[i]) * width + stratum;
                sums[at] += values[i];
                sizes[at]++;
            }
        }
        int[] ends = new int[all.length];
        int[] filled = IntStream.range(0, sizes.length).filter(at -> sizes[at] > 0).toArray();
        for (int at : filled) {
            ends[at / width]++;
        }
        Arrays.parallelPrefix(ends, Integer::sum);
        double[][] means = new double[width][resamples];
        double[] sum = new double[width];
        int[] size = new int[width];
        for (int draw = 0; draw < resamples; draw++) {
            Arrays.fill(sum, 0);
            Arrays.fill(size, 0);
            for (int i = 0; i < all.length; i++) {
                int cluster = random.nextInt(all.length);
                int line = cluster * width;
                for (int next = cluster == 0 ? 0 : ends[cluster - 1]; next < ends[cluster]; next++) {
                    int at = filled[next];
                    sum[at - line] += sums[at];
                    size[at - line] += sizes[at];
                }
            }
            for (int stratum = 0; stratum < sum.length; stratum++) {
                means[stratum][draw] = sum[stratum] / size[stratum];
            }
        }
        return means;
    }
}
