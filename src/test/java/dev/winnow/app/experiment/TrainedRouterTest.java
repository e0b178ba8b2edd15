package dev.winnow.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.app.forecast.Forecast;
import dev.winnow.app.forecast.Forecaster;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.RunReport;
import dev.winnow.app.use.Comparison;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.pipelines.Attempt;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.route.FeatureSpec;
import dev.winnow.pipelines.route.RuleList;
import dev.winnow.pipelines.route.SavedRouter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A saved router in an experiment, from the configuration to the report. */
class TrainedRouterTest {
    private static final String YAML =
            """
            name: routed
            dataset: {use: atlas, documents: 100, questions: 14, scope: 4K}
            index: {passages: tokens:64}
            models:
              - {id: extractive, use: extractive}
            retrievers:
              words: {use: bm25, k1: 0.9, b: 0.4}
            pipelines:
              - full-context
              - {use: rag, retriever: words, k: 2}
              - use: route
                router: {use: trained, file: routers/small.json}
                routes: {chunks: {use: rag, retriever: words, k: 2}, whole: full-context}
            metrics: [token-f1]
            """;
    private static final String RETRIEVER = "{\"use\":\"bm25\",\"k1\":0.9,\"b\":0.4,\"statistics\":\"scope\"}";

    @TempDir
    Path folder;

    private SampleExperiment sample;

    @BeforeEach
    void config() {
        sample = new SampleExperiment(folder);
        sample.config(YAML);
    }

    /** Questions that nothing answers go to retrieval, and those whose terms the best passages do not cover to the whole. */
    private static SavedRouter router(double covered) {
        return new SavedRouter(
                List.of(
                        new SavedRouter.Candidate("chunks", Optional.of("{use: rag, retriever: words, k: 2}"), 200),
                        new SavedRouter.Candidate("whole", Optional.of("full-context"), 4000)),
                SavedRouter.CostUnit.TOKENS,
                0,
                new FeatureSpec(Set.of(FeatureSpec.Group.QUESTION), List.of("task"), List.of("words"), 5),
                "cl100k_base",
                new TreeMap<>(Map.of("words", RETRIEVER)),
                List.of("task=unanswerable", "words.coverage"),
                Optional.empty(),
                new RuleList(
                        List.of(
                                new RuleList.Rule(
                                        List.of(new RuleList.Condition(0, RuleList.Side.ABOVE, 0.5)),
                                        List.of(0.75, 0.5)),
                                new RuleList.Rule(
                                        List.of(new RuleList.Condition(1, RuleList.Side.AT_MOST, covered)),
                                        List.of(0.25, 0.5))),
                        List.of(0.5, 0.5)),
                new SavedRouter.Provenance("token-f1", 0, new TreeMap<>(), new TreeMap<>()));
    }

    private void save(SavedRouter router) {
        router.write(folder.resolve("routers/small.json"));
    }

    private RunFolder run() {
        return new RunFolder(folder.resolve("run"));
    }

    private Map<String, Map<String, Trial>> answered() {
        try (Experiment experiment = sample.open(Experiment.Purpose.ANSWER);
                ExperimentRun run = ExperimentRun.open(experiment, run())) {
            run.run(Progress.SILENT);
            RunReport.write(new RunReport.Part(experiment, run), "winnow run experiment.yaml");
            return run.trials().stream()
                    .collect(Collectors.groupingBy(
                            Trial::strategy,
                            Collectors.toMap(trial -> trial.question().value(), trial -> trial)));
        }
    }

    @Test
    void each_question_is_answered_as_the_route_that_its_features_choose_answers_it() throws IOException {
        save(router(0.75));

        Map<String, Map<String, Trial>> trials = answered();

        Map<String, Trial> routed = trials.get("route");
        assertThat(routed).hasSize(14);
        assertThat(routed.values())
                .extracting(trial -> trial.notes().getFirst().outcome())
                .contains("chunks", "whole");
        routed.forEach((question, trial) -> {
            String route = trial.notes().getFirst().outcome();
            Trial alone =
                    trials.get(route.equals("whole") ? "full-context" : "rag").get(question);
            assertThat(trial.outcome()).isEqualTo(alone.outcome());
            assertThat(trial.calls()).isEqualTo(alone.calls());
            assertThat(trial.shown()).isEqualTo(alone.shown());
            assertThat(trial.notes().getFirst().details()).containsKeys("because", "expected chunks", "expected whole");
        });
        assertThat(Files.readString(run().root().resolve("tables/decisions.csv")))
                .contains("route,extractive,route,chunks,")
                .contains("route,extractive,route,whole,");
    }

