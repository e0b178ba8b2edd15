package dev.winnow.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.app.config.Environment;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.RunReport;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.model.CallFile;
import dev.winnow.pipelines.model.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The configurations for chat models run to their end against a scripted endpoint, and send the prompts that stand in
 * {@code src/test/resources}. Data of LaRA's layout is written here; to keep prompts short, sizes are scaled down.
 */
@Timeout(120)
class OpenaiConfigsTest {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Path GOLDEN = Path.of("test/resources/dev/winnow/app/experiment/prompts");
    private static final Path SENT = Path.of("target/prompts");

    private static final Map<String, String> LARA = Map.of(
            "dataset: lara-32k\n", "dataset: {use: lara, folder: lara, length: 32k}\n",
            "dataset: lara-128k\n", "dataset: {use: lara, folder: lara, length: 128k, types: [financial]}\n",
            "sentences:600/100", "sentences:60/10",
            "window: 127500", "window: 1500",
            "budget: [8K, 16K]", "budget: [200, 400]",
            "budget: [8K, 16K, 32K, 64K]", "budget: [200, 400, 600, 800]",
            "budget: 127K", "budget: 1K");
    private static final Map<String, String> OP_RAG = Map.of(
            "${WINNOW_DATA}/lara", "lara",
            "tokens:128", "tokens:32",
            "window: 128K", "window: 1K",
            "budget: [1K, 2K, 4K, 8K, 16K]", "budget: [100, 200, 300, 400, 500]");

    @TempDir
    Path folder;

    private String scaled(String name, String url) throws IOException {
        String yaml = Files.readString(HOME.resolve("configs").resolve(name + ".yaml"));
        for (Map.Entry<String, String> size : (name.startsWith("lara") ? LARA : OP_RAG).entrySet()) {
            yaml = yaml.replace(size.getKey(), size.getValue());
        }
        String server = "${WINNOW_BASE_URL:-https://api.openai.com/v1}";
        assertThat(yaml.replaceAll("#.*", ""))
                .contains(server)
                .doesNotContain(
                        "WINNOW_DATA",
                        "dataset: lara-",
                        "127500",
                        "127K",
                        " 8K",
                        "16K",
                        "128K",
                        "600/100",
                        "tokens:128");
        return yaml.replace(server, url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lara-32k-openai", "lara-128k-openai", "op-rag-sweep-openai"})
    void a_configuration_for_chat_models_runs_to_its_end_and_sends_the_prompts_on_file(String name) throws IOException {
        SmallLara.write(folder.resolve("lara"));
        try (ScriptedChat chat = new ScriptedChat("Forty lamps.")) {
            Path config = Files.writeString(folder.resolve(name + ".yaml"), scaled(name, chat.url()));
            Environment environment = new Environment(HOME, folder.resolve("cache"), folder.resolve("runs"));
            RunFolder to = new RunFolder(folder.resolve("run"));
            try (Experiment experiment =
                            Experiment.open(config, Experiment.Purpose.ANSWER, environment, Progress.SILENT);
                    ExperimentRun run = ExperimentRun.open(experiment, to)) {
                Runner.Summary summary = run.run(Progress.SILENT);
                RunReport.write(new RunReport.Part(experiment, run), "winnow run " + name + ".yaml");

                assertThat(summary.failures()).isEmpty();
                assertThat(summary.planned())
                        .isEqualTo(experiment.dataset().questions().size()
                                * experiment.strategies().size());
                assertThat(summary.answered()).isEqualTo(summary.planned());
                assertThat(to.root().resolve("report.html")).isNotEmptyFile();
                assertThat(chat.bodies().values()).allSatisfy(OpenaiConfigsTest::asConfigured);
                Map<String, String> sent = new TreeMap<>();
                for (String strategy : name.startsWith("lara")
                        ? List.of("closed-book", "lara-rag", "full-context")
                        : List.of("closed-book", "rag-score-8", "rag-document-8", "full-context")) {
                    sent.put(name + "-" + strategy + ".txt", prompts(experiment, run, chat, strategy));
                }
                same(sent);
            }
        }
    }

    private static void asConfigured(JsonNode body) {
        assertThat(body.get("model").asText()).isEqualTo("gpt-4o-mini");
        assertThat(body.get("temperature").asDouble()).isZero();
        assertThat(body.get("max_tokens").asInt()).isIn(64, 500);
    }

    /** What one strategy sent for the questions for one fact, of each kind of text. */
    private static String prompts(Experiment experiment, ExperimentRun run, ScriptedChat chat, String strategy) {
        Map<String, String> digests = new HashMap<>();
        CallFile.readAll(run.folder().calls(), call -> digests.put(call.key(), call.prompt()));
        Map<String, Question> asked = experiment.dataset().questions().stream()
                .filter(question -> question.attributes().get("task").equals("location"))
                .collect(Collectors.toMap(question -> question.id().value(), question -> question));
        StringBuilder prompts = new StringBuilder();
        for (Trial trial : run.trials()) {
            Question question = asked.get(trial.question().value());
            if (question != null && trial.strategy().equals(strategy)) {
                Gold gold = experiment.dataset().gold().get(question.id());
                prompts.append("==== ")
                        .append(question.attributes().get("context-type"))
                        .append(", answer: ")
                        .append(String.join(" / ", gold.answers()))
                        .append('\n');
                for (Message message :
                        chat.asked().get(digests.get(trial.calls().get(0)))) {
                    prompts.append("---- ").append(message.role()).append('\n');
                    prompts.append(message.text()).append('\n');
                }
            }
        }
        return prompts.toString();
    }

    /** What was sent is kept in the build's folder: where a change is meant, it is copied from there. */
    private static void same(Map<String, String> sent) throws IOException {
        Files.createDirectories(SENT);
        for (Map.Entry<String, String> prompts : sent.entrySet()) {
            Files.writeString(SENT.resolve(prompts.getKey()), prompts.getValue());
        }
        for (Map.Entry<String, String> prompts : sent.entrySet()) {
            assertThat(GOLDEN.resolve(prompts.getKey()))
                    .as("sent is %s", SENT.resolve(prompts.getKey()))
                    .exists()
                    .content()
                    .isEqualTo(prompts.getValue());
        }
    }

    /** Prompts on file that nothing sends any more would pass unseen. */
    @Test
    void no_prompt_on_file_is_left_over() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            assertThat(files.map(file -> file.getFileName().toString()).toList())
                    .hasSize(10)
                    .allMatch(file -> file.matches("(lara-32k|lara-128k|op-rag-sweep)-openai-.*\\.txt"));
        }
    }
}
