package dev.winnow.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.app.forecast.Forecast;
import dev.winnow.app.forecast.Forecaster;
import dev.winnow.app.judging.JudgedRun;
import dev.winnow.app.judging.JudgedScore;
import dev.winnow.app.judging.Judgement;
import dev.winnow.app.judging.JudgementLog;
import dev.winnow.app.judging.SelfConsistency;
import dev.winnow.app.ledger.ModelSpending;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.report.RunReport;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.pipelines.model.CallFile;
import dev.winnow.pipelines.model.ReportedUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Judges of an experiment, from its file to its report, with endpoints on this machine. */
@Timeout(120)
class JudgesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private SampleExperiment sample;
    private RunFolder to;
    private ScriptedChat answering;

    @BeforeEach
    void place() {
        sample = new SampleExperiment(folder);
        to = new RunFolder(folder.resolve("run"));
        // Another answer to each prompt, so that no two judgements are one call.
        answering = new ScriptedChat(prompt -> "Answer " + Integer.toHexString(prompt.hashCode()));
    }

    @AfterEach
    void close() {
        answering.close();
    }

    private void config(String judgeUrl, String judges, String more) {
        sample.config(
                """
                name: judged
                dataset: {use: jsonl, folder: sample}
                index: {passages: tokens:64}
                models:
                  - {id: gpt, use: openai, base-url: "%s", model: m, max-tokens: 10, attempts: 1}
                judge-models:
                  - {id: judge, use: openai, base-url: "%s", model: j, max-tokens: 50, attempts: 1,
                     price: {prompt: 1_000, completion: 1_000}}
                retrievers: {bm25: {use: bm25}}
                pipelines: [closed-book, {use: rag, retriever: bm25, k: 1}]
                metrics: [exact-match]
                judges:
                  %s
                %s
                """
                        .formatted(answering.url(), judgeUrl, judges, more));
    }

    /** What a start of the run said of judging, and what is written after it. */
    private record Judged(Runner.Summary answers, JudgingSummary summary, JudgedRun said, ModelSpending spent) {
        List<JudgedScore> scores() {
            return List.copyOf(said.judges().getFirst().scores().values());
        }

        List<Judgement> judgements() {
            return said.judges().getFirst().judgements();
        }
    }

    private Judged run() {
        try (Experiment experiment = sample.open(Experiment.Purpose.ANSWER);
                ExperimentRun run = ExperimentRun.open(experiment, to)) {
            Runner.Summary answers = run.run(Progress.SILENT);
            JudgingSummary summary = run.judge(Progress.SILENT);
            RunReport.write(new RunReport.Part(experiment, run), "winnow run it");
            return new Judged(
                    answers, summary, run.judged(), run.spent().models().getOrDefault("judge", ModelSpending.NONE));
        }
    }

    private Forecast forecast() {
        try (Experiment experiment = sample.open(Experiment.Purpose.FORECAST)) {
            return Forecaster.of(experiment, to, Progress.SILENT);
        }
    }

    private static long calls(Forecast forecast) {
        return forecast.rows().stream()
                .filter(row -> row.strategy().startsWith("judge "))
                .mapToLong(row -> row.tally().calls())
                .sum();
    }

    private JsonNode spending() throws IOException {
        return JSON.readTree(Files.readString(to.spending()));
    }

    private static List<Judgement.Why> why(Judged judged) {
        return judged.judgements().stream()
                .map(judgement -> judgement.end() instanceof Judgement.End.Failed failed ? failed.why() : null)
                .distinct()
                .toList();
    }

    @Test
    void verdicts_are_the_first_measure_and_calls_of_judges_are_in_the_ledger_and_in_no_strategys_cost()
            throws IOException {
        try (ScriptedChat chat = new ScriptedChat("It says the same.\\nVerdict: **Correct**")) {
            config(chat.url(), "right: {use: llm-judge, model: judge}", "");
            Forecast foreseen = forecast();
            Judged judged = run();

            assertThat(judged.summary().planned())
                    .isEqualTo(judged.summary().judged())
                    .isPositive();
            assertThat(judged.summary().failed()).isZero();
            assertThat(chat.asked()).hasSize(judged.summary().planned());
            // Every answer differs and none is a refusal: then the forecast is exact.
            assertThat(calls(foreseen)).isEqualTo(judged.summary().planned());
            assertThat(judged.scores())
                    .allSatisfy(score -> assertThat(score.score()).isEqualTo(1));
            assertThat(judged.judgements()).extracting(Judgement::end).allSatisfy(end -> assertThat(end)
                    .isEqualTo(new Judgement.End.Verdict("correct", 1, "It says the same.")));

            Map<String, Integer> tasks = new HashMap<>();
            CallFile.readAll(to.calls(), call -> tasks.merge(call.model() + " " + call.task(), 1, Integer::sum));
            assertThat(tasks).containsEntry("judge judge", judged.summary().planned());
            ReportedUsage billed =
                    judged.judgements().stream().map(Judgement::billed).reduce(ReportedUsage.NONE, ReportedUsage::plus);
            assertThat(judged.spent().billed()).isEqualTo(billed);
            assertThat(spending().at("/models/judge/usd").asDouble())
                    .isCloseTo(judged.summary().planned() * 0.11, Offset.offset(1e-9));

            String strategies = Files.readString(to.root().resolve("tables/strategies.csv"));
            String[] header = strategies.lines().findFirst().orElseThrow().split(",");
            assertThat(List.of(header).indexOf("right"))
                    .isPositive()
                    .isLessThan(List.of(header).indexOf("exact-match"));
            int cost = List.of(header).indexOf("cost usd");
            assertThat(strategies.lines().skip(1).map(line -> line.split(",")[cost]))
                    .allSatisfy(usd -> assertThat(Double.parseDouble(usd)).isZero());
            assertThat(to.root().resolve("report.html")).content().contains("<h2>Judges</h2>");
            assertThat(to.root().resolve("prompts/judges/correct.yaml")).exists();
            assertThat(JSON.readTree(Files.readString(to.manifest()))
                            .at("/judge_right")
                            .asText())
                    .isEqualTo("llm-judge, model judge, rubric correct version 1");
        }
    }

    @Test
    void a_run_that_is_started_again_asks_only_what_is_missing() {
        AtomicBoolean down = new AtomicBoolean(true);
        try (ScriptedChat chat = new ScriptedChat(prompt -> down.get() ? "No idea." : "Verdict: wrong")) {
            config(chat.url(), "right: {use: llm-judge, model: judge}", "");
            Judged first = run();
            assertThat(first.summary().failures()).containsOnlyKeys("unreadable");
            assertThat(first.scores())
                    .anySatisfy(score ->
                            assertThat(score).returns(0.0, JudgedScore::low).returns(1.0, JudgedScore::high));
            down.set(false);
            int asked = chat.asked().size();

            Judged second = run();
            assertThat(second.summary().before()).isEqualTo(second.summary().planned());
            assertThat(second.answers().answered()).isZero();
            assertThat(chat.asked()).hasSize(asked);
            assertThat(second.said().scores()).isEqualTo(first.said().scores());
        }
    }

    @Test
    void calls_that_failed_are_made_again_and_answers_are_not() {
        config("http://127.0.0.1:1/v1", "right: {use: llm-judge, model: judge}", "");
        Judged first = run();
        assertThat(first.summary().failures()).containsOnlyKeys("call-failed");
        try (ScriptedChat chat = new ScriptedChat("Verdict: wrong")) {
            config(chat.url(), "right: {use: llm-judge, model: judge}", "");
            Judged second = run();
            assertThat(second.answers().answered()).isZero();
            assertThat(second.summary().judged()).isEqualTo(first.summary().planned());
            assertThat(second.scores())
                    .allSatisfy(score -> assertThat(score.high()).isZero());
        }
    }

    @Test
    void refusals_to_judge_and_replies_cut_short_are_outcomes_and_no_row_is_dropped() {
        try (ScriptedChat refusing = new ScriptedChat("I'm sorry, but I will not grade this.");
                ScriptedChat cut = new ScriptedChat(prompt -> "Verdict: correct", "length");
                ScriptedChat withheld = new ScriptedChat(prompt -> "Verdict: correct", "content_filter")) {
            List<List<Judgement.Why>> all = new ArrayList<>();
            for (ScriptedChat chat : List.of(refusing, cut, withheld)) {
                config(chat.url(), "right: {use: llm-judge, model: judge}", "");
                Judged judged = run();
                all.add(why(judged));
                assertThat(judged.said().scores()).hasSize(judged.answers().planned());
                assertThat(judged.scores())
                        .anySatisfy(score -> assertThat(score.score()).isEqualTo(0.5));
            }
            assertThat(all)
                    .containsExactly(
                            List.of(Judgement.Why.REFUSED),
                            List.of(Judgement.Why.TRUNCATED),
                            List.of(Judgement.Why.REFUSED));
        }
    }

    @Test
    void a_judge_that_always_prefers_the_first_place_finds_ties() {
        try (ScriptedChat chat = new ScriptedChat("The first.\\nBetter: A")) {
            config(chat.url(), "better: {use: pairwise-judge, model: judge, against: closed-book}", "");
            Judged judged = run();
            assertThat(judged.scores()).isNotEmpty().allSatisfy(score -> assertThat(score)
                    .returns(0.5, JudgedScore::low)
                    .returns(0.5, JudgedScore::high));
            SelfConsistency self = SelfConsistency.of(judged.judgements());
            assertThat(self.steady()).hasValue(0);
            assertThat(self.firstPreferred()).hasValue(1);
            assertThat(judged.summary().planned()).isEqualTo(2 * judged.scores().size());
        }
    }

    @Test
    void a_judge_that_knows_what_it_likes_finds_it_in_both_orders() {
        try (ScriptedChat chat = new ScriptedChat(
                prompt -> "Better: " + (better(prompt, "Answer A: ") > better(prompt, "Answer B: ") ? "A" : "B"))) {
            config(chat.url(), "better: {use: pairwise-judge, model: judge, against: closed-book}", "");
            Judged judged = run();
            assertThat(judged.scores()).extracting(JudgedScore::score).isSubsetOf(0.0, 1.0);
            assertThat(SelfConsistency.of(judged.judgements()).steady()).hasValue(1);
        }
    }

    private static int better(String prompt, String label) {
        int begin = prompt.indexOf(label) + label.length();
        return prompt.substring(begin).lines().findFirst().orElseThrow().hashCode();
    }

    @Test
    void grades_are_worth_what_the_rubric_says_and_repetitions_are_calls_of_their_own() {
        try (ScriptedChat chat = new ScriptedChat("Half of it.\\nGrade: 3")) {
            config(chat.url(), "grade: {use: graded-judge, model: judge, repetitions: 2}", "");
            Judged judged = run();
            assertThat(judged.scores())
                    .allSatisfy(score -> assertThat(score.score()).isEqualTo(0.5));
            assertThat(judged.spent().calls()).isEqualTo(judged.summary().planned());
            assertThat(SelfConsistency.of(judged.judgements()).same()).hasValue(1);
        }
    }

    @Test
    void equal_answers_are_judged_once_and_refusals_not_at_all() {
        try (ScriptedChat same = new ScriptedChat("Forty lamps.");
                ScriptedChat chat = new ScriptedChat("Verdict: wrong")) {
            answering.close();
            answering = same;
            config(chat.url(), "right: {use: llm-judge, model: judge}", "");
            Judged judged = run();
            assertThat(judged.spent().calls()).isEqualTo(judged.summary().planned() / 2);
            Forecast after = forecast();
            assertThat(calls(after)).isZero();
        }
    }

    @Test
    void a_limit_halts_judging_and_a_raised_one_goes_on() throws IOException {
        try (ScriptedChat chat = new ScriptedChat("Verdict: wrong")) {
            String judge = "right: {use: llm-judge, model: judge}";
            config(chat.url(), judge, "limits: {tokens: 3K}");
            Judged first = run();
            assertThat(first.summary().halt()).map(Halt::reason).contains(Halt.Reason.SPENDING_LIMIT);
            assertThat(spending().at("/halted/reason").asText()).isEqualTo("spending-limit");
            config(chat.url(), judge, "limits: {tokens: 10M}");
            Judged second = run();
            assertThat(second.summary().halt()).isEmpty();
            assertThat(second.said().judges().getFirst().judgements())
                    .hasSize(second.summary().planned());
        }
    }

    @Test
    void a_torn_judgement_is_made_again_from_the_ledger() throws IOException {
        try (ScriptedChat chat = new ScriptedChat("Verdict: wrong")) {
            config(chat.url(), "right: {use: llm-judge, model: judge}", "");
            run();
            byte[] whole = Files.readAllBytes(to.judgements());
            Files.write(to.judgements(), Arrays.copyOf(whole, whole.length - 20));
            int asked = chat.asked().size();
            Judged again = run();
            assertThat(again.summary().judged()).isEqualTo(1);
            assertThat(chat.asked()).hasSize(asked);
            assertThat(JudgementLog.readAll(to.judgements()))
                    .hasSize(again.summary().planned());
        }
    }

    @Test
    void what_cannot_judge_is_told_before_anything_is_run() {
        config(
                "http://127.0.0.1:1/v1",
                """
                exact-match: {use: llm-judge, model: judge}
                  a: {use: llm-judge, model: jugde}
                  b: {use: llm-judge, model: judge, rubric: graded}
                  c: {use: pairwise-judge, model: judge, against: close-book}
                  d: {use: llm-judge, model: judge, rubric: lra}""",
                "");
        assertThatThrownBy(() -> sample.open(Experiment.Purpose.ANSWER))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("exact-match: a metric has this name")
                .hasMessageContaining("a: unknown model 'jugde'; did you mean 'judge'?")
                .hasMessageContaining("b: llm-judge needs a rubric for single answers whose verdicts are worth 0 or 1")
                .hasMessageContaining("c: unknown strategy 'close-book'; did you mean 'closed-book'?")
                .hasMessageContaining("d: unknown prompt 'judges/lra'; did you mean 'judges/lara'?");
        sample.config(
                """
                name: judged
                dataset: {use: jsonl, folder: sample}
                index: {passages: tokens:64}
                models: [extractive]
                pipelines: [closed-book]
                metrics: [exact-match]
                judges: {right: {use: llm-judge, model: extractive}}
                """);
        assertThatThrownBy(() -> sample.open(Experiment.Purpose.ANSWER))
                .hasMessageContaining("experiment.yaml:7:")
                .hasMessageContaining("'extractive' is the extractive reader, which cannot judge")
                .hasMessageContaining("rule-judge");
    }

    @Test
    void every_judgement_names_the_trial_that_it_is_about() {
        try (ScriptedChat chat = new ScriptedChat("Verdict: wrong")) {
            config(chat.url(), "right: {use: llm-judge, model: judge, of: [closed-book]}", "");
            Judged judged = run();
            assertThat(judged.judgements().stream().map(Judgement::strategy).collect(Collectors.toSet()))
                    .containsExactly("closed-book");
            assertThat(judged.said().scores().keySet())
                    .containsAll(
                            judged.judgements().stream().map(Judgement::trial).toList());
        }
    }
}
