package dev.winnow.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.app.config.Environment;
import dev.winnow.app.experiment.Plan.PlannedTrial;
import dev.winnow.app.ledger.CallLedger;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.RunReport;
import dev.winnow.app.simulation.PrefixCacheServer;
import dev.winnow.app.simulation.PrefixCacheServer.Settings;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.pipelines.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often calls hit a server's prefix cache, on a server that says so. */
class PromptCacheTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** UTF-16 units of a document: 3,000 tokens of the simulated server. */
    private static final int LENGTH = 12_000;

    @TempDir
    Path folder;

    private String pipelines = "[closed-book, full-context, {use: rag, retriever: bm25, k: 2}]";

    /** Documents of invented words, and questions about them in shuffled order. */
    private void data(int documents, int questionsPerDocument) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        RandomGenerator random = new Seed(3).child("documents", "text").random();
        List<String> corpus = new ArrayList<>();
        List<String> questions = new ArrayList<>();
        for (int d = 0; d < documents; d++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < LENGTH) {
                text.append("word").append(random.nextInt(10_000)).append(text.length() % 90 < 10 ? ". " : " ");
            }
            corpus.add(JSON.writeValueAsString(Map.of("id", "d" + d, "title", "", "text", text.substring(0, LENGTH))));
            for (int q = 0; q < questionsPerDocument; q++) {
                questions.add(JSON.writeValueAsString(Map.of(
                        "id",
                        "q" + d + "-" + q,
                        "text",
                        "What of word" + random.nextInt(10_000) + "?",
                        "scope",
                        List.of("d" + d),
                        "answers",
                        List.of("so"))));
            }
        }
        Collections.shuffle(questions, random);
        Files.write(data.resolve("documents.jsonl"), corpus);
        Files.write(data.resolve("questions.jsonl"), questions);
    }

    private Experiment open(String url, String cache) throws IOException {
        Path config = Files.writeString(
                folder.resolve("experiment.yaml"),
                """
                name: cached
                dataset: {use: jsonl, folder: data}
                index: {passages: tokens:128}
                prompt: answer
                models:
                  - {id: chat, use: openai, model: m, base-url: %s, concurrency: 8, prompt-cache: %s}
                retrievers:
                  bm25: {use: bm25}
                pipelines: %s
                metrics: [token-f1]
                """
                        .formatted(url, cache, pipelines));
        Environment environment =
                new Environment(SampleExperiment.HOME, folder.resolve("cache"), folder.resolve("runs"));
        return Experiment.open(config, Experiment.Purpose.ANSWER, environment, Progress.SILENT);
    }

    private enum Sequence {
        /** As planned. */
        OURS,
        /** Each question by every strategy, in the order of the data set. */
        BY_QUESTION
    }

    /** What a run was replied, by trial, and what its tables hold. */
    private record Result(double hitRate, long misses, List<Trial> trials, Map<String, String> tables) {}

    private Result run(Settings settings, String cache, Sequence sequence, String name) throws Exception {
        RunFolder to = new RunFolder(folder.resolve(name));
        try (PrefixCacheServer server = new PrefixCacheServer(settings);
                Experiment experiment = open(server.url(), cache)) {
            if (sequence == Sequence.BY_QUESTION) {
                byQuestion(experiment, to);
            }
            try (ExperimentRun run = ExperimentRun.open(experiment, to)) {
                Runner.Summary summary = run.run(Progress.SILENT);
                assertThat(summary.failures()).isEmpty();
                RunReport.write(new RunReport.Part(experiment, run), "winnow run experiment.yaml");
                assertThat(server.size()).isEqualTo(summary.planned());
                long misses = server.requests().stream()
                        .filter(request -> request.tokens() > 3_000 && request.cached() == 0)
                        .count();
                return new Result(server.hitRate(), misses, run.trials(), tables(to));
            }
        }
    }

    /** Makes all calls in the order of the data set, eight at once; the run then finds them in its ledger. */
    private static void byQuestion(Experiment experiment, RunFolder to) throws Exception {
        Files.createDirectories(to.root());
        Files.createFile(to.root().resolve(".lock"));
        try (CallLedger ledger = new CallLedger(to.calls(), Clock.systemUTC());
                ExecutorService workers = Executors.newFixedThreadPool(8)) {
            List<PlannedTrial> trials = new ArrayList<>();
            experiment
                    .plan(ledger)
                    .trials(experiment.config().models().getFirst())
                    .forEachRemaining(trials::add);
            List<Question> questions = experiment.dataset().questions();
            trials.sort(Comparator.comparingInt(trial -> questions.indexOf(trial.question())));
            List<Future<?>> calls = new ArrayList<>();
            for (PlannedTrial trial : trials) {
                calls.add(workers.submit(() -> trial.pipeline().answer(trial.question())));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        }
    }

    private static Map<String, String> tables(RunFolder run) throws IOException {
        Map<String, String> tables = new TreeMap<>();
        try (Stream<Path> files = Files.walk(run.root().resolve("tables"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = run.root().relativize(file).toString();
                // What a server had in its cache depends on the order: that is the point. Methods name settings and
                // address.
                if (Stream.of("timing", "accounting", "break-even", "methods").noneMatch(name::contains)) {
                    tables.put(name, Files.readString(file));
                }
            }
        }
        return tables;
    }

    /**
     * One document and 40 questions. Full context sends some 3,100 tokens, closed book and retrieval less than the 1,024
     * from which the server keeps anything. The first full-context call finds nothing; each of the 39 others finds at least
     * the 23 blocks of 128 tokens that lie within the document alone: 2,944 tokens.
     */
    @Test
    void with_one_document_and_many_questions_all_calls_but_the_first_find_it_read() throws Exception {
        data(1, 40);
        try (PrefixCacheServer server =
                        new PrefixCacheServer(new Settings(0, 100_000, Duration.ofMillis(20), Duration.ofMillis(1)));
                Experiment experiment = open(server.url(), "on");
                ExperimentRun run = ExperimentRun.open(experiment, new RunFolder(folder.resolve("run")))) {
            assertThat(run.run(Progress.SILENT).failures()).isEmpty();

            List<PrefixCacheServer.Request> full = server.requests().stream()
                    .filter(request -> request.tokens() > 3_000)
                    .toList();
            assertThat(full).hasSize(40);
            assertThat(full.stream().filter(request -> request.cached() == 0)).hasSize(1);
            assertThat(full.stream().filter(request -> request.cached() >= 2_944))
                    .hasSize(39);
            assertThat(server.requests().stream().filter(request -> request.tokens() < 3_000))
                    .hasSize(80)
                    .allMatch(request -> request.cached() == 0);
        }
    }

    /**
     * Eight documents, ten questions each, and room for three documents. In shuffled order a document is mostly gone before
     * it is asked for again. In ours, each is read once; of a document's ten full-context calls nine hit.
     */
    @Test
    void the_order_decides_what_a_small_cache_is_worth_and_nothing_else() throws Exception {
        data(8, 10);
        Settings settings = new Settings(0, 9_600, Duration.ofMillis(5), Duration.ZERO);

        Result ours = run(settings, "on", Sequence.OURS, "ours");
        Result shuffled = run(settings, "off", Sequence.BY_QUESTION, "shuffled");

        assertThat(shuffled.hitRate()).isLessThan(0.45);
        // Of some 3,100 + 100 + 300 tokens that are sent for a question, nine times of ten at least 2,944 are found.
        assertThat(ours.hitRate()).isGreaterThan(0.7);
        assertThat(ours.trials().stream().map(PromptCacheTest::reply).toList())
                .isEqualTo(
                        shuffled.trials().stream().map(PromptCacheTest::reply).toList());
        assertThat(ours.tables()).isNotEmpty().isEqualTo(shuffled.tables());
    }

    private static String reply(Trial trial) {
        return trial.strategy() + " " + trial.question() + " " + trial.outcome();
    }

    /**
     * One document, and eight calls at once on a server that reads it for about a second. Without the gate, calls come while
     * the first is still being read and find nothing; with it, only the first finds nothing.
     */
    @Test
    void the_gate_keeps_calls_from_reading_one_document_side_by_side() throws Exception {
        data(1, 16);
        pipelines = "[full-context]";
        Settings slow = new Settings(0, 100_000, Duration.ofMillis(300), Duration.ZERO);

        Result gated = run(slow, "on", Sequence.OURS, "gated");
        Result open = run(slow, "off", Sequence.OURS, "open");

        assertThat(gated.misses()).isEqualTo(1);
        assertThat(open.misses()).isBetween(2L, 8L);
        assertThat(gated.tables()).isNotEmpty().isEqualTo(open.tables());
    }
}
