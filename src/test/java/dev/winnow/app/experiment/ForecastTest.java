package dev.winnow.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.app.config.Environment;
import dev.winnow.app.forecast.Forecast;
import dev.winnow.app.forecast.ForecastText;
import dev.winnow.app.forecast.Forecaster;
import dev.winnow.app.forecast.Tally;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.pipelines.model.CallFile;
import dev.winnow.pipelines.model.CallRecord;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.ReportedUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a dry run says is what the run then uses. */
@Timeout(120)
class ForecastTest {
    private static final Percentage NEAR = Percentage.withPercentage(10);

    private static final String YAML =
            """
            name: foreseen
            dataset: {use: atlas, documents: 100, questions: 40, scope: 4K}
            index: {passages: tokens:64}
            models:
              - {id: reader, use: openai, model: m, base-url: "%s", max-tokens: 64, window: 20K,
                 price: {prompt: 0.5, cached-prompt: 0.1, completion: 2}}
            retrievers:
              bm25: {use: bm25}
              %s
            pipelines:
              - closed-book
              - oracle
              - full-context
              - {use: rag, retriever: %s, order: [score, document], budget: [100, 400, 8K]}
            metrics: [token-f1]
            """;

    @TempDir
    Path folder;

    /** What a server asked for, and for how much. */
    private record Paid(long calls, ReportedUsage usage, double usd) {
        static Paid of(Path calls, ModelSpec model) {
            AtomicLong count = new AtomicLong();
            ReportedUsage[] sum = {ReportedUsage.NONE};
            CallFile.readAll(calls, call -> {
                if (call.end() instanceof CallRecord.Replied replied) {
                    count.incrementAndGet();
                    sum[0] = sum[0].plus(replied.billed());
                }
            });
            return new Paid(count.get(), sum[0], model.price().orElseThrow().of(sum[0]));
        }

        Paid minus(Paid before) {
            return new Paid(
                    calls - before.calls,
                    ReportedUsage.of(
                            usage.prompt() - before.usage.prompt(), usage.completion() - before.usage.completion()),
                    usd - before.usd);
        }
    }

    private SampleExperiment experiment(MeteredChat chat) {
        return experiment(chat, "", "bm25");
    }

    private SampleExperiment experiment(MeteredChat chat, String retriever, String used) {
        SampleExperiment sample = new SampleExperiment(folder);
        sample.config(YAML.formatted(chat.url(), retriever, used));
        return sample;
    }

    private Path run() {
        return folder.resolve("runs/foreseen");
    }

    private Forecast foresee(SampleExperiment sample) {
        try (Experiment experiment = sample.open(Experiment.Purpose.FORECAST)) {
            return Forecaster.of(experiment, new RunFolder(run()), Progress.SILENT);
        }
    }

    private Paid run(SampleExperiment sample) {
        try (Experiment experiment = sample.open(Experiment.Purpose.ANSWER);
                ExperimentRun run = ExperimentRun.open(experiment, new RunFolder(run()))) {
            run.run(Progress.SILENT);
            return Paid.of(run.folder().calls(), experiment.config().models().get(0));
        }
    }

    private static void near(Forecast forecast, Paid paid) {
        Tally total = forecast.total();
        assertThat(total.calls()).isEqualTo(paid.calls());
        assertThat(total.prompt()).isCloseTo(paid.usage().prompt(), NEAR);
        assertThat(forecast.money().expected()).isCloseTo(paid.usd(), NEAR);
        assertThat(forecast.money().atMost()).isGreaterThanOrEqualTo(paid.usd());
    }

    @Test
    void a_dry_run_says_what_the_run_then_uses_and_sends_and_writes_nothing() {
        try (MeteredChat chat = new MeteredChat(1, 6)) {
            SampleExperiment sample = experiment(chat);
            Forecast forecast = foresee(sample);

            assertThat(chat.calls()).isZero();
            assertThat(run()).doesNotExist();
            assertThat(forecast.answers()).isEqualTo(40 * 9);
            Paid paid = run(sample);
            assertThat(paid.calls()).isEqualTo(chat.calls());
            near(forecast, paid);
            Tally total = forecast.total();
            // Budgets above what is there show the same passages: in both orders of one budget or in two budgets.
            assertThat(total.shared()).isPositive();
            assertThat(total.calls() + total.shared()).isEqualTo(forecast.answers());
            assertThat(total.done() + total.overflow() + total.failed()).isZero();
        }
    }