    @Test
    void another_router_in_the_file_has_other_answers_of_that_strategy_alone() {
        save(router(0.75));
        Map<String, Map<String, Trial>> before = answered();

        Map<String, Map<String, Trial>> again = answered();
        save(router(0.5));
        Map<String, Map<String, Trial>> after = answered();

        assertThat(keys(again)).isEqualTo(keys(before));
        assertThat(keys(after).get("rag")).isEqualTo(keys(before).get("rag"));
        assertThat(keys(after).get("route"))
                .doesNotContainAnyElementsOf(keys(before).get("route"));
    }

    private static Map<String, Set<String>> keys(Map<String, Map<String, Trial>> trials) {
        return trials.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, strategy -> strategy.getValue().values().stream()
                        .map(Trial::key)
                        .collect(Collectors.toSet())));
    }

    @Test
    void a_dry_run_takes_the_routes_that_the_run_takes() {
        save(router(0.75));
        Forecast forecast;
        try (Experiment experiment = sample.open(Experiment.Purpose.FORECAST)) {
            forecast = Forecaster.of(experiment, run(), Progress.SILENT);
        }

        // The routes' prompts are those of the strategies beside them.
        assertThat(forecast.total().calls()).isEqualTo(28);
        assertThat(forecast.fewest().calls()).isEqualTo(28);
        Forecast.Row routed = forecast.rows().stream()
                .filter(row -> row.strategy().equals("route"))
                .findFirst()
                .orElseThrow();
        assertThat(routed.tally().calls() + routed.tally().shared()).isEqualTo(14);
        assertThat(routed.tally()).isEqualTo(routed.fewest());
        assertThat(routed.tally().failed()).isZero();
    }

    @Test
    void an_application_asks_it_as_any_other_strategy() {
        save(router(0.75));
        Question asked = Question.asked("Who built the bridge?", Scope.CORPUS);

        try (Comparison comparison =
                Comparison.open(folder.resolve("experiment.yaml"), sample.environment(), Progress.SILENT)) {
            Attempt attempt = comparison.strategy("route").pipeline().answer(asked);

            String route = attempt.trace().notes().getFirst().outcome();
            assertThat(attempt.answer())
                    .isEqualTo(comparison
                            .strategy(route.equals("whole") ? "full-context" : "rag")
                            .pipeline()
                            .answer(asked)
                            .answer());
            assertThat(comparison.strategy("route").answer(asked).text())
                    .isEqualTo(attempt.answer().text());
        }
    }

    @Test
    void what_the_router_cannot_compute_here_is_told_before_anything_is_done() {
        save(router(0.75));

        sample.edit("experiment.yaml", "words: {use: bm25, k1: 0.9, b: 0.4}", "words: {use: bm25, k1: 1.2, b: 0.4}");
        assertThatThrownBy(() -> sample.open(Experiment.Purpose.ANSWER))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        folder.resolve("experiment.yaml") + ":12:19: the router has learnt from retriever 'words' as "
                                + RETRIEVER + ", and here it is " + RETRIEVER.replace("0.9", "1.2")
                                + "; add the former by that name, or train a router with this one");

        sample.config(YAML.replace("words", "wrds"));
        assertThatThrownBy(() -> sample.open(Experiment.Purpose.ANSWER))
                .hasMessageEndingWith(
                        ":12:19: the router searches with 'words', which is none of the retrievers; did you mean 'wrds'?");

        sample.config(YAML.replace("words", "other"));
        assertThatThrownBy(() -> sample.open(Experiment.Purpose.ANSWER))
                .hasMessageEndingWith(
                        "the router searches with 'words', which is none of the retrievers; add words: " + RETRIEVER);

        sample.config(YAML.replace("index:", "tokenizer: o200k_base\nindex:"));
        assertThatThrownBy(() -> sample.open(Experiment.Purpose.ANSWER))
                .hasMessageEndingWith(
                        ":13:19: the router has learnt from tokens of 'cl100k_base', and the experiment counts those of"
                                + " 'o200k_base'; name that tokenizer, or train a router with this one");

        sample.config(
                YAML.replace("{use: atlas, documents: 100, questions: 14, scope: 4K}", "{use: jsonl, folder: sample}"));
        assertThatThrownBy(() -> sample.open(Experiment.Purpose.ANSWER))
                .hasMessageContaining("no question of ")
                .hasMessageEndingWith(" has the attribute 'task'; known are kind");

        sample.config(YAML.replace("small.json", "smal.json"));
        assertThatThrownBy(() -> sample.open(Experiment.Purpose.ANSWER))
                .hasMessage(folder.resolve("experiment.yaml") + ":12:34: file " + folder.resolve("routers/smal.json")
                        + ": there is no such file; a router is made by 'winnow route', or written by hand");

        sample.config(YAML.replace("whole: full-context", "hole: full-context"));
        assertThatThrownBy(() -> sample.open(Experiment.Purpose.ANSWER))
                .hasMessageEndingWith("router takes 'whole', which is none of the routes; did you mean 'hole'?");
    }
}
