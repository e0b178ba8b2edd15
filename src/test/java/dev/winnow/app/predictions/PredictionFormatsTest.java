package dev.winnow.app.predictions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.winnow.app.config.Environment;
import dev.winnow.app.dataset.Dataset;
import dev.winnow.app.dataset.DatasetTools;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.dataset.LaraDataset;
import dev.winnow.app.dataset.LaraTask;
import dev.winnow.app.dataset.LaraType;
import dev.winnow.app.experiment.Progress;
import dev.winnow.app.experiment.Prompts;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionFormatsTest {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    @Test
    void every_format_that_comes_with_the_program_can_be_read() {
        PredictionFormats formats = new PredictionFormats(HOME);
        assertThat(formats.names()).contains("lara").allSatisfy(name -> formats.get(name));
    }

    @Test
    void every_key_of_a_format_is_explained() throws IOException {
        String page = Files.readString(HOME.resolve("docs/scoring.md"));
        assertThat(Arrays.stream(PredictionFormat.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .map(name -> name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT)))
                .allSatisfy(key -> assertThat(page).contains("| `" + key + "` |"));
    }

    @Test
    void what_says_that_a_question_has_no_answer_must_be_an_attribute() throws IOException {
        Path file = Files.writeString(
                folder.resolve("f.yaml"),
                "name: f\nquestion: {id: q}\nanswer: a\ngold: {answers: g, unanswerable: {task: [x]}}\n");
        assertThatThrownBy(() -> new PredictionFormats(HOME).get(file.toString()))
                .hasMessageContaining("gold names the attribute 'task' under 'unanswerable', which question.attributes"
                        + " does not have");
    }

    /** One model's answers: ids are those of the data set, so that they can stand beside runs of it. */
    @Test
    void published_answers_of_lara_have_the_questions_of_the_data_set() throws IOException {
        Path data = Path.of(System.getenv().getOrDefault("WINNOW_DATA", "../../shared/data"));
        Path answers = data.resolve("lara_predictions/llama-3.2-3b.jsonl.gz");
        assumeTrue(Files.exists(answers), answers + " is not there; set WINNOW_DATA to the folder of real data");
        RunFolder run = new RunFolder(folder.resolve("run"));
        Environment environment = new Environment(HOME, folder, folder);
        ImportConfig config = new ImportConfig(
                "replay",
                List.of(answers),
                Optional.empty(),
                new PredictionFormats(HOME).get("lara"),
                Optional.empty(),
                0,
                "cl100k_base",
                "answer",
                Optional.empty(),
                Optional.empty());
        PredictionImport.Summary summary = PredictionImport.write(
                config, run, environment, Prompts.beside(folder.resolve("x"), environment), Progress.SILENT);
        assertThat(summary.answers()).isEqualTo(2 * 2326);
        assertThat(summary.questions()).isEqualTo(2326);

        Dataset lara = new LaraDataset(
                        data.resolve("lara"), "32k", List.of(LaraType.values()), List.of(LaraTask.values()))
                .load(new DatasetTools(new Seed(0), document -> 0));
        ImportedRun imported = ImportedRun.open(run, environment);
        Map<QuestionId, Question> theirs =
                imported.questions().stream().collect(Collectors.toMap(Question::id, question -> question));
        Map<QuestionId, Gold> gold = imported.data("", "").gold();
        assertThat(lara.questions()).hasSize(807).allSatisfy(question -> {
            assertThat(theirs).containsKey(question.id());
            assertThat(theirs.get(question.id()).text()).isEqualTo(question.text());
            assertThat(gold.get(question.id()).key())
                    .isEqualTo(lara.gold().get(question.id()).key());
        });
    }
}