    @Test
    void what_is_recorded_costs_nothing_more_and_the_rest_is_foreseen_from_it() throws IOException {
        try (MeteredChat chat = new MeteredChat(20, 40)) {
            SampleExperiment sample = experiment(chat);
            Forecast blind = foresee(sample);
            Paid all = run(sample);
            Paid first = stopAfter(150);
            Forecast forecast = foresee(sample);

            assertThat(forecast.total().done()).isGreaterThanOrEqualTo(first.calls());
            Paid rest = all.minus(first);
            near(forecast, rest);
            // Replies that are much longer than the answers cannot be foreseen, but are learnt.
            assertThat(forecast.total().reply()).isCloseTo(rest.usage().completion(), NEAR);
            assertThat(blind.total().reply()).isLessThan(all.usage().completion() / 2.0);
            assertThat(forecast.time(forecast.models().get(0))).isPresent();
            assertThat(blind.time(blind.models().get(0))).isEmpty();
        }
    }

    /** Leaves the first lines of the ledger, the answers made of them, and a torn line of each. */
    private Paid stopAfter(int calls) throws IOException {
        RunFolder run = new RunFolder(run());
        List<String> lines = Files.readAllLines(run.calls());
        List<String> kept = lines.subList(0, calls);
        Files.writeString(
                run.calls(), String.join("\n", kept) + "\n" + lines.get(calls).substring(0, 40));
        List<String> keys = kept.stream().map(line -> line.split("\"")[3]).toList();
        List<String> answers = Files.readAllLines(run.answers()).stream()
                .filter(line -> keys.stream().anyMatch(line::contains))
                .toList();
        Files.writeString(
                run.answers(),
                String.join("\n", answers) + "\n" + answers.get(0).substring(0, 40));
        byte[] before = Files.readAllBytes(run.answers());
        try (Experiment experiment = open()) {
            Forecaster.of(experiment, run, Progress.SILENT);
            assertThat(run.answers()).hasBinaryContent(before);
            return Paid.of(run.calls(), experiment.config().models().get(0));
        }
    }

    private Experiment open() {
        return Experiment.open(
                folder.resolve("experiment.yaml"),
                Experiment.Purpose.FORECAST,
                new Environment(SampleExperiment.HOME, folder.resolve("cache"), folder.resolve("runs")),
                Progress.SILENT);
    }

    @Test
    void two_forecasts_of_one_configuration_are_equal() throws IOException {
        try (MeteredChat chat = new MeteredChat(1, 6)) {
            SampleExperiment sample = experiment(chat);
            sample.edit("experiment.yaml", "  - oracle\n", "");
            // Strategies share prompts, and questions beginnings: which pays depends on which is first.
            sample.edit("experiment.yaml", "{use: atlas, documents: 100, questions: 40, scope: 4K}", "sample");
            sample.edit("experiment.yaml", "dataset: sample", "dataset: {use: jsonl, folder: sample}");
            StringBuilder documents = new StringBuilder();
            StringBuilder questions = new StringBuilder();
            for (int i = 0; i < 4; i++) {
                documents.append("{\"id\": \"d%d\", \"title\": \"T\", \"text\": \"%s\"}\n"
                        .formatted(i, ("Forty lamps of mill " + i + " were lit by its keeper. ").repeat(200)));
            }
            for (int i = 0; i < 60; i++) {
                questions.append(
                        "{\"id\": \"q%d\", \"text\": \"Who lit lamp %d?\", \"answers\": [\"%s\"], \"scope\": [\"d%d\"]}\n"
                                .formatted(i, i / 8, "keeper ".repeat(1 + i % 7).strip(), i / 15));
            }
            Files.writeString(folder.resolve("sample/documents.jsonl"), documents);
            Files.writeString(folder.resolve("sample/questions.jsonl"), questions);
            Forecast first = foresee(sample);

            assertThat(first.total().shared()).isPositive();
            assertThat(first.total().cached()).isPositive();
            for (int again = 0; again < 3; again++) {
                assertThat(foresee(sample)).isEqualTo(first);
            }
        }
    }

    @Test
    void what_models_spent_that_are_no_longer_configured_counts_towards_limits() {
        try (MeteredChat chat = new MeteredChat(1, 6)) {
            SampleExperiment sample = experiment(chat);
            Paid before = run(sample);
            sample.edit("experiment.yaml", "id: reader", "id: other");
            double limit = 1.5 * before.usd();
            sample.config(readConfig() + "limits: {usd: " + limit + "}\n");
            assertThat(foresee(sample).notes())
                    .anySatisfy(
                            note -> assertThat(note).startsWith("limits: usd").endsWith("the run would halt"));

            sample.edit("experiment.yaml", "limits: {usd: " + limit, "limits: {usd: " + 4 * limit);
            assertThat(foresee(sample).notes()).noneMatch(note -> note.startsWith("limits:"));
        }
    }

