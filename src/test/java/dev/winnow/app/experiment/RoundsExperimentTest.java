package dev.winnow.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.app.forecast.Forecast;
import dev.winnow.app.forecast.Forecaster;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.RunReport;
import dev.winnow.pipelines.Note;
import dev.winnow.pipelines.model.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rounds against a chat endpoint, from the configuration to the tables. */
@Timeout(120)
class RoundsExperimentTest {
    private static final int QUESTIONS = 5;
    private static final String YAML =
            """
            name: rounds
            dataset: {use: atlas, documents: 100, questions: 5, tasks: [two-hop]}
            index: {passages: whole}
            prompt: haystackcraft
            models:
              - {id: chat, use: openai, model: m, base-url: "%s", price: {prompt: 1, completion: 2}}
            retrievers:
              bm25: {use: bm25}
            pipelines:
              - {use: haystack, retriever: bm25, size: 4K}
              - {use: haystack-rounds, retriever: bm25, size: 4K, rounds: [1, 3], summary: 50}
              - {use: haystack-rounds, name: variable, retriever: bm25, size: 4K, stop: variable, summary: 50}
              - {use: rag-rounds, retriever: bm25, budget: 1K, rounds: 2, summary: 50}
            metrics: [{use: token-f1, normalisation: musique}, evidence-recall]
            """;

    @TempDir
    Path folder;

    /** Sums up, asks for something else, and answers in the second round where it may. */
    private static String following(String prompt) {
        if (prompt.contains("Final answer:") && prompt.contains("From an earlier search:")) {
            return "Final answer: Forty lamps";
        }
        return prompt.contains("Next query:")
                ? "Summary: Forty lamps were lit.\\nNext query: keeper of the lamps"
                : "The correct answer is: Forty lamps";
    }

    private record Ran(List<Trial> trials, Forecast before, int asked, int longest) {
        List<String> outcomes(String strategy) {
            return trials.stream()
                    .filter(trial -> trial.strategy().startsWith(strategy))
                    .map(trial -> trial.notes().stream()
                            .map(note -> note.what() + " " + note.outcome())
                            .collect(Collectors.joining(", ")))
                    .distinct()
                    .toList();
        }
    }

    private Ran run(UnaryOperator<String> replies) throws IOException {
        SampleExperiment sample = new SampleExperiment(folder);
        RunFolder to = new RunFolder(folder.resolve("runs/rounds"));
        try (ScriptedChat chat = new ScriptedChat(replies)) {
            sample.config(YAML.formatted(chat.url()));
            Forecast before;
            try (Experiment experiment = sample.open(Experiment.Purpose.FORECAST)) {
                before = Forecaster.of(experiment, to, Progress.SILENT);
            }
            try (Experiment experiment = sample.open(Experiment.Purpose.ANSWER);
                    ExperimentRun run = ExperimentRun.open(experiment, to)) {
                Runner.Summary summary = run.run(Progress.SILENT);
                assertThat(summary.failures()).isEmpty();
                assertThat(summary.answered()).isEqualTo(5 * QUESTIONS);
                RunReport.write(new RunReport.Part(experiment, run), "winnow run rounds.yaml");
                int longest = chat.asked().values().stream()
                        .mapToInt(messages -> experiment
                                .counter()
                                .count(messages.stream().map(Message::text).collect(Collectors.joining("\n\n"))))
                        .max()
                        .orElse(0);
                return new Ran(List.copyOf(run.trials()), before, chat.asked().size(), longest);
            }
        }
    }

    @Test
    void a_model_that_follows_is_asked_as_often_as_the_rounds_say() throws IOException {
        Ran ran = run(RoundsExperimentTest::following);

        // The haystack and the one enforced round are one call; 3 enforced; 2 of 3 where it stops; 2 of passages.
        assertThat(ran.asked()).isEqualTo(QUESTIONS * (1 + 3 + 2 + 2));
        // Nobody knows beforehand when it will stop.
        assertThat(ran.before().fewest().calls()).isEqualTo(QUESTIONS * (1 + 3 + 1 + 2));
        assertThat(ran.before().total().calls()).isEqualTo(QUESTIONS * (1 + 3 + 3 + 2));
        assertThat(ran.before().total().shared()).isEqualTo(QUESTIONS);
        assertThat(ran.longest()).isBetween(3_980, 4_000);
        assertThat(ran.outcomes("haystack-rounds-1")).containsExactly("round answered, rounds enforced");
        assertThat(ran.outcomes("haystack-rounds-3"))
                .containsExactly("round refined, round refined, round answered, rounds enforced");
        assertThat(ran.outcomes("variable")).containsExactly("round refined, round answered, rounds stopped");
        assertThat(ran.outcomes("rag-rounds")).containsExactly("round refined, round answered, rounds enforced");
        assertThat(Files.readString(folder.resolve("runs/rounds/answers.jsonl")))
                .contains("\"next-query\":\"keeper of the lamps\"");
        assertThat(Files.readString(folder.resolve("runs/rounds/tables/rounds.csv")))
                .contains("variable,chat,2,5,5,1.0000,1.0000,");
        assertThat(Files.readString(folder.resolve("runs/rounds/report.html"))).contains("<section id=\"rounds\">");
    }

    @Test
    void a_model_that_talks_nonsense_gets_to_the_end_all_the_same() throws IOException {
        Ran ran = run(prompt -> "lorem ipsum ".repeat(120));

        assertThat(ran.outcomes("variable"))
                .containsExactly("summary overrun, round unread, summary overrun, round unread, round answered,"
                        + " rounds exhausted");
        assertThat(ran.longest()).isLessThanOrEqualTo(4_000);
    }

    @Test
    void a_model_that_refuses_everything_gets_to_the_end_all_the_same() throws IOException {
        Ran ran = run(prompt -> "The documents do not answer this.");

        assertThat(ran.outcomes("haystack-rounds-3"))
                .containsExactly("round refused, round refused, round refused, rounds enforced");
        assertThat(ran.trials()).allSatisfy(trial -> assertThat(
                        trial.notes().stream().map(Note::details).map(details -> details.getOrDefault("summary", "")))
                .allMatch(String::isEmpty));
    }

    @Test
    void a_run_made_elsewhere_has_no_rankings_for_refined_queries() throws IOException {
        SampleExperiment sample = new SampleExperiment(folder);
        Files.writeString(folder.resolve("some.trec"), "q1 Q0 d1 1 1.0 x\n");
        sample.config(
                YAML.formatted("http://127.0.0.1:9").replace("bm25: {use: bm25}", "bm25: {use: run, file: some.trec}"));

        assertThatThrownBy(() -> sample.open(Experiment.Purpose.FORECAST))
                .hasMessageContaining("experiment.yaml:11")
                .hasMessageContaining(
                        "haystack-rounds searches by queries of its own, and retriever 'bm25' has rankings"
                                + " for the data set's questions alone; use another retriever");
    }
}
