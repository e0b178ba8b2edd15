package dev.winnow.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.app.config.Environment;
import dev.winnow.app.evidence.Fate;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From the configuration to the table: where strategies of all kinds lose evidence, and that nothing is counted twice or not at all. */
@Timeout(180)
class EvidenceExperimentTest {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    private static final String ATLAS =
            """
            name: losses
            seed: 7
            dataset: {use: atlas, documents: 120, questions: 12, scope: 4K}
            index: {passages: tokens:48}
            models:
              - {id: extractive, use: extractive}
              - {id: narrow, use: extractive, window: 1500}
            retrievers:
              bm25: {use: bm25}
              reranked: {use: rerank, of: bm25, with: bm25, pool: 40}
            pipelines:
              - {use: closed-book}
              - {use: oracle}
              - {use: full-context}
              - {use: rag, retriever: bm25, budget: [100, 400]}
              - {use: rag, name: few, retriever: bm25, k: 2}
              - {use: rag, name: reranked, retriever: reranked, k: 3}
              - {use: longrefiner, retriever: bm25, documents: 4, budget: 200, structure: text, analysis: local}
              - {use: map-reduce, piece: 1K, finding: 80, collapse: 300}
              - {use: self-route, retriever: bm25, k: 2}
            metrics: [exact-match, evidence-recall]
            """;

    @TempDir
    Path folder;

    private record Ran(
            List<Trial> trials, Map<String, Map<Fate, Integer>> table, Map<String, Double> scores, String page) {}

    private Ran run(String yaml) throws IOException {
        Path config = Files.writeString(folder.resolve("losses.yaml"), yaml);
        RunFolder to = new RunFolder(folder.resolve("run"));
        Environment environment = new Environment(HOME, folder.resolve("cache"), folder.resolve("runs"));
        try (Experiment experiment = Experiment.open(config, Experiment.Purpose.ANSWER, environment, Progress.SILENT);
                ExperimentRun run = ExperimentRun.open(experiment, to)) {
            run.run(Progress.SILENT);
            RunReport.write(new RunReport.Part(experiment, run), "winnow run losses.yaml");
            return new Ran(
                    run.trials(),
                    table(to),
                    scores(to),
                    Files.readString(to.root().resolve("report.html")));
        }
    }

    /** By strategy and model: how many answers had which fate. */
    private static Map<String, Map<Fate, Integer>> table(RunFolder run) throws IOException {
        Map<String, Map<Fate, Integer>> table = new TreeMap<>();
        List<String> lines = Files.readAllLines(run.root().resolve("tables/evidence-losses.csv"));
        assertThat(lines.get(0)).isEqualTo("strategy,model,fate,kind,answers,share,share of errors");
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            table.computeIfAbsent(cells[0] + " " + cells[1], row -> new TreeMap<>())
                    .put(Fate.valueOf(cells[2].toUpperCase(Locale.ROOT).replace('-', '_')), Integer.parseInt(cells[4]));
        }
        return table;
    }

    /** By the trial's key, by the first measure. */
    private static Map<String, Double> scores(RunFolder run) throws IOException {
        Map<String, Double> scores = new HashMap<>();
        for (String line : Files.readAllLines(run.scores())) {
            JsonNode json = new ObjectMapper().readTree(line);
            assertThat(json.path("fate").asText()).isNotEmpty();
            scores.put(
                    json.path("key").asText(),
                    json.path("scores").elements().next().asDouble());
        }
        return scores;
    }

    private static void assertLossesAddUpToErrors(Ran ran) {
        Map<String, List<Trial>> rows =
                ran.trials().stream().collect(Collectors.groupingBy(trial -> trial.strategy() + " " + trial.model()));
        assertThat(ran.table().keySet()).isEqualTo(new TreeMap<>(rows).keySet());
        rows.forEach((row, trials) -> {
            Map<Fate, Integer> fates = ran.table().get(row);
            int errors = (int) trials.stream()
                    .filter(trial -> trial.outcome() instanceof Outcome.Failed
                            || ran.scores().get(trial.key()) < 0.5)
                    .count();
            assertThat(fates.values().stream().mapToInt(Integer::intValue).sum())
                    .as(row)
                    .isEqualTo(trials.size());
            assertThat(fates.entrySet().stream()
                            .filter(entry -> entry.getKey().isError())
                            .mapToInt(Map.Entry::getValue)
                            .sum())
                    .as(row)
                    .isEqualTo(errors);
        });
    }

    @Test
    void on_atlas_the_losses_of_every_strategy_add_up_to_its_errors() throws IOException {
        Ran ran = run(ATLAS);

        assertLossesAddUpToErrors(ran);
        Map<String, Map<Fate, Integer>> table = ran.table();
        // Whatever is answered wrong without reading was not read.
        assertThat(lost(table, "closed-book extractive")).containsOnlyKeys(Fate.NOT_READ);
        assertThat(lost(table, "oracle extractive")).isEmpty();
        assertThat(lost(table, "full-context extractive")).isEmpty();
        // What does not fit the window is cut out of the middle, and the page says so at its top.
        assertThat(lost(table, "full-context narrow")).containsOnlyKeys(Fate.TRUNCATION);
        assertThat(ran.page()).contains("Truncation deleted evidence.", "<code>full-context</code> with narrow lost");
        assertThat(lost(table, "rag-100 extractive")).containsKey(Fate.BUDGET);
        assertThat(lost(table, "few extractive").keySet()).isNotEmpty().isSubsetOf(Fate.CHUNKING, Fate.RETRIEVAL);
        assertThat(lost(table, "longrefiner extractive").keySet())
                .contains(Fate.REFINEMENT)
                .isSubsetOf(Fate.RETRIEVAL, Fate.REFINEMENT);
        // All of the text is read, and the answer is given from findings.
        assertThat(lost(table, "map-reduce extractive")).containsOnlyKeys(Fate.NOTES);
    }

    private static Map<Fate, Integer> lost(Map<String, Map<Fate, Integer>> table, String row) {
        return table.get(row).entrySet().stream()
                .filter(entry -> entry.getKey().kind() == Fate.Kind.LOST && entry.getValue() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, TreeMap::new));
    }

    @Test
    void on_lara_the_losses_of_every_strategy_add_up_to_its_errors() throws IOException {
        SmallLara.write(folder.resolve("lara"));
        Ran ran = run(
                """
                name: losses
                dataset: {use: lara, folder: lara, length: 32k}
                index: {passages: sentences:100/20}
                models:
                  - {id: extractive, use: extractive}
                  - {id: narrow, use: extractive, window: 900}
                retrievers:
                  bm25: {use: bm25}
                pipelines:
                  - {use: full-context}
                  - {use: rag, retriever: bm25, k: [1, 5]}
                  - {use: rag, retriever: bm25, budget: 300}
                metrics: [token-f1, evidence-recall]
                """);

        assertLossesAddUpToErrors(ran);
        assertThat(ran.table().values())
                .allSatisfy(fates -> assertThat(fates.get(Fate.CHUNKING)).isZero());
    }
}