    private String readConfig() {
        try {
            return Files.readString(folder.resolve("experiment.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void fewer_than_ten_replies_are_not_foreseen_from_and_it_says_so() throws IOException {
        try (MeteredChat chat = new MeteredChat(20, 40)) {
            SampleExperiment sample = experiment(chat);
            run(sample);
            stopAfter(9);
            assertThat(foresee(sample).notes())
                    .anyMatch(note ->
                            note.startsWith("reader: too little is recorded yet to foresee from it (9 replies;"))
                    .noneMatch(note -> note.contains("from what is recorded"));
        }
    }

    @Test
    void a_finished_run_costs_nothing_more() {
        try (MeteredChat chat = new MeteredChat(1, 6)) {
            SampleExperiment sample = experiment(chat);
            run(sample);
            Forecast forecast = foresee(sample);

            assertThat(forecast.total().calls()).isZero();
            assertThat(forecast.total().done()).isEqualTo(forecast.answers());
            assertThat(forecast.money().atMost()).isZero();
        }
    }

    @Test
    void where_vectors_are_not_there_others_stand_in_and_it_says_so() {
        try (MeteredChat chat = new MeteredChat(1, 6)) {
            SampleExperiment sample = experiment(chat, "dense: {use: dense}", "dense");
            sample.edit("experiment.yaml", "{use: atlas, documents: 100, questions: 40, scope: 4K}", "sample");
            Forecast forecast = foresee(sample);

            assertThat(folder.resolve("cache/vectors")).doesNotExist();
            assertThat(forecast.embeddings()).singleElement().satisfies(embedding -> {
                assertThat(embedding.embedder()).isEqualTo("bge-small-en-v1.5");
                assertThat(embedding.retrievers()).containsExactly("dense");
                assertThat(embedding.passages()).isPositive();
                assertThat(embedding.usd()).hasValue(0);
            });
            assertThat(forecast.notes()).anyMatch(note -> note.contains("stand in"));
            Paid paid = run(sample);
            assertThat((double) forecast.total().calls()).isCloseTo(paid.calls(), NEAR);
            assertThat(forecast.money().expected()).isCloseTo(paid.usd(), NEAR);
            // With the vectors of the run, nothing stands in any more.
            assertThat(foresee(sample).embeddings()).isEmpty();
        }
    }

    @Test
    void embedding_by_a_server_is_priced_and_not_done() {
        try (MeteredChat chat = new MeteredChat(1, 6)) {
            SampleExperiment sample = experiment(
                    chat,
                    "far: {use: dense, embedder: {use: openai, model: e, base-url: \"http://127.0.0.1:9\","
                            + " price-per-million: 0.02}}",
                    "far");
            Forecast forecast = foresee(sample);

            Forecast.EmbeddingCost cost = forecast.embeddings().get(0);
            assertThat(cost.embedder()).isEqualTo("openai e");
            assertThat(cost.tokens()).isGreaterThan(64L * cost.passages() / 2);
            assertThat(cost.usd().orElseThrow()).isCloseTo(cost.tokens() * 0.02 / 1e6, within(1e-9));
            assertThat(new ForecastText(forecast).text()).contains("of which $").contains(" for embedding");
        }
    }

    @Test
    void the_text_is_a_table_whose_lines_are_of_one_width() {
        try (MeteredChat chat = new MeteredChat(1, 6)) {
            Forecast forecast = foresee(experiment(chat));
            String text = new ForecastText(forecast).text();
            List<String> table =
                    text.lines().filter(line -> line.startsWith("|")).toList();

            assertThat(table).hasSize(forecast.rows().size() + 3);
            assertThat(table.stream().map(String::length).distinct()).hasSize(1);
            assertThat(text).contains("nothing was sent").contains("nothing is recorded yet");
            Function<String, Long> number =
                    line -> Long.parseLong(line.split("\\|")[3].strip().replace(",", ""));
            assertThat(table.subList(2, table.size() - 1).stream()
                            .map(number)
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(number.apply(table.getLast()))
                    .isEqualTo(forecast.total().calls());
        }
    }
}
