package dev.winnow.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.report.RunReport;
import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Limits of an experiment, over all its starts. */
@Timeout(60)
class SpendingRunTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the scripted endpoint charges for one call: 100 tokens of prompt and 10 of reply at 1,000 dollars a million. */
    private static final double CALL = 0.11;

    private static final Offset<Double> CENT = Offset.offset(1e-9);

    @TempDir
    Path folder;

    private SampleExperiment sample;
    private RunFolder to;

    @BeforeEach
    void place() {
        sample = new SampleExperiment(folder);
        to = new RunFolder(folder.resolve("run"));
    }

    private static String yaml(String url, String model, String limits) {
        return """
                name: limited
                dataset: {use: jsonl, folder: sample}
                index: {passages: tokens:64}
                models:
                  - {id: gpt, use: openai, base-url: "%s", model: m, max-tokens: 10, attempts: 1%s}
                retrievers: {bm25: {use: bm25}}
                pipelines: [closed-book, {use: rag, retriever: bm25, k: 1}]
                metrics: [exact-match]
                %s
                """
                .formatted(url, model, limits);
    }

    private Runner.Summary run() {
        try (Experiment experiment = sample.open(Experiment.Purpose.ANSWER);
                ExperimentRun run = ExperimentRun.open(experiment, to)) {
            return run.run(Progress.SILENT);
        }
    }

    private void report() {
        try (Experiment experiment = sample.open(Experiment.Purpose.REPORT);
                ExperimentRun run = ExperimentRun.reopen(experiment, to)) {
            RunReport.write(new RunReport.Part(experiment, run), "winnow report run");
        }
    }

    private JsonNode json(Path file) throws IOException {
        return JSON.readTree(Files.readString(file));
    }

    @Test
    void a_run_halts_before_it_crosses_its_limit_and_goes_on_when_that_is_raised() throws IOException {
        try (ScriptedChat chat = new ScriptedChat("Forty lamps.")) {
            String priced = ", price: {prompt: 1_000, completion: 1_000}";
            sample.config(yaml(chat.url(), priced, "limits: {usd: 2}"));
            Runner.Summary first = run();

            assertThat(first.halt()).map(Halt::reason).contains(Halt.Reason.SPENDING_LIMIT);
            assertThat(first.halt().orElseThrow().message())
                    .startsWith("of the limit of $2, $")
                    .contains("'gpt'");
            assertThat(first.failures()).isEmpty();
            assertThat(first.answered()).isBetween(5, 18).isLessThan(first.planned());
            JsonNode spending = json(to.spending());
            assertThat(spending.at("/usd").asDouble())
                    .isCloseTo(first.answered() * CALL, CENT)
                    .isLessThanOrEqualTo(2);
            assertThat(spending.at("/halted/reason").asText()).isEqualTo("spending-limit");
            assertThat(spending.at("/limits/usd").asDouble()).isEqualTo(2);
            report();
            assertThat(to.root().resolve("report.html")).content().contains("This run is not finished.");

            Runner.Summary second = run();
            assertThat(second.halt()).isPresent();
            assertThat(json(to.spending()).at("/usd").asDouble()).isLessThanOrEqualTo(2);

            sample.config(yaml(chat.url(), priced, "limits: {usd: 200, tokens: 10G}"));
            Runner.Summary third = run();
            assertThat(third.halt()).isEmpty();
            assertThat(third.alreadyDone() + third.answered()).isEqualTo(third.planned());
            JsonNode all = json(to.spending());
            assertThat(all.has("halted")).isFalse();
            assertThat(all.at("/calls").asInt()).isEqualTo(chat.asked().size());
            assertThat(all.at("/models/gpt/usd").asDouble())
                    .isCloseTo(chat.asked().size() * CALL, CENT);
            assertThat(all.at("/billed/completion").asInt())
                    .isEqualTo(10 * chat.asked().size());
            assertThat(json(to.manifest()).at("/price_of_gpt").asText())
                    .isEqualTo("prompt 1000, completion 1000 US dollars per million tokens; from the configuration");
        }
    }

    @Test
    void what_a_model_spent_that_is_no_longer_configured_counts() throws IOException {
        try (ScriptedChat chat = new ScriptedChat("Forty lamps.")) {
            String priced = ", price: {prompt: 1_000, completion: 1_000}";
            sample.config(yaml(chat.url(), priced, ""));
            run();
            double before = json(to.spending()).at("/usd").asDouble();
            sample.config(yaml(chat.url(), priced, "limits: {usd: %s}".formatted(before + 0.05))
                    .replace("id: gpt", "id: other"));
            Runner.Summary summary = run();
            assertThat(summary.halt()).isPresent();
            assertThat(summary.answered()).isZero();
            assertThat(json(to.spending()).at("/usd").asDouble()).isEqualTo(before);
        }
    }

    @Test
    void tokens_are_limited_without_any_price() throws IOException {
        try (ScriptedChat chat = new ScriptedChat("Forty lamps.")) {
            sample.config(yaml(chat.url(), "", "limits: {tokens: 2K}"));
            Runner.Summary summary = run();
            assertThat(summary.halt().orElseThrow().message()).startsWith("of the limit of 2,000 tokens, ");
            assertThat(110 * chat.asked().size()).isLessThanOrEqualTo(2000);
            assertThat(json(to.manifest()).at("/price_of_gpt").asText()).startsWith("not known");
        }
    }

    @Test
    void an_endpoint_that_does_nothing_but_fail_halts_the_run() throws IOException {
        sample.config(yaml("http://127.0.0.1:1/v1", ", concurrency: 1", "limits: {failures-in-a-row: 3}"));
        Runner.Summary summary = run();
        assertThat(summary.halt().orElseThrow().message()).startsWith("3 calls of 'gpt' in a row failed, the last: ");
        assertThat(summary.failed()).isEqualTo(3);
        assertThat(json(to.spending()).at("/failed_calls").asInt()).isEqualTo(3);
        assertThat(Optional.of(json(to.spending()).at("/halted/reason").asText()))
                .contains("failures-in-a-row");
    }

    @Test
    void a_limit_in_dollars_needs_a_price_of_every_chat_model() {
        sample.config(yaml("http://127.0.0.1:1/v1", "", "limits: {usd: 2}"));
        assertThatThrownBy(() -> sample.open(Experiment.Purpose.ANSWER))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "experiment.yaml:5:5: limits: usd needs the price of model 'gpt', and prices.yaml has"
                                + " no price of 'm' at http://127.0.0.1:1/v1; give it its own, such as price:");
        sample.config(yaml("http://127.0.0.1:1/v1", ", price: {prompt: 0, completion: 0}", "limits: {usd: 0}"));
        sample.open(Experiment.Purpose.ANSWER).close();
    }

    @Test
    void limits_out_of_range_are_mistakes_with_their_place() {
        sample.config(yaml("http://127.0.0.1:1/v1", "", "limits: {usd: -1, tokens: 5T, failures-in-a-row: 0}"));
        assertThatThrownBy(() -> sample.open(Experiment.Purpose.ANSWER))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "tokens: a number of tokens is a whole number with K (1,000), Ki (1,024), M, Mi, G");
        sample.config(yaml("http://127.0.0.1:1/v1", "", "limits: {usd: -1}"));
        assertThatThrownBy(() -> sample.open(Experiment.Purpose.ANSWER))
                .hasMessageContaining("usd must be at least 0, got -1");
        sample.config(yaml("http://127.0.0.1:1/v1", "", "limits: {failures-in-a-row: 0}"));
        assertThatThrownBy(() -> sample.open(Experiment.Purpose.ANSWER))
                .hasMessageContaining("failures-in-a-row must be at least 1, got 0");
    }
}
