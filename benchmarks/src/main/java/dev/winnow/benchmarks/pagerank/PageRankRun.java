package dev.winnow.benchmarks.pagerank;

import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.graph.LinkGraph;
import dev.winnow.indexer.graph.LinkGraphWriter;
import dev.winnow.retrievers.PersonalisedPageRank;
import dev.winnow.retrievers.PersonalisedPageRank.Restart;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Builds a generated graph and answers questions on it one by one exactly, one by one fast, and many at once. Writes what
 * another program needs to do the same and to compare: {@code links.bin}, pairs of big-endian integers; and for each
 * setting a file of questions with their seeds, weights and exact scores.
 */
public final class PageRankRun {
    private static final int TOP = 2_560;
    /** Questions whose scores are written down to be compared. */
    private static final int COMPARED = 3;

    private PageRankRun() {}

    /** Arguments: {@code build FOLDER DOCUMENTS LINKS power-law|communities}, then {@code ask FOLDER QUESTIONS}. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        switch (arguments[0]) {
            case "build" ->
                build(
                        folder,
                        new GeneratedLinks(
                                Integer.parseInt(arguments[2]),
                                Integer.parseInt(arguments[3]),
                                GeneratedLinks.Kind.valueOf(
                                        arguments[4].replace('-', '_').toUpperCase(Locale.ROOT)),
                                new Seed(7)));
            case "ask" -> ask(folder, Integer.parseInt(arguments[2]));
            default -> throw new IllegalArgumentException("build or ask, got " + arguments[0]);
        }
    }

    private static void build(Path folder, GeneratedLinks links) throws IOException {
        try (DataOutputStream out = new DataOutputStream(
                new BufferedOutputStream(Files.newOutputStream(folder.resolve("links.bin")), 1 << 20))) {
            links.each((from, to) -> {
                out.writeInt(from);
                out.writeInt(to);
            });
        }
        // Generating takes as long as building: only what is beyond it is the graph's.
        long begun = System.nanoTime();
        links.each((from, to) -> {});
        long generating = System.nanoTime() - begun;
        begun = System.nanoTime();
        try (LinkGraphWriter writer = new LinkGraphWriter(folder, links.nodes())) {
            links.each(writer::add);
            LinkGraphWriter.Summary made = writer.write(folder.resolve("graph"));
            System.out.printf(
                    "%,d documents, %,d entries, %,d documents without links; built in %.1f s, %,d MB on disk, memory %s%n",
                    links.nodes(),
                    made.arcs(),
                    made.isolated(),
                    (System.nanoTime() - begun - generating) / 1e9,
                    Files.size(folder.resolve("graph")) >> 20,
                    memory());
        }
    }

    private static void ask(Path folder, int questions) throws IOException {
        long begun = System.nanoTime();
        LinkGraph graph = LinkGraph.open(folder.resolve("graph"));
        System.out.printf("opened in %.2f s%n", (System.nanoTime() - begun) / 1e9);
        System.out.println("| seeds | restart | exact, ms | fast, ms | batch, ms a question | fast's top 2,560 |");
        System.out.println("|---|---|---|---|---|---|");
        for (int seeds : new int[] {10, 5}) {
            for (double restart : new double[] {0.5, 0.15}) {
                measure(graph, seeds, restart, questions, folder);
            }
        }
        System.out.println("memory " + memory());
    }

    private static void measure(LinkGraph graph, int seeds, double restart, int questions, Path folder)
            throws IOException {
        RandomGenerator random =
                new Seed(11).child("questions", seeds + " " + restart).random();
        List<Restart> begins = new ArrayList<>();
        List<int[]> places = new ArrayList<>();
        List<double[]> weights = new ArrayList<>();
        for (int i = 0; i < questions; i++) {
            int[] nodes = random.ints(0, graph.linked()).distinct().limit(seeds).toArray();
            weights.add(random.doubles(seeds, 8, 25).toArray());
            begins.add(new Restart(nodes, weights.get(i)));
            places.add(Arrays.stream(nodes).map(graph::place).toArray());
        }
        double[] exactly = new double[questions];
        double[] fastly = new double[questions];
        double kept = 0;
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(
                Files.newOutputStream(folder.resolve("questions-" + seeds + "-" + restart + ".bin")), 1 << 20))) {
            out.writeInt(COMPARED);
            PersonalisedPageRank exact = new PersonalisedPageRank(graph, restart, 1e-8);
            PersonalisedPageRank fast = new PersonalisedPageRank(graph, restart, 1e-6);
            double[] all = new double[graph.nodes()];
            double[] quick = new double[graph.nodes()];
            // Twice before it counts: the program is compiled while it runs.
            timed(exact, begins.get(0), all);
            timed(exact, begins.get(1), all);
            for (int question = 0; question < questions; question++) {
                exactly[question] = timed(exact, begins.get(question), all);
                fastly[question] = timed(fast, begins.get(question), quick);
                if (question < COMPARED) {
                    kept += agreement(all, quick) / COMPARED;
                    for (int i = 0; i < seeds; i++) {
                        out.writeInt(places.get(question)[i]);
                        out.writeDouble(weights.get(question)[i]);
                    }
                    for (double score : all) {
                        out.writeDouble(score);
                    }
                }
            }
        }
        PersonalisedPageRank batch = new PersonalisedPageRank(graph, restart, 1e-8);
        batch.solve(begins.subList(0, 4), (i, unused) -> {});
        long begun = System.nanoTime();
        batch.solve(begins, (i, unused) -> {});
        double together = (System.nanoTime() - begun) / 1e6 / questions;
        System.out.printf(
                "| %d | %.2f | %.1f | %.1f | %.1f | %.2f %% |%n",
                seeds, restart, median(exactly), median(fastly), together, 100 * kept);
    }

    /** Solves and reads every score, as whoever ranks does; gives the milliseconds of solving. */
    private static double timed(PersonalisedPageRank pageRank, Restart begin, double[] byPlace) {
        long begun = System.nanoTime();
        long[] solved = new long[1];
        pageRank.solve(List.of(begin), (i, scores) -> {
            solved[0] = System.nanoTime() - begun;
            for (int place = 0; place < byPlace.length; place++) {
                byPlace[place] = scores.of(pageRank.graph().node(place));
            }
        });
        return solved[0] / 1e6;
    }

    /** Which part of the best by one are the best by the other, where what scores as the last does counts as right. */
    private static double agreement(double[] exact, double[] fast) {
        int[] best = best(fast);
        double[] sorted = exact.clone();
        Arrays.sort(sorted);
        double least = sorted[sorted.length - best.length];
        return (double) Arrays.stream(best)
                        .filter(place -> (float) exact[place] >= (float) least)
                        .count()
                / best.length;
    }

    private static int[] best(double[] scores) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double least = sorted[Math.max(0, sorted.length - TOP)];
        List<Integer> best = new ArrayList<>();
        for (int place = 0; place < scores.length; place++) {
            if (scores[place] > least || (scores[place] == least && best.size() < TOP)) {
                best.add(place);
            }
        }
        return best.stream().mapToInt(Integer::intValue).limit(TOP).toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** The most memory that the process had, mapped files included. */
    private static String memory() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return "not known here";
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM"))
                    .map(line -> "%,d MB at most".formatted(Long.parseLong(line.replaceAll("\\D", "")) >> 10))
                    .findFirst()
                    .orElse("not known here");
        }
    }
}
