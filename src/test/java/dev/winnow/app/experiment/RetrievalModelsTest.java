package dev.winnow.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.app.forecast.Forecast;
import dev.winnow.app.forecast.ForecastText;
import dev.winnow.app.forecast.Forecaster;
import dev.winnow.app.ledger.AnswerLog;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.RunReport;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.retrievers.RetrievalUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Retrievers that ask models, rerank, or embed: what they take is recorded, charged, foreseen, and not paid twice. */
@Timeout(120)
class RetrievalModelsTest {
    private static final Path CROSS_ENCODERS =
            SampleExperiment.HOME.resolve("indexer/src/test/resources/cross-encoder");

    /** Of the scripted endpoint, 100 tokens of prompt and 10 of reply, at 10 and 100 dollars a million. */
    private static final double CALL = (100 * 10 + 10 * 100) / 1e6;

    @TempDir
    Path folder;

    private SampleExperiment sample;
    private RunFolder to;

    @BeforeEach
    void place() {
        sample = new SampleExperiment(folder);
        to = new RunFolder(folder.resolve("run"));
    }

    /** A model that finds the last passage best, knows one other wording of each question, and answers alike. */
    private static String reply(String prompt) {
        if (prompt.contains("Rank all")) {
            return "[3] > [2]";
        }
        return prompt.contains("other ways to ask") ? "1. Which fund lends crowns?" : "Forty lamps.";
    }

    private static String yaml(String url, String retrievers, String used) {
        return """
                name: asked
                dataset: {use: jsonl, folder: sample}
                index: {passages: tokens:64}
                models:
                  - extractive
                  - {id: gpt, use: openai, base-url: "%s", model: m, max-tokens: 40, attempts: 1,
                     price: {prompt: 10, completion: 100}}
                retrievers:
                  bm25: {use: bm25}
                  %s
                pipelines: [{use: rag, retriever: %s, k: [1, 2]}]
                metrics: [exact-match]
                """
                .formatted(url, retrievers, used);
    }

    private Runner.Summary run() {
        try (Experiment experiment = sample.open(Experiment.Purpose.ANSWER);
                ExperimentRun run = ExperimentRun.open(experiment, to)) {
            return run.run(Progress.SILENT);
        }
    }

    private Forecast foresee(Path run) {
        try (Experiment experiment = sample.open(Experiment.Purpose.FORECAST)) {
            return Forecaster.of(experiment, new RunFolder(run), Progress.SILENT);
        }
    }

    private List<Trial> trials() {
        List<Trial> trials = new ArrayList<>();
        AnswerLog.readAll(to.answers(), trials::add);
        return trials;
    }

    @Test
    void a_listwise_reranker_asks_a_model_once_for_all_strategies_and_is_charged_to_each() throws IOException {
        try (ScriptedChat chat = new ScriptedChat(RetrievalModelsTest::reply)) {
            sample.config(yaml(
                    chat.url(),
                    "ranked: {use: rerank, of: bm25, pool: 3, with: {use: listwise, model: gpt, window: 3, step: 1}}",
                    "ranked"));
            Forecast forecast = foresee(folder.resolve("none"));
            Runner.Summary first = run();

            assertThat(first.failures()).isEmpty();
            assertThat(trials()).hasSize(first.planned()).allSatisfy(trial -> {
                RetrievalUsage usage = trial.retrieval();
                assertThat(usage.calls()).hasSizeBetween(0, 1);
                assertThat(usage.usd()).isCloseTo(usage.calls().size() * CALL, within(1e-12));
                assertThat(usage.promptTokens()).isEqualTo(100L * usage.calls().size());
                assertThat(trial.wholeCost()).isEqualTo(trial.cost() + usage.usd());
            });
            assertThat(trials().stream().filter(trial -> trial.model().equals("extractive")))
                    .anySatisfy(trial -> {
                        assertThat(trial.cost()).isZero();
                        assertThat(trial.wholeCost()).isEqualTo(CALL);
                    });
            long ranked = chat.asked().values().stream()
                    .filter(messages -> messages.getLast().text().contains("Rank all"))
                    .count();
            assertThat(ranked)
                    .isEqualTo(trials().stream()
                            .flatMap(trial -> trial.retrieval().calls().stream())
                            .distinct()
                            .count());
            assertThat(forecast.rows().stream()
                            .filter(row -> row.model().id().equals("gpt"))
                            .mapToLong(row -> row.tally().calls())
                            .sum())
                    .isBetween((long) chat.asked().size(), chat.asked().size() + 2L);

            int asked = chat.asked().size();
            Files.delete(to.answers());
            assertThat(run().answered()).isEqualTo(first.planned());
            assertThat(chat.asked()).hasSize(asked);

            report();
            assertThat(to.root().resolve("report.html")).content().contains("What retrieval took");
            assertThat(to.root().resolve("tables/retrieval.csv")).content().contains("rag-1,gpt,");
            assertThat(to.prompts().resolve("retrieval/rank.yaml")).exists();
        }
    }

    private void report() {
        try (Experiment experiment = sample.open(Experiment.Purpose.REPORT);
                ExperimentRun run = ExperimentRun.reopen(experiment, to)) {
            RunReport.write(new RunReport.Part(experiment, run), "winnow report run");
        }
    }

    @Test
    void the_order_that_a_model_gives_is_shown() {
        try (ScriptedChat chat = new ScriptedChat(RetrievalModelsTest::reply)) {
            sample.config(yaml(
                    chat.url(),
                    "ranked: {use: rerank, of: bm25, pool: 3, with: {use: listwise, model: gpt}}",
                    "[bm25, ranked]"));
            run();
            List<String> plain = shown("rag-bm25-2");
            List<String> ranked = shown("rag-ranked-2");
            assertThat(plain).hasSize(2);
            assertThat(ranked.get(1)).isEqualTo(plain.get(1));
            assertThat(plain).doesNotContain(ranked.get(0));
        }
    }

