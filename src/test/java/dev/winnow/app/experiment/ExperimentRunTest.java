package dev.winnow.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.RunReport;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.pipelines.model.CallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentRunTest {
    private static final String ATLAS =
            """
            name: small
            seed: 11
            dataset: {use: atlas, documents: 100, questions: 14, scope: 4K}
            models:
              - {id: extractive, use: extractive, concurrency: 4}
            retrievers:
              bm25: {use: bm25}
            index: {passages: tokens:64}
            pipelines:
              - {use: closed-book}
              - {use: oracle}
              - {use: full-context}
              - {use: rag, retriever: bm25, order: [score, random], budget: [300, 1K]}
            metrics: [exact-match, token-f1, evidence-recall]
            """;
    private static final String SAMPLE = ATLAS.replaceFirst("\\{use: atlas.*}", "{use: jsonl, folder: sample}")
            .replace("budget: [300, 1K]", "budget: 300");

    @TempDir
    Path folder;

    private static Runner.Summary run(Experiment experiment, RunFolder to) {
        try (ExperimentRun run = ExperimentRun.open(experiment, to)) {
            Runner.Summary summary = run.run(Progress.SILENT);
            RunReport.write(new RunReport.Part(experiment, run), "winnow run experiment.yaml");
            return summary;
        }
    }

    /** Whatever must not depend on when and how the run went, by name. */
    private static Map<String, String> results(RunFolder run) throws IOException {
        Map<String, String> results = new TreeMap<>();
        results.put("scores.jsonl", Files.readString(run.scores()));
        for (Path part : List.of(run.root().resolve("tables"), run.trec())) {
            try (Stream<Path> files = Files.walk(part)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String name = run.root().relativize(file).toString();
                    if (!name.contains("timing")) {
                        results.put(name, Files.readString(file));
                    }
                }
            }
        }
        return results;
    }

    private RunFolder twice(String yaml, String place) throws IOException {
        SampleExperiment sample = new SampleExperiment(folder.resolve(place));
        sample.config(yaml);
        RunFolder to = new RunFolder(folder.resolve(place).resolve("run"));
        try (Experiment experiment = sample.open(Experiment.Purpose.ANSWER)) {
            Runner.Summary summary = run(experiment, to);
            assertThat(summary.answered()).isEqualTo(summary.planned());
        }
        return to;
    }

    @Test
    void two_runs_of_one_experiment_give_the_same_bytes() throws IOException {
        for (String yaml : List.of(ATLAS, SAMPLE)) {
            Map<String, String> first = results(twice(yaml, "first " + yaml.length()));
            Map<String, String> second = results(twice(yaml, "second " + yaml.length()));

            assertThat(first)
                    .containsKeys("tables/strategies.csv", "tables/strategies.md", "trec/qrels.txt", "scores.jsonl")
                    .hasSizeGreaterThan(6);
            assertThat(first.get("scores.jsonl").lines().count()).isGreaterThan(40);
            assertThat(second).isEqualTo(first);
        }
    }

    @Test
    void a_run_cut_off_anywhere_goes_on_to_the_same_results_and_repeats_no_call_it_still_has() throws IOException {
        SampleExperiment sample = new SampleExperiment(folder);
        sample.config(ATLAS);
        try (Experiment experiment = sample.open(Experiment.Purpose.ANSWER)) {
            RunFolder whole = new RunFolder(folder.resolve("whole"));
            run(experiment, whole);
            Map<String, String> expected = results(whole);
            byte[] calls = Files.readAllBytes(whole.calls());
            byte[] answers = Files.readAllBytes(whole.answers());
            Set<String> wholeCalls = new HashSet<>(keys(whole));
            RandomGenerator random = new Seed(2).child("cut", "run").random();
            for (int cut = 0; cut < 10; cut++) {
                // The first cut leaves no whole line.
                byte[] callsLeft = Arrays.copyOf(calls, cut == 0 ? 9 : random.nextInt(calls.length + 1));
                byte[] answersLeft = Arrays.copyOf(answers, cut == 0 ? 9 : random.nextInt(answers.length + 1));
                RunFolder torn = new RunFolder(folder.resolve("torn " + cut));
                Files.createDirectories(torn.root());
                Files.copy(whole.manifest(), torn.manifest());
                Files.copy(whole.config(), torn.config());
                Files.write(torn.calls(), callsLeft);
                Files.write(torn.answers(), answersLeft);

                Runner.Summary summary = run(experiment, torn);

                String place = "calls cut at " + callsLeft.length + ", answers at " + answersLeft.length;
                assertThat(results(torn)).as(place).isEqualTo(expected);
                assertThat(summary.alreadyDone())
                        .as(place)
                        .isEqualTo(lines(answersLeft).size());
                assertThat(keys(torn)).as(place).doesNotHaveDuplicates();
                assertThat(wholeCalls).as(place).containsAll(keys(torn));
                List<String> callsKept = lines(callsLeft);
                assertThat(Files.readAllLines(torn.calls()).subList(0, callsKept.size()))
                        .as(place)
                        .isEqualTo(callsKept);
                List<String> answersKept = lines(answersLeft);
                List<String> answersNow = Files.readAllLines(torn.answers());
                assertThat(answersNow).as(place).hasSize(summary.planned());
                assertThat(answersNow.subList(0, answersKept.size())).as(place).isEqualTo(answersKept);
            }
        }
    }

    private static List<String> keys(RunFolder run) {
        List<String> keys = new ArrayList<>();
        CallFile.readAll(run.calls(), call -> keys.add(call.key()));
        return keys;
    }

    /** Those that have their end. */
    private static List<String> lines(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    @Test
    void a_strategy_under_a_new_name_keeps_its_answers() {
        SampleExperiment sample = new SampleExperiment(folder);
        sample.config(SAMPLE);
        RunFolder to = new RunFolder(folder.resolve("run"));
        try (Experiment experiment = sample.open(Experiment.Purpose.ANSWER)) {
            run(experiment, to);
        }
        // A second budget brings the budget into the ids of both.
        sample.edit("experiment.yaml", "budget: 300", "budget: [300, 400]");
        try (Experiment experiment = sample.open(Experiment.Purpose.ANSWER)) {
            Runner.Summary summary = run(experiment, to);
            assertThat(summary.alreadyDone()).isEqualTo(50);
            assertThat(summary.answered()).isEqualTo(20);
            try (ExperimentRun run = ExperimentRun.open(experiment, to)) {
                assertThat(run.trials())
                        .hasSize(70)
                        .extracting(Trial::strategy)
                        .containsOnly(
                                "closed-book",
                                "oracle",
                                "full-context",
                                "rag-score-300",
                                "rag-score-400",
                                "rag-random-300",
                                "rag-random-400");
            }
        }
    }

    @Test
    void one_thing_under_two_names_is_reported_under_both() {
        SampleExperiment sample = new SampleExperiment(folder);
        sample.config(SAMPLE);
        sample.edit("experiment.yaml", "{use: oracle}", "{use: oracle}\n  - {use: oracle, name: again}");
        try (Experiment experiment = sample.open(Experiment.Purpose.ANSWER)) {
            RunFolder to = new RunFolder(folder.resolve("run"));
            run(experiment, to);
            try (ExperimentRun run = ExperimentRun.open(experiment, to)) {
                assertThat(run.trials().stream()
                                .filter(trial -> trial.strategy().equals("again")))
                        .hasSize(10);
                assertThat(run.trials().stream()
                                .filter(trial -> trial.strategy().equals("oracle")))
                        .hasSize(10);
            }
        }
    }

    @Test
    void a_run_that_is_open_cannot_be_opened_again_until_it_is_closed() {
        SampleExperiment sample = new SampleExperiment(folder);
        sample.config(SAMPLE);
        RunFolder to = new RunFolder(folder.resolve("run"));
        try (Experiment experiment = sample.open(Experiment.Purpose.ANSWER)) {
            ExperimentRun open = ExperimentRun.open(experiment, to);
            assertThatThrownBy(() -> ExperimentRun.open(experiment, to))
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith(to.root() + ": another command is at work on this run");
            open.close();
            ExperimentRun.open(experiment, to).close();
        }
    }

    @Test
    void damaged_calls_and_answers_are_named_together_and_the_folder_is_let_go() throws IOException {
        SampleExperiment sample = new SampleExperiment(folder);
        sample.config(SAMPLE);
        RunFolder to = new RunFolder(folder.resolve("run"));
        try (Experiment experiment = sample.open(Experiment.Purpose.ANSWER)) {
            run(experiment, to);
            String calls = Files.readString(to.calls());
            String answers = Files.readString(to.answers());
            Files.writeString(to.calls(), "{\n" + calls);
            Files.writeString(to.answers(), answers + "?\n");

            assertThatThrownBy(() -> ExperimentRun.open(experiment, to))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(to.calls() + ":1: ")
                    .hasMessageContaining(to.answers() + ":" + (answers.lines().count() + 1) + ": ");

            Files.writeString(to.calls(), calls);
            Files.writeString(to.answers(), answers);
            ExperimentRun.open(experiment, to).close();
        }
    }
}
