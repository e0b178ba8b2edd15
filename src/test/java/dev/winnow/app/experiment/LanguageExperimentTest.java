package dev.winnow.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.app.config.Environment;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.report.RunReport;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanguageExperimentTest {
    @TempDir
    private Path folder;

    @Test
    void an_experiment_in_japanese_is_indexed_asked_and_judged_in_japanese() throws IOException {
        Path config = SampleExperiment.HOME.resolve("configs/sample-ja.yaml");
        Environment environment =
                new Environment(SampleExperiment.HOME, folder.resolve("cache"), folder.resolve("runs"));
        RunFolder run = new RunFolder(folder.resolve("run"));
        try (Experiment experiment = Experiment.open(config, Experiment.Purpose.ANSWER, environment, Progress.SILENT);
                ExperimentRun running = ExperimentRun.open(experiment, run)) {
            assertThat(experiment.index().manifest().settings().language()).isEqualTo(Language.JAPANESE);
            assertThat(experiment.provenance()).containsEntry("language", "japanese");
            assertThat(running.run(Progress.SILENT).failed()).isZero();
            RunReport.write(new RunReport.Part(experiment, running), "winnow run configs/sample-ja.yaml");
        }

        List<String> answers = Files.readAllLines(run.root().resolve("answers.jsonl"));
        assertThat(answers).anyMatch(line -> line.contains("\"refused\"") && line.contains("答えは書かれていません。"));
        assertThat(answers).anyMatch(line -> line.contains("1911年に完成し"));
        // Sentences without spaces are judged character by character: a span of the gold answer's sentence counts.
        assertThat(Files.readString(run.scores()))
                .containsPattern("\"question\":\"q2\",\"strategy\":\"oracle\".*\"contains-answer\":1.0");
    }

    @Test
    void a_normalisation_that_does_not_know_the_language_is_told_before_the_run() {
        SampleExperiment sample = new SampleExperiment(folder.resolve("sample"));
        sample.config(
                """
                name: x
                dataset: {use: jsonl, folder: sample}
                index: {language: japanese}
                models: [extractive]
                pipelines: [closed-book]
                metrics:
                  - {use: token-f1, normalisation: mlqa}
                  - {use: token-f1, normalisation: mlqa, language: german}
                """);
        assertThatThrownBy(() -> sample.open(Experiment.Purpose.REPORT))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("experiment.yaml:7:5: normalisation mlqa knows arabic")
                .hasMessageNotContaining(":8:");
    }

    @Test
    void a_language_that_is_not_known_is_suggested() {
        SampleExperiment sample = new SampleExperiment(folder.resolve("sample"));
        sample.config(
                """
                name: x
                dataset: {use: jsonl, folder: sample}
                index: {language: germn}
                models: [extractive]
                pipelines: [closed-book]
                metrics: [token-f1]
                """);
        assertThatThrownBy(() -> sample.open(Experiment.Purpose.REPORT))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("unknown language 'germn'; did you mean 'german'?");
    }
}
