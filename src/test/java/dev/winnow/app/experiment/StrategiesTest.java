package dev.winnow.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.config.Environment;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.RunReport;
import dev.winnow.pipelines.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code configs/strategies.yaml}, scaled down, with models of all manners: whatever they reply, every question gets its answer. */
@Timeout(300)
class StrategiesTest {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    private static final Map<String, String> SCALE = new TreeMap<>(Map.of(
            "documents: 300, questions: 24, scope: 32K", "documents: 100, questions: 7, scope: 4K",
            "budget: 1K", "budget: 300",
            "budget: 2K", "budget: 600",
            "budget: 4K", "budget: 900",
            "{use: chain-of-agents}", "{use: chain-of-agents, piece: 1K, message: 60}",
            "{use: map-reduce}", "{use: map-reduce, piece: 1K, finding: 80, collapse: 200}",
            "{use: recurrent-memory}", "{use: recurrent-memory, piece: 1K, memory: 60}"));

    /** How a chat model behaves. */
    private enum Manners {
        FOLLOWS(StrategiesTest::followed, "stop"),
        NONSENSE(prompt -> "Purple ]]} 7/0 \n\n* : never:: the the", "stop"),
        REFUSES(prompt -> "I'm sorry, but I cannot answer that.", "stop"),
        SAYS_NOTHING(prompt -> "", "stop"),
        OVERRUNS(prompt -> "and then another thing happened, ".repeat(400), "stop"),
        TRUNCATES(prompt -> followed(prompt).substring(0, followed(prompt).length() / 2), "length");

        private final UnaryOperator<String> replies;
        private final String finish;

        Manners(UnaryOperator<String> replies, String finish) {
            this.replies = replies;
            this.finish = finish;
        }
    }

    @TempDir
    Path folder;

    /** What a model that does as it is told replies to each of the shipped wordings. */
    private static String followed(String prompt) {
        if (prompt.contains("Write the message for the next reader")) {
            return "The mill was built in 1910.";
        }
        if (prompt.contains("four fields, each behind its label")) {
            return "Extracted information: built in 1910\nRationale: it says so\nAnswer: 1910\nConfidence: 4";
        }
        if (prompt.contains("Update:") && prompt.contains("Enough:")) {
            return "Update: yes\nMemory: built in 1910\nEnough: no";
        }
        if (prompt.contains("Write the memory anew")) {
            return "built in 1910";
        }
        if (prompt.contains("Copy the sentences of the text above")) {
            return prompt.lines().filter(line -> line.length() > 60).findFirst().orElse("NOTHING FOUND");
        }
        if (prompt.contains("write the query for the next search")) {
            return "Summary: built in 1910\nNext query: who built it?";
        }
        if (prompt.contains("Write one JSON object a line")) {
            return "{\"level\": 1, \"title\": \"All\", \"first\": \"a b c d e\", \"last\": \"v w x y z\"}";
        }
        if (prompt.contains("Reply with one word:")) {
            return "global";
        }
        if (prompt.contains("Which parts help to answer the question?")) {
            return "1";
        }
        return prompt.contains("First reason in steps") ? "It was built [1].\nFinal answer: 1910" : "1910";
    }

    private List<Trial> run(String model) throws IOException {
        String yaml = Files.readString(HOME.resolve("configs/strategies.yaml"));
        for (Map.Entry<String, String> size : SCALE.entrySet()) {
            assertThat(yaml).contains(size.getKey());
            yaml = yaml.replace(size.getKey(), size.getValue());
        }
        Path config = Files.writeString(
                folder.resolve("strategies.yaml"), yaml.replace("{id: extractive, use: extractive}", model));
        RunFolder to = new RunFolder(folder.resolve("run"));
        Environment environment = new Environment(HOME, folder.resolve("cache"), folder.resolve("runs"));
        try (Experiment experiment = Experiment.open(config, Experiment.Purpose.ANSWER, environment, Progress.SILENT);
                ExperimentRun run = ExperimentRun.open(experiment, to)) {
            Runner.Summary summary = run.run(Progress.SILENT);
            assertThat(summary.failures()).isEmpty();
            assertThat(summary.answered()).isEqualTo(summary.planned());
            RunReport.write(new RunReport.Part(experiment, run), "winnow run strategies.yaml");
            assertThat(to.root().resolve("report.html")).isNotEmptyFile();
            return run.trials();
        }
    }

    private static Map<String, TreeSet<String>> outcomes(List<Trial> trials) {
        return trials.stream()
                .collect(Collectors.groupingBy(
                        Trial::strategy,
                        TreeMap::new,
                        Collectors.flatMapping(
                                trial -> trial.notes().stream().map(note -> note.what() + " " + note.outcome()),
                                Collectors.toCollection(TreeSet::new))));
    }

    @ParameterizedTest
    @EnumSource
    void whatever_a_model_replies_every_strategy_answers_every_question(Manners manners) throws IOException {
        UnaryOperator<String> json = prompt -> manners.replies
                .apply(prompt)
                .replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n");
        try (ScriptedChat chat = new ScriptedChat(json, manners.finish)) {
            List<Trial> trials = run(
                    "{id: chat, use: openai, model: m, base-url: \"" + chat.url() + "\", concurrency: 2, window: 32K}");

            if (manners == Manners.FOLLOWS) {
                assertThat(outcomes(trials).values())
                        .allSatisfy(notes -> assertThat(notes).noneMatch(note -> note.endsWith(" unread")));
            }
            if (manners == Manners.TRUNCATES) {
                assertThat(outcomes(trials).get("chain-of-agents")).contains("worker truncated");
            }
        }
    }

    @Test
    void the_extractive_reader_says_what_it_cannot_do_and_answers_all_the_same() throws IOException {
        List<Trial> trials = run("{id: extractive, use: extractive}");

        assertThat(outcomes(trials).get("longrefiner")).contains("classify unsupported");
        assertThat(trials)
                .allSatisfy(trial -> assertThat(trial.outcome()).isInstanceOf(Outcome.Answered.class))
                .anySatisfy(trial -> assertThat(((Outcome.Answered) trial.outcome()).answer())
                        .isInstanceOf(Answer.Given.class));
    }
}
