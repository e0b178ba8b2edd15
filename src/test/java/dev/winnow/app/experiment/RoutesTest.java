package dev.winnow.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.app.forecast.Forecast;
import dev.winnow.app.forecast.ForecastJson;
import dev.winnow.app.forecast.ForecastText;
import dev.winnow.app.forecast.Forecaster;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.RunReport;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.Note;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Strategies that are made of others, from the configuration to the report. */
class RoutesTest {
    private static final String YAML =
            """
            name: routed
            dataset: {use: jsonl, folder: sample}
            index: {passages: tokens:64}
            models:
              - {id: reader, use: openai, model: m, base-url: "%s", max-tokens: 64,
                 price: {prompt: 1, completion: 2}}
            retrievers:
              bm25: {use: bm25}
            pipelines:
              - full-context
              - {use: rag, retriever: bm25, k: 1}
              - {use: self-route, retriever: bm25, k: 1}
              - {use: cascade, steps: [{use: rag, retriever: bm25, k: 1}, {use: rag, retriever: bm25, k: 2}, full-context]}
              - use: route
                router:
                  use: rules
                  rules: [{attributes: {kind: [one-hop, counting]}, take: chunks}]
                  otherwise: whole
                routes: {chunks: {use: rag, retriever: bm25, k: 1}, whole: full-context}
            metrics: [token-f1, evidence-recall]
            """;

    @TempDir
    Path folder;

    private RunFolder run() {
        return new RunFolder(folder.resolve("run"));
    }

    private List<Trial> run(SampleExperiment sample) {
        try (Experiment experiment = sample.open(Experiment.Purpose.ANSWER);
                ExperimentRun run = ExperimentRun.open(experiment, run())) {
            run.run(Progress.SILENT);
            RunReport.write(new RunReport.Part(experiment, run), "winnow run routed.yaml");
            return run.trials();
        }
    }

    private Forecast foresee(SampleExperiment sample) {
        try (Experiment experiment = sample.open(Experiment.Purpose.FORECAST)) {
            return Forecaster.of(experiment, run(), Progress.SILENT);
        }
    }

    private SampleExperiment sample(ScriptedChat chat) {
        SampleExperiment sample = new SampleExperiment(folder);
        sample.config(YAML.formatted(chat.url()));
        return sample;
    }

    /** Refuses prompts with one passage that do not speak of leave. */
    private static String reply(String prompt) {
        return prompt.contains("Passage 2") || prompt.contains("paid leave a year")
                ? "Answer: 27"
                : "The answer is not given.";
    }

    private static Map<String, List<Trial>> byStrategy(List<Trial> trials) {
        return trials.stream().collect(Collectors.groupingBy(Trial::strategy));
    }

    private static boolean isRefused(Trial trial) {
        return trial.outcome() instanceof Outcome.Answered answered && answered.answer() instanceof Answer.Refused;
    }

    @Test
    void calls_that_strategies_share_are_made_once_and_the_second_only_after_a_refusal() {
        try (ScriptedChat chat = new ScriptedChat(RoutesTest::reply)) {
            Map<String, List<Trial>> trials = byStrategy(run(sample(chat)));

            Map<String, Trial> retrieved = trials.get("rag").stream()
                    .collect(Collectors.toMap(trial -> trial.question().value(), trial -> trial));
            Map<String, Trial> whole = trials.get("full-context").stream()
                    .collect(Collectors.toMap(trial -> trial.question().value(), trial -> trial));
            assertThat(retrieved.values()).anyMatch(RoutesTest::isRefused).anyMatch(trial -> !isRefused(trial));
            assertThat(trials.get("self-route")).hasSize(10).allSatisfy(trial -> {
                Trial first = retrieved.get(trial.question().value());
                Trial second = whole.get(trial.question().value());
                if (isRefused(first)) {
                    assertThat(trial.calls())
                            .containsExactly(
                                    first.calls().getFirst(), second.calls().getFirst());
                    assertThat(trial.outcome()).isEqualTo(second.outcome());
                } else {
                    assertThat(trial.calls()).isEqualTo(first.calls());
                    assertThat(trial.outcome()).isEqualTo(first.outcome());
                    assertThat(trial.notes()).containsExactly(new Note("route", "rag"));
                }
            });
            // Of all that was sent, only the cascade's two passages are nobody else's.
            long refused =
                    retrieved.values().stream().filter(RoutesTest::isRefused).count();
            assertThat(chat.asked()).hasSize((int) (10 + 10 + refused));
        }
    }

