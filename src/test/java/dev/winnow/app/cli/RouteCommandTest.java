package dev.winnow.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.pipelines.route.SavedRouter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Routers from the folders of runs, and what is said where there can be none. */
class RouteCommandTest extends Refusals {
    private static final String FORMAT =
            """
            name: theirs
            question: {text: q, document: doc, attributes: {task: task, length: length}}
            answer: out
            gold: {answers: a}
            model: by
            strategy: mode
            strategies:
              full: {use: full-context}
              rag: {use: rag, settings: {retriever: bm25}}
              self: {use: self-route, settings: {retriever: bm25}}
            metrics: [exact-match, refusal]
            """;

    /** Comparisons are right from the whole text only, all others from retrieval only; retrieval refuses comparisons. */
    private Path run(int documents, String... modes) throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int document = 0; document < documents; document++) {
            for (String model : List.of("small", "large")) {
                for (int i = 0; i < 4; i++) {
                    boolean compares = i % 2 == 0;
                    for (String mode : modes) {
                        boolean right = compares == mode.equals("full") || mode.equals("self");
                        rows.append(
                                """
                                {"q": "Question %d of text %d?", "doc": "text %d", "task": "%s", "length": "32k", "a": ["yes"], "by": "%s", "mode": "%s", "out": "%s"}
                                """
                                        .formatted(
                                                i,
                                                document,
                                                document,
                                                compares ? "comp" : "location",
                                                model,
                                                mode,
                                                right ? "yes" : mode.equals("rag") ? "The text does not say." : "no"));
                    }
                }
            }
        }
        Path run = folder.resolve("run");
        Typed.command("score", write("rows.jsonl", rows.toString()), "--as", write("theirs.yaml", FORMAT), "--to", run)
                .worked();
        return run;
    }

    private static Map<String, JsonNode> policies(JsonNode result) {
        Map<String, JsonNode> policies = new TreeMap<>();
        result.get("policies").forEach(one -> policies.put(one.get("policy").asText(), one));
        return policies;
    }

    @Test
    void a_router_is_learned_tested_saved_and_shown() throws IOException {
        Path run = run(12, "full", "rag", "self");
        String said = Typed.command("route", run, "--tokens", "full=length,rag=3K", "--transfer", "model")
                .worked();

        assertThat(said)
                .contains(
                        "| always full |",
                        "| oracle |",
                        "Routing pays.",
                        "router: " + run.resolve("routing/router.json"));
        JsonNode result = new ObjectMapper().readTree(Files.readString(run.resolve("routing/routing.json")));
        assertThat(result.get("questions").asInt()).isEqualTo(48);
        assertThat(result.get("groups").asInt()).isEqualTo(12);
        assertThat(result.get("cost_unit").asText()).isEqualTo("tokens");
        Map<String, JsonNode> policies = policies(result);
        assertThat(policies)
                .containsKeys("always full", "always rag", "task-rule", "random", "self-route", "pre-route")
                .as("the run's own Self-Route, under its name")
                .containsKey("self");
        assertThat(policies.get("always full").at("/cost/tokens").asDouble()).isEqualTo(32_000);
        assertThat(policies.get("task-rule").at("/quality/0").asDouble()).isEqualTo(1);
        assertThat(policies.get("logistic").at("/gap_closed/0").asDouble()).isEqualTo(1);
        assertThat(policies.get("oracle").at("/cost/tokens").asDouble()).isEqualTo(17_500);
        assertThat(policies.get("self-route").at("/cost/tokens").asDouble()).isEqualTo(19_000);
        assertThat(result.get("transfer")).hasSize(2);
        SavedRouter router = SavedRouter.read(run.resolve("routing/router.json"));
        assertThat(router.names()).containsExactlyInAnyOrder("full", "rag");
        assertThat(router.columns()).contains("task=comp").doesNotContain("context-log-tokens");
        assertThat(run.resolve("routing/routers.html"))
                .content()
                .contains("Routing pays.", "Quality by cost", "To what was not learned from")
                .doesNotContain("{{", "http://", "https://");
        try (Stream<Path> tables = Files.list(run.resolve("routing/tables"))) {
            assertThat(tables.map(file -> file.getFileName().toString()))
                    .contains("policies.csv", "policies.md", "quality-cost.csv", "transfer.csv", "confusion.md");
        }
    }

    @Test
    void the_same_runs_give_the_same_bytes() throws IOException {
        Path run = run(8, "full", "rag");
        Typed.command("route", run, "--to", folder.resolve("one")).worked();
        Typed.command("route", run, "--to", folder.resolve("two")).worked();
        for (String file : List.of("router.json", "routing.json", "tables/policies.csv")) {
            assertThat(folder.resolve("one").resolve(file))
                    .hasSameTextualContentAs(folder.resolve("two").resolve(file));
        }
        assertThat(Typed.command("route", run, "--to", folder.resolve("two"), "--json")
                        .worked())
                .isEqualToNormalizingNewlines(Files.readString(folder.resolve("one/routing.json")));
    }

    @Test
    void without_the_task_nothing_is_left_to_tell_the_questions_apart() throws IOException {
        Path run = run(12, "full", "rag");
        String json = Typed.command("route", run, "--without", "task", "--json").worked();

        JsonNode logistic = policies(new ObjectMapper().readTree(json)).get("logistic");
        assertThat(logistic.at("/gain/1").asDouble()).isNotPositive();
    }

    @Test
    void what_runs_lack_is_said_in_one_line() throws IOException {
        Path run = run(12, "full", "rag");

        assertThat(refused("route", run, "--measure", "exact-mach"))
                .containsExactly("--measure: unknown measure 'exact-mach'; did you mean 'exact-match'?");
        assertThat(refused("route", run, "--measure", "refusal"))
                .singleElement()
                .asString()
                .startsWith("--measure: of 'refusal' less is better");
        assertThat(refused("route", run, "--strategies", "full,rga"))
                .containsExactly("--strategies: unknown strategy 'rga'; did you mean 'rag'?");
        assertThat(refused("route", run, "--strategies", "full"))
                .containsExactly("--strategies: name at least two, to choose between, got 1");
        assertThat(refused("route", run, "--models", "larg"))
                .containsExactly("--models: unknown model 'larg'; did you mean 'large'?");
        assertThat(refused("route", run, "--learner", "logistics"))
                .containsExactly("--learner: unknown learner 'logistics'; did you mean 'logistic'?");
        assertThat(refused("route", run, "--without", "taks"))
                .containsExactly("--without: unknown feature 'taks'; did you mean 'task'?");
        assertThat(refused("route", run, "--tokens", "full=huge"))
                .singleElement()
                .asString()
                .startsWith("--tokens: a size is a whole number")
                .endsWith("or the name of an attribute that holds one");
        assertThat(refused("route", run, "--cost", "token"))
                .containsExactly("--cost: unknown unit 'token'; did you mean 'tokens'?");
        assertThat(refused("route", run, "--folds", "1")).containsExactly("--folds: must be at least 2, got 1");
        assertThat(refused("route", run, run)).containsExactly("run: this run is named twice; name each once");
        assertThat(refused("route", folder.resolve("none")))
                .singleElement()
                .asString()
                .startsWith("none: this is no run");
    }

    @Test
    void one_strategy_is_nothing_to_choose_from() throws IOException {
        assertThat(refused("route", run(12, "full")))
                .containsExactly(
                        "theirs: routers need two strategies to choose between, got only 'full' with 'exact-match';"
                                + " run another strategy on the same questions or add a run");
    }

    @Test
    void few_questions_or_a_single_document_are_refused() throws IOException {
        assertThat(refused("route", run(3, "full", "rag")))
                .containsExactly(
                        "theirs: routers need at least 20 questions that rag and full both answered, got 12; run more"
                                + " questions or add runs");
    }

    @Test
    void a_run_of_our_own_has_features_of_retrieval_and_of_the_documents() throws IOException {
        Path config = write(
                "c.yaml",
                """
                name: own
                seed: 7
                dataset: {use: atlas, documents: 100, questions: 24, scope: 4K}
                index: {passages: tokens:128}
                models:
                  - {id: extractive, use: extractive}
                retrievers:
                  bm25: {use: bm25}
                pipelines:
                  - {use: full-context}
                  - {use: rag, retriever: bm25, budget: 500}
                metrics: [token-f1]
                """);
        Path run = folder.resolve("own");
        Typed.command("run", config, "--to", run).worked();
        Typed.command("route", run, "--learner", "logistic", "--folds", "3").worked();

        SavedRouter router = SavedRouter.read(run.resolve("routing/router.json"));
        assertThat(router.columns()).contains("bm25.top", "bm25.entropy", "context-log-tokens", "question-words");
        assertThat(router.retrievers()).containsOnlyKeys("bm25");
        assertThat(router.routes()).allMatch(route -> route.strategy().isPresent() && route.cost() > 0);
    }
}
