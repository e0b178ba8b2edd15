package dev.winnow.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.app.ledger.Strategy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistractorAnatomyTest {
    @TempDir
    Path folder;

    private static DistractorAnatomy anatomy(DistractorRun run) {
        return new DistractorAnatomy(new Results(run.data(), Intervals.of(run.data())));
    }

    private static Map<String, String> tables(DistractorRun run) {
        Map<String, String> tables = new LinkedHashMap<>();
        anatomy(run).sheets().forEach(sheet -> sheet.files()
                .forEach((ending, content) -> tables.put(sheet.name() + "." + ending, content)));
        return tables;
    }

    /** The first cells of each line of a table. */
    private static List<String> lines(String csv, int cells) {
        return csv.lines()
                .skip(1)
                .map(line -> String.join(
                        ",",
                        Arrays.asList(line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"))
                                .subList(0, cells)))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "distractors-shown.csv",
                "distractors-shown.md",
                "distractors-overlap.csv",
                "distractors-overlap.md",
                "distractors-copied.csv",
                "distractors-copied.md",
                "distractors-harm.csv",
                "distractors-harm.md"
            })
    void the_tables_of_a_small_run_are_as_worked_out(String file) throws IOException {
        try (InputStream golden = getClass().getResourceAsStream("tables/" + file)) {
            assertThat(tables(DistractorRun.answered()).get(file))
                    .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void figures_are_means_over_questions() {
        String shown = tables(DistractorRun.answered()).get("distractors-shown.csv");

        assertThat(shown.lines()
                        .filter(line -> line.startsWith("bm25 1K,"))
                        .map(line -> line.substring(line.indexOf("reverse-1K,") + 11)))
                .anyMatch(line -> line.startsWith("distractors,1.5000,")) // 1 and 2
                .anyMatch(line -> line.startsWith("token share,0.7500,")) // 10 of 20 and 20 of 20
                .anyMatch(line -> line.startsWith("answer leaks,0.0000,0.0000,0.0000,1,"))
                .anyMatch(line -> line.startsWith("gold outranked,1.0000,1.0000,1.0000,1,"))
                .anyMatch(line -> line.startsWith("score ratio,2.0000,")); // 4 by 2
        assertThat(shown.lines()
                        .filter(line -> line.startsWith("dense 1K,"))
                        .map(line -> line.substring(line.indexOf("score-1K,") + 9)))
                .anyMatch(line -> line.startsWith("distractors,1.5000,")) // 2 and 1
                .anyMatch(line -> line.startsWith("answer leaks,0.5000,")) // the garden, not the mill
                .anyMatch(line -> line.startsWith("gold outranked,0.0000,"))
                .anyMatch(line -> line.startsWith("score ratio,0.7500,") && line.contains(",bm25 1K,-1.2500,"));
    }

    @Test
    void orders_of_one_retrieval_are_one_selection() {
        assertThat(lines(tables(DistractorRun.answered()).get("distractors-overlap.csv"), 5))
                .containsExactly(
                        // {mill} and {garden, mill}; {mill, harbour} and {harbour}
                        "document,budget 1K,bm25 1K,dense 1K,0.5000", "passage,budget 1K,bm25 1K,dense 1K,0.5000");
    }

    @Test
    void orders_that_showed_something_else_stay_apart() {
        DistractorRun run = DistractorRun.answered();
        run.trials.removeIf(trial -> trial.key().equals("rag-bm25-reverse-1K/chat/q2"));
        run.answer(DistractorRun.BM25_REVERSE, "q2", "Tavik", 0, "garden 1");

        assertThat(lines(tables(run).get("distractors-overlap.csv"), 4))
                .contains("document,budget 1K,rag-bm25-score-1K,rag-bm25-reverse-1K");
    }

    @Test
    void models_that_were_shown_the_same_are_one_selection() {
        DistractorRun run = DistractorRun.answered();
        run.models = List.of(SmallRun.CHAT, SmallRun.READER);
        run.strategies = List.of(DistractorRun.DENSE);
        run.answer(DistractorRun.DENSE, SmallRun.READER, "q2", "", 1, "harbour 0.5");

        assertThat(tables(run).get("distractors-shown.csv").lines().skip(1))
                .allMatch(line -> line.startsWith(
                        "dense 1K,dense,budget 1K,,rag-dense-score-1K@chat rag-dense-score-1K@reader,"));
    }

    @Test
    void an_answer_that_stands_in_gold_was_not_copied() {
        DistractorRun run = DistractorRun.answered();
        run.trials.removeIf(trial -> trial.key().equals("rag-dense-score-1K/chat/q1"));
        run.answer(DistractorRun.DENSE, "q1", "Mira", 0, "tower 0.8", "garden 0.6", "mill 0.5");

        assertThat(lines(tables(run).get("distractors-copied.csv"), 8))
                .containsExactly(
                        "rag-bm25-score-1K,chat,bm25,budget 1K,score,2,2,2",
                        "rag-bm25-reverse-1K,chat,bm25,budget 1K,reverse,2,2,2",
                        "rag-dense-score-1K,chat,dense,budget 1K,score,1,1,0");
    }

    @Test
    void harm_is_told_of_what_one_strategy_was_shown_and_another_was_not() {
        // With the first question, mill was shown by all, garden by the one that is right; with the second, mill by
        // those
        // that are wrong.
        assertThat(lines(tables(DistractorRun.answered()).get("distractors-harm.csv"), 6))
                .startsWith(
                        "document,mill,The mill,1,1.0000," + Digits.fixed(1 / 3.0, 4),
                        "document,garden,The garden,1,-1.0000," + Digits.fixed(-1 / 3.0, 4));
        assertThat(anatomy(DistractorRun.answered()).html())
                .contains("2 documents could be compared")
                .contains("None of them makes a difference to 6 questions or more")
                .contains("#question=q2&amp;a=rag-bm25-score-1K&amp;b=rag-dense-score-1K");
    }

    @Test
    void a_distractor_that_does_harm_again_and_again_is_found() {
        DistractorRun run = new DistractorRun();
        for (int i = 0; i < 12; i++) {
            run.question("q" + i, "Who built tower " + i + "?", "Mira Selka");
            run.answer(DistractorRun.BM25, "q" + i, "Tavik Brannoc", 0, "tower 2", "mill 1");
            run.answer(DistractorRun.DENSE, "q" + i, "Mira Selka", 1, "tower 2", "harbour 1");
        }
        run.strategies = List.of(DistractorRun.BM25, DistractorRun.DENSE);

        assertThat(anatomy(run).html())
                .contains("Of the 2 that make a difference to 6 questions or more, 1 is harmful and 1 is helpful");
        // Two tests of 2 / 2^12 each.
        assertThat(tables(run).get("distractors-harm.csv")).contains(",0.000488,0.000488,12,12,12,0,");
    }

    @Test
    void it_says_when_nothing_can_be_said_of_harm() {
        DistractorRun one = DistractorRun.answered();
        one.strategies = List.of(DistractorRun.BM25, DistractorRun.BM25_REVERSE);
        one.trials.removeIf(trial -> trial.strategy().equals(DistractorRun.DENSE.id()));
        DistractorRun apart = new DistractorRun();
        apart.question("q1", "Who built the tower?", "Mira Selka");
        apart.strategies = List.of(DistractorRun.BM25, DistractorRun.DENSE);
        apart.answer(DistractorRun.BM25, "q1", "Tavik", 0, "mill 2");
        apart.answer(DistractorRun.DENSE, "q1", "Mira Selka", 1, "tower 2", "garden 1");

        assertThat(anatomy(one).html())
                .contains("it takes two strategies that choose other passages, and this run has one");
        assertThat(anatomy(apart).html()).contains("no distractor was shown by one strategy and left out by another");
        assertThat(tables(apart)).doesNotContainKey("distractors-harm.csv");
    }

    @Test
    void without_distractors_there_is_no_section() {
        SmallRun run = SmallRun.answered();
        DistractorAnatomy anatomy = new DistractorAnatomy(new Results(run.data(), Intervals.of(run.data())));

        assertThat(anatomy.sheets()).isEmpty();
        assertThat(anatomy.html()).isEmpty();
        assertThat(anatomy(new DistractorRun()).html()).isEmpty();
    }

    @Test
    void beyond_a_limit_texts_are_of_a_sample_and_the_page_says_so() {
        DistractorRun run = DistractorRun.answered();
        Results results = new Results(run.data(), Intervals.of(run.data()));

        assertThat(new DistractorAnatomy(results, 1).html())
                .contains("of a sample of 1 of 2 questions, drawn by the seed");
        assertThat(new DistractorAnatomy(results, 1_000).html()).doesNotContain("sample");
    }

    @Test
    void tables_do_not_depend_on_the_order_of_the_ledger() {
        DistractorRun other = DistractorRun.answered();
        Collections.reverse(other.trials);

        assertThat(tables(other)).isEqualTo(tables(DistractorRun.answered()));
    }

    @Test
    void sizes_are_compared_apart() {
        DistractorRun run = DistractorRun.answered();
        Map<String, String> settings = new LinkedHashMap<>(DistractorRun.BM25.settings());
        settings.put("budget", "2K");
        Strategy larger = new Strategy("rag-bm25-score-2K", "rag", settings);
        run.strategies = List.of(DistractorRun.BM25, DistractorRun.DENSE, larger);
        run.answer(larger, "q1", "Mira Selka", 1, "mill 4", "tower 2", "garden 1");

        assertThat(lines(tables(run).get("distractors-overlap.csv"), 4))
                .containsExactly("document,budget 1K,bm25 1K,dense 1K", "passage,budget 1K,bm25 1K,dense 1K");
    }

    @Test
    void the_page_has_the_section_and_its_data() throws IOException {
        Report.write(DistractorRun.answered().data(), folder);

        String page = Files.readString(folder.resolve("report.html"));
        assertThat(page)
                .contains(
                        "<section id=\"distractors\">", "Shared distractors", "Wrong answers copied from a distractor")
                .contains("<b>The mill</b> <code>mill</code><small>Tavik Brannoc built the mill.</small>");
        JsonNode group = new ObjectMapper()
                .readTree(Parts.element(page, "data"))
                .get("distractors")
                .get(0);
        assertThat(group.get("size").asText()).isEqualTo("budget 1K");
        assertThat(group.get("names").toString()).isEqualTo("[\"bm25\",\"dense\"]");
        assertThat(group.get("document").get(0).get("jaccard").get(0).asDouble())
                .isEqualTo(0.5);
        assertThat(folder.resolve("tables/distractors-harm.tex")).exists();
    }
}