    @Test
    void a_route_is_taken_by_what_is_known_of_the_question() {
        try (ScriptedChat chat = new ScriptedChat(RoutesTest::reply)) {
            assertThat(byStrategy(run(sample(chat))).get("route"))
                    .filteredOn(trial ->
                            List.of("q1", "q2", "q4").contains(trial.question().value()))
                    .extracting(trial -> trial.notes().getFirst())
                    .containsExactlyInAnyOrder(
                            new Note("route", "chunks", Map.of("rule", "1")),
                            new Note("route", "chunks", Map.of("rule", "1")),
                            new Note("route", "whole", Map.of("rule", "otherwise")));
        }
    }

    @Test
    void what_was_decided_is_a_table_with_the_quality_of_the_answers() throws IOException {
        try (ScriptedChat chat = new ScriptedChat(RoutesTest::reply)) {
            List<Trial> selfRouted = byStrategy(run(sample(chat))).get("self-route");

            List<String> table = Files.readAllLines(run().root().resolve("tables/decisions.csv"));
            assertThat(table.getFirst())
                    .startsWith("strategy,model,step,outcome,times,answers,share,token-f1,token-f1 low,");
            long refused = selfRouted.stream()
                    .filter(trial -> trial.calls().size() == 2)
                    .count();
            assertThat(table)
                    .anyMatch(line -> line.startsWith(
                            "self-route,reader,rag,refused," + refused + "," + refused + ",0." + refused + "000,"))
                    .anyMatch(line -> line.startsWith("self-route,reader,route,full-context," + refused + ","))
                    .anyMatch(line -> line.startsWith("cascade,reader,route,rag-2,"))
                    .noneMatch(line -> line.startsWith("rag,"));
            assertThat(Files.readString(run().root().resolve("report.html"))).contains("What strategies decided");
        }
    }

    @Test
    void a_dry_run_gives_the_fewest_and_the_most_calls_and_the_run_lies_between() {
        try (ScriptedChat chat = new ScriptedChat(RoutesTest::reply)) {
            SampleExperiment sample = sample(chat);
            Forecast forecast = foresee(sample);

            assertThat(chat.asked()).isEmpty();
            // Full context and one passage for each question; two passages where the cascade goes on.
            assertThat(forecast.fewest().calls()).isEqualTo(20);
            assertThat(forecast.total().calls()).isEqualTo(30);
            assertThat(forecast.fewestMoney().expected())
                    .isPositive()
                    .isLessThan(forecast.money().expected());
            assertThat(forecast.fewest().failed() + forecast.total().failed()).isZero();
            assertThat(forecast.notes()).first().asString().startsWith("self-route, cascade: how many calls");

            String text = new ForecastText(forecast).text();
            assertThat(text).contains("50 answers; 20 to 30 calls to make");
            assertThat(text.lines()
                            .filter(line -> line.startsWith("|"))
                            .map(String::length)
                            .distinct())
                    .hasSize(1);
            assertThat(text.lines().filter(line -> line.startsWith("| cascade ")))
                    .singleElement()
                    .asString()
                    .contains("|  0 to 10 | 10 to 20 |");
            assertThat(text.lines().filter(line -> line.startsWith("| rag ")))
                    .singleElement()
                    .asString()
                    .contains("|       10 |");
            JsonNode json = new ForecastJson(forecast).json();
            assertThat(json.path("total").path("calls").asLong()).isEqualTo(30);
            assertThat(json.path("total").path("fewest").path("calls").asLong()).isEqualTo(20);
            assertThat(json.path("strategies").get(0).has("fewest")).isFalse();

            run(sample);
            assertThat((long) chat.asked().size())
                    .isBetween(forecast.fewest().calls(), forecast.total().calls());
            Forecast after = foresee(sample);
            assertThat(after.total().calls() + after.fewest().calls()).isZero();
            assertThat(after.notes()).noneMatch(note -> note.contains("how many calls"));
        }
    }
}
