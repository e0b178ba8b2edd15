package dev.winnow.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.RunReport;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.Note;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Strategies that read a text piece by piece, from the configuration to the report, with models of all kinds of manners. */
@Timeout(120)
class PieceReadersTest {
    private static final String PIPELINES =
            """
            index: {passages: tokens:64}
            dataset: {use: jsonl, folder: sample}
            pipelines:
              - {use: chain-of-agents, piece: 150, message: 40, variant: [left-to-right, right-to-left]}
              - {use: chain-of-agents, name: chains, piece: 150, message: 40, variant: [bidirectional, permutation],
                 pick: [vote, judge], manager: all}
              - {use: chain-of-agents, name: samples, piece: 150, message: 40, variant: self-consistency, chains: 2}
              - {use: map-reduce, piece: 150, finding: 60, collapse: 130}
              - {use: recurrent-memory, piece: 150, memory: 60, update-gate: [on, off], exit-gate: [on, off]}
            metrics: [exact-match, evidence-recall]
            """;
    private static final int STRATEGIES = 2 + 4 + 1 + 1 + 4;

    @TempDir
    Path folder;

    private List<Trial> run(String model) {
        SampleExperiment sample = new SampleExperiment(folder);
        sample.config("name: pieces\nmodels:\n  - " + model + "\n" + PIPELINES);
        RunFolder to = new RunFolder(folder.resolve("run"));
        try (Experiment experiment = sample.open(Experiment.Purpose.ANSWER);
                ExperimentRun run = ExperimentRun.open(experiment, to)) {
            Runner.Summary summary = run.run(Progress.SILENT);
            RunReport.write(new RunReport.Part(experiment, run), "winnow run experiment.yaml");
            assertThat(summary.failures()).isEmpty();
            assertThat(summary.answered())
                    .isEqualTo(experiment.dataset().questions().size() * STRATEGIES)
                    .isEqualTo(summary.planned());
            assertThat(to.root().resolve("report.html")).isNotEmptyFile();
            return run.trials();
        }
    }

    private List<Trial> chat(UnaryOperator<String> replies) {
        try (ScriptedChat chat = new ScriptedChat(prompt -> replies.apply(prompt)
                .replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n"))) {
            return run("{id: chat, use: openai, model: m, base-url: \"" + chat.url() + "\", concurrency: 2}");
        }
    }

    private static Set<String> outcomes(List<Trial> trials) {
        return trials.stream()
                .flatMap(trial -> trial.notes().stream())
                .map(note -> note.what() + " " + note.outcome())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Answer> answers(List<Trial> trials) {
        return trials.stream()
                .map(trial -> ((Outcome.Answered) trial.outcome()).answer())
                .toList();
    }

    @Test
    void the_extractive_reader_answers_with_every_strategy() {
        List<Trial> trials = run("extractive");

        assertThat(outcomes(trials))
                .contains("map found", "memory replaced", "memory kept", "vote unanimous", "judge chain-1")
                .doesNotContain("map unread", "read unread", "judge unread", "worker unsupported", "map unsupported");
        assertThat(answers(trials)).anyMatch(Answer.Given.class::isInstance);
        // All of a text is read, whatever the order.
        assertThat(trials.stream()
                        .filter(trial -> trial.strategy().startsWith("cha"))
                        .collect(Collectors.groupingBy(
                                Trial::question,
                                Collectors.mapping(trial -> trial.shown().size(), Collectors.toSet())))
                        .values())
                .allSatisfy(sizes -> assertThat(sizes).hasSize(1));
    }

    @Test
    void a_model_that_does_as_it_is_told_is_read() {
        List<Trial> trials = chat(prompt -> {
            if (prompt.contains("Extracted information: what in this part")) {
                return "Extracted information: The mill has forty lamps.\nRationale: It is asked for.\nAnswer: forty\n"
                        + "Confidence: 4.5";
            }
            if (prompt.contains("Merge these findings")) {
                return "Extracted information: Forty lamps.\nRationale: All agree.\nAnswer: forty\nConfidence: 5";
            }
            if (prompt.contains("with its number alone")) {
                return "[2]";
            }
            String update = prompt.contains("Update: yes if") ? "Update: yes\n" : "";
            String exit = prompt.contains("Enough: yes if") ? "\nEnough: no" : "";
            if (!update.isEmpty() || !exit.isEmpty()) {
                return update + "Memory: forty lamps" + exit;
            }
            return "forty";
        });

        assertThat(outcomes(trials))
                .containsExactlyInAnyOrder(
                        "collapse merged", "judge chain-2", "map found", "memory replaced", "vote unanimous");
        assertThat(answers(trials)).extracting(Answer::text).containsOnly("forty");
    }

    @Test
    void nonsense_is_carried_along_and_never_stops_a_run() {
        List<Trial> trials = chat(prompt -> "{\"blue\": [green}} {{passages}} \u00e9\ud83d\ude80 ".repeat(3));

        assertThat(outcomes(trials))
                .contains("map unread", "collapse unread", "read unread", "judge unread", "vote unanimous");
    }

    @Test
    void refusals_leave_nothing_to_answer_from() {
        List<Trial> trials = chat(prompt -> "The answer is not given.");

        assertThat(outcomes(trials))
                .contains("worker refused", "map refused", "map nothing-found", "read refused", "memory kept");
        assertThat(answers(trials)).allMatch(Answer.Refused.class::isInstance);
        assertThat(trials.stream()
                        .flatMap(trial -> trial.notes().stream())
                        .filter(note -> note.what().equals("memory"))
                        .map(Note::details))
                .allSatisfy(details -> assertThat(details).containsEntry("memory", ""));
    }

    @Test
    void what_overruns_is_cut() {
        List<Trial> trials = chat(prompt -> "Update: yes\nMemory: " + "on and on ".repeat(500));

        assertThat(outcomes(trials)).contains("worker overrun", "map overrun", "read overrun", "read unread");
    }
}
