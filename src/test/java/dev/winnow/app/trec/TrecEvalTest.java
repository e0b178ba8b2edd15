package dev.winnow.app.trec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.winnow.indexer.corpus.Seed;
import dev.winnow.retrievers.trec.TrecRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uk.ac.gla.terrier.jtreceval.trec_eval;

/** Every line that trec_eval 9.0.4 prints, over made-up collections and real ones. */
class TrecEvalTest {
    private static final Seed SEED = new Seed(4);
    private static final String[] ALPHABET = {"a", "B", "é", "日本", "\uFF5E", "😀", "_", "7", "%2", "%41"};

    @TempDir
    private Path folder;

    @BeforeAll
    static void trecEvalRunsHere() {
        assumeTrue(trec_eval.isPlatformSupported(), "trec_eval has no binary for this platform");
    }

    @Test
    void every_measure_of_made_up_runs_is_that_of_trec_eval() throws IOException {
        for (int round = 0; round < 60; round++) {
            RandomGenerator random = SEED.child("trec", Integer.toString(round)).random();
            Path qrels = folder.resolve("qrels" + round);
            Path run = folder.resolve("run" + round);
            write(random, qrels, run, round % 20 == 0 ? 1_400 : 3 + random.nextInt(60));
            compare(qrels, run);
        }
    }

    @Test
    void halves_are_rounded_as_c_rounds_them() throws IOException {
        // Precision at 5 of 1, 0, ... over 32 queries: thirty-seconds of a fifth and other exact halves at digit five.
        List<String> judged = new ArrayList<>();
        List<String> found = new ArrayList<>();
        for (int query = 0; query < 32; query++) {
            judged.add("q" + query + " 0 d " + (query == 0 ? 1 : 0));
            found.add("q" + query + " Q0 d 1 1.0 t");
        }
        Path qrels = Files.write(folder.resolve("qrels"), judged);
        Path run = Files.write(folder.resolve("run"), found);
        assertThat(Evaluation.of(Qrels.read(qrels), TrecRun.read(run)).lines(Evaluation.Detail.SUMMARY))
                .contains("%-22s\tall\t0.0312".formatted("map"));
        compare(qrels, run);
    }

    @Test
    void real_judgements_are_measured_as_by_trec_eval() throws IOException {
        Path data = Path.of(System.getenv().getOrDefault("WINNOW_DATA", "../../shared/data"));
        for (String name : List.of("scifact", "cranfield", "multihop/hotpotqa_dev100/beir")) {
            Path beir = data.resolve(name).resolve("qrels").resolve("test.tsv");
            assumeTrue(Files.exists(beir), "no real data: set WINNOW_DATA to a folder with " + name);
            Qrels judged = Qrels.read(beir);
            Path qrels = folder.resolve("qrels.txt");
            judged.write(qrels);
            assertThat(Qrels.read(qrels)).isEqualTo(judged);
            Path run = folder.resolve("run.txt");
            RandomGenerator random = SEED.child("real", name).random();
            List<String> lines = new ArrayList<>();
            judged.judgements().forEach((query, documents) -> documents.keySet().forEach(document -> {
                if (random.nextInt(4) > 0) {
                    lines.add("%s Q0 %s 1 %.1f real".formatted(query, document, random.nextDouble()));
                }
                lines.add("%s Q0 other-%s 1 %.1f real".formatted(query, document, random.nextDouble()));
            }));
            Files.write(run, lines);
            compare(qrels, run);
        }
    }

    private static void compare(Path qrels, Path run) {
        String[] arguments = Stream.concat(
                        Stream.of("-q", "official", "recall", "ndcg", "ndcg_cut", "success")
                                .flatMap(name -> name.startsWith("-") ? Stream.of(name) : Stream.of("-m", name)),
                        Stream.of(qrels.toString(), run.toString()))
                .toArray(String[]::new);
        List<String> theirs = Stream.of(new trec_eval().runAndGetOutput(arguments))
                .map(fields -> String.join(" ", fields))
                .toList();
        List<String> ours =
                Evaluation.of(Qrels.read(qrels), TrecRun.read(run), Measure.ALL)
                        .lines(Evaluation.Detail.QUERIES)
                        .stream()
                        .map(line -> String.join(" ", line.split("\\s+")))
                        .toList();
        assertThat(theirs).as(run.toString()).hasSizeGreaterThan(40);
        assertThat(ours).as(run.toString()).isEqualTo(theirs);
    }

    private static void write(RandomGenerator random, Path qrels, Path run, int depth) throws IOException {
        int grades = 1 + random.nextInt(5);
        List<String> judged = new ArrayList<>();
        List<String> found = new ArrayList<>();
        List<String> queries = ids(random, 2 + random.nextInt(12));
        for (int i = 0; i < queries.size(); i++) {
            List<String> documents = ids(random, depth);
            // The first query is on both sides; some of the others on one only.
            boolean hasJudgements = i == 0 || random.nextInt(5) > 0;
            boolean hasRanking = i == 0 || random.nextInt(5) > 0;
            int density = 1 + random.nextInt(6);
            // trec_eval reads memory that it never set for a query whose every grade is below 0.
            String last = documents.get(documents.size() - 1);
            for (String document : documents) {
                if (hasJudgements && (document.equals(last) || random.nextInt(density) == 0)) {
                    int grade = document.equals(last) ? random.nextInt(2) : random.nextInt(grades + 2) - 1;
                    judged.add(queries.get(i) + "\t0  " + document + " " + grade);
                }
                if (hasRanking && (found.isEmpty() || random.nextInt(4) > 0)) {
                    found.add("%s Q0 %s %d %s run-%d"
                            .formatted(queries.get(i), document, random.nextInt(9), score(random), depth));
                }
            }
        }
        Collections.shuffle(judged, Random.from(random));
        Collections.shuffle(found, Random.from(random));
        Files.write(qrels, judged);
        Files.write(run, found);
    }

    /** Many ties, some only among floats. */
    private static String score(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> Integer.toString(random.nextInt(5) - 2);
            case 1 -> "1.0000000" + random.nextInt(9);
            case 2 -> "-.5e" + random.nextInt(3);
            default -> Double.toString(random.nextDouble() * 20 - 10);
        };
    }

    private static List<String> ids(RandomGenerator random, int count) {
        return Stream.generate(() -> {
                    StringBuilder id = new StringBuilder();
                    for (int i = 0; i < 8; i++) {
                        id.append(ALPHABET[random.nextInt(ALPHABET.length)]);
                    }
                    return id.toString();
                })
                .distinct()
                .limit(count)
                .toList();
    }
}