    private List<String> shown(String strategy) {
        return trials().stream()
                .filter(trial -> trial.strategy().equals(strategy)
                        && trial.model().equals("gpt")
                        && trial.question().value().equals("q4"))
                .findFirst()
                .orElseThrow()
                .shown()
                .stream()
                .map(span -> span.passage())
                .toList();
    }

    @Test
    void other_wordings_find_what_the_question_does_not() {
        try (ScriptedChat chat = new ScriptedChat(RetrievalModelsTest::reply)) {
            sample.config(yaml(chat.url(), "many: {use: multi-query, of: bm25, model: gpt}", "many"));
            Forecast forecast = foresee(folder.resolve("none"));
            run();

            assertThat(trials()).allSatisfy(trial -> {
                assertThat(trial.retrieval().calls()).hasSize(1);
                assertThat(trial.retrieval().unusable()).isZero();
                assertThat(trial.retrieval().usd()).isCloseTo(CALL, within(1e-12));
            });
            assertThat(forecast.total().calls()).isPositive();
        }
    }

    @Test
    void the_extractive_reader_cannot_rank_and_the_report_says_so() {
        try (ScriptedChat chat = new ScriptedChat(RetrievalModelsTest::reply)) {
            sample.config(yaml(
                    chat.url(), "ranked: {use: rerank, of: bm25, with: {use: listwise, model: extractive}}", "ranked"));
            Runner.Summary summary = run();

            assertThat(summary.failures()).isEmpty();
            assertThat(trials()).anySatisfy(trial -> {
                assertThat(trial.retrieval().unusable()).isEqualTo(1);
                assertThat(trial.retrieval().calls()).isEmpty();
            });
            report();
            assertThat(to.root().resolve("report.html")).content().contains("Some retrieval was left as it was.");
        }
    }

    @Test
    void a_cross_encoder_reranks_and_a_dry_run_counts_its_pairs_without_loading_it() throws IOException {
        try (ScriptedChat chat = new ScriptedChat(RetrievalModelsTest::reply)) {
            String spec =
                    "scored: {use: rerank, of: bm25, pool: 4, with: {use: cross-encoder, folder: %s, max-tokens: 32}}";
            sample.config(yaml(chat.url(), spec.formatted(CROSS_ENCODERS.resolve("onnx")), "scored"));
            Forecast forecast = foresee(folder.resolve("none"));
            run();

            long pairs = trials().stream()
                    .filter(trial ->
                            trial.model().equals("gpt") && trial.strategy().equals("rag-1"))
                    .mapToLong(trial -> trial.retrieval().pairs())
                    .sum();
            assertThat(pairs).isPositive();
            assertThat(forecast.rerankings()).singleElement().satisfies(reranking -> {
                assertThat(reranking.reranker()).isEqualTo("cross-encoder");
                assertThat(reranking.retrievers()).containsExactly("scored");
                assertThat(reranking.pairs()).isEqualTo(pairs);
                assertThat(reranking.usd()).hasValue(0);
            });
            assertThat(new ForecastText(forecast).text())
                    .contains("scored (cross-encoder) scores " + pairs + " passages on this machine");
            assertThat(Files.readString(to.manifest())).contains("reranker_of_scored");
        }
    }

    @Test
    void a_server_that_is_gone_fails_its_answers_and_no_others() {
        try (ScriptedChat chat = new ScriptedChat(RetrievalModelsTest::reply)) {
            sample.config(yaml(
                    chat.url(),
                    "far: {use: rerank, of: bm25, with: {use: remote, model: m, base-url: 'http://127.0.0.1:1/v1'}}",
                    "[bm25, far]"));
            Runner.Summary summary = run();

            assertThat(summary.failures()).containsOnlyKeys("retrieval");
            assertThat(summary.failures().get("retrieval").first())
                    .startsWith("reranker 'm' at http://127.0.0.1:1/v1: cannot connect");
            assertThat(summary.answered()).isGreaterThanOrEqualTo(summary.planned() / 2);
        }
    }

    @Test
    void what_rerankers_need_and_models_that_are_not_there_are_said_at_once() {
        sample.config(yaml(
                "http://127.0.0.1:1/v1",
                "ranked: {use: rerank, of: bm25, with: {use: listwise, model: gtp, prompt: rnk}}",
                "ranked"));
        assertThatThrownBy(() -> sample.open(Experiment.Purpose.FORECAST))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no model is named 'gtp'; did you mean 'gpt'?");
        sample.config(yaml(
                "http://127.0.0.1:1/v1",
                "ranked: {use: rerank, of: bm25, with: {use: listwise, model: gpt, prompt: rnk}}",
                "ranked"));
        assertThatThrownBy(() -> sample.open(Experiment.Purpose.FORECAST))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("unknown prompt 'retrieval/rnk'; did you mean 'retrieval/rank'?");
        sample.config(yaml(
                "http://127.0.0.1:1/v1",
                "scored: {use: rerank, of: bm25, with: {use: cross-encoder, folder: nowhere}}",
                "scored"));
        assertThatThrownBy(() -> sample.open(Experiment.Purpose.FORECAST))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no such folder");
        sample.config(yaml(
                "http://127.0.0.1:1/v1",
                "far: {use: rerank, of: bm25, with: {use: remote, model: m, base-url: 'https://example.org', api-key-env: NO_SUCH_KEY_HERE}}",
                "far"));
        assertThatThrownBy(() -> sample.open(Experiment.Purpose.ANSWER))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("reranker 'm' needs a key for https://example.org");
    }
}
