package dev.winnow.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.ledger.Trial;
import dev.winnow.retrievers.RetrievalUsage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TablesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "strategies.csv",
                "strategies.md",
                "strategies.tex",
                "by-task.csv",
                "by-task.md",
                "task-average.csv",
                "task-average.md",
                "task-average.tex",
                "differences.csv",
                "differences.md",
                "differences.tex",
                "sweet-points.csv",
                "index-cost.csv",
                "index-cost.md",
                "timing/index-cost.csv",
                "timing/strategies.csv",
                "timing/strategies.md"
            })
    void the_tables_of_a_small_run_are_as_worked_out(String file) throws IOException {
        assertThat(tables(SmallRun.answered()).get(file)).isEqualTo(golden(file));
    }

    @Test
    void tables_depend_neither_on_the_order_of_the_ledger_nor_on_timings() throws IOException {
        Map<String, String> expected = tables(SmallRun.answered());
        SmallRun other = SmallRun.answered();
        Collections.reverse(other.trials);
        other.trials.replaceAll(TablesTest::slower);

        Map<String, String> tables = tables(other);

        assertThat(tables.keySet()).isEqualTo(expected.keySet());
        tables.forEach((file, content) -> {
            if (file.startsWith("timing/strategies")) {
                assertThat(content).as(file).isNotEqualTo(expected.get(file));
            } else {
                assertThat(content).as(file).isEqualTo(expected.get(file));
            }
        });
    }

    private static Trial slower(Trial trial) {
        return new Trial(
                trial.key(),
                trial.strategy(),
                trial.model(),
                trial.question(),
                trial.repetition(),
                trial.outcome(),
                trial.shown(),
                trial.allowed(),
                trial.used(),
                trial.omitted(),
                trial.usage(),
                trial.reported(),
                trial.billed(),
                trial.attempts(),
                trial.calls(),
                trial.cost(),
                trial.selectMillis() * 3,
                trial.callMillis() * 3,
                trial.firstTokenMillis(),
                RetrievalUsage.NONE,
                List.of(),
                List.of());
    }

    @Test
    void a_cell_with_commas_quotes_and_pipes_stays_one_cell() {
        Table table = new Table(
                List.of(Table.Column.text("a,b"), Table.Column.number("n")), List.of(List.of("say \"x\" | <b>", "1")));

        assertThat(table.csv()).isEqualTo("\"a,b\",n\n\"say \"\"x\"\" | <b>\",1\n");
        assertThat(table.markdown()).isEqualTo("| a,b | n |\n|---|---:|\n| say \"x\" \\| \\<b\\> | 1 |\n");
    }

    @Test
    void what_latex_takes_for_commands_is_escaped_and_intervals_are_small() {
        Table table = new Table(
                List.of(Table.Column.text("a_b & c"), Table.Column.number("50 %")),
                List.of(List.of("[x] \\y{z}$#^~<>|\"", "-0.5 [-0.75, 0.25]"), List.of("plain", "")));

        assertThat(table.latex())
                .isEqualTo(
                        """
                        \\begin{tabular}{lr}
                        \\toprule
                        a\\_b \\& c & 50 \\% \\\\
                        \\midrule
                        {[}x] \\textbackslash{}y\\{z\\}\\$\\#\\textasciicircum{}\\textasciitilde{}\\textless{}\\textgreater{}\\textbar{}{\\char34} & $-$0.5 {\\footnotesize [$-$0.75, 0.25]} \\\\
                        plain &  \\\\
                        \\bottomrule
                        \\end{tabular}
                        """);
    }

    @Test
    void a_failed_trial_without_scores_counts_as_wrong_where_the_measure_applies() throws IOException {
        SmallRun run = SmallRun.answered();
        run.scores.remove("full-context/chat/q3");

        assertThat(tables(run).get("strategies.csv")).isEqualTo(golden("strategies.csv"));
    }

    @Test
    void repetitions_of_a_question_count_as_one_value() {
        SmallRun run = new SmallRun();
        run.strategies = List.of(SmallRun.RAG);
        run.question("q1", "?", "people", "x");
        run.answer(SmallRun.RAG, SmallRun.CHAT, "q1", "x", 1, 1);
        Trial first = run.trials.getFirst();
        run.answer(SmallRun.RAG, SmallRun.CHAT, "q1", "x", 1, 1);
        run.trials.set(
                1,
                new Trial(
                        "again",
                        first.strategy(),
                        first.model(),
                        first.question(),
                        1,
                        first.outcome(),
                        first.shown(),
                        first.allowed(),
                        first.used(),
                        0,
                        first.usage(),
                        first.reported(),
                        first.billed(),
                        first.attempts(),
                        first.calls(),
                        0,
                        0,
                        0,
                        first.firstTokenMillis(),
                        RetrievalUsage.NONE,
                        List.of(),
                        List.of()));
        run.scores.put("again", Map.of("exact-match", 0.0));

        StrategyRow row =
                new Results(run.data(), Intervals.of(run.data())).rows().getFirst();

        assertThat(row.expected()).isEqualTo(2);
        assertThat(row.estimate("exact-match")).contains(new Estimate(0.5, 0.5, 0.5, 1));
    }

    private Map<String, String> tables(SmallRun run) throws IOException {
        Report.write(run.data(), folder);
        Path tables = folder.resolve("tables");
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(tables)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(tables.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        }
        return contents;
    }

    private static String golden(String file) throws IOException {
        try (InputStream in = TablesTest.class.getResourceAsStream("tables/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
