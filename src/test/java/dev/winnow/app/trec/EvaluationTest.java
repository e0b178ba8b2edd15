package dev.winnow.app.trec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.offset;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Problem;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.retrievers.trec.TrecRun;
import dev.winnow.retrievers.trec.TrecRun.Found;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
    @TempDir
    private Path folder;

    @Test
    void measures_are_those_worked_out_by_hand() {
        Qrels qrels = new Qrels(Map.of("q", Map.of("a", 2, "b", 0, "c", 1, "d", 1)));
        TrecRun run = run("q", new Found("a", 9), new Found("b", 8), new Found("x", 7), new Found("c", 6));
        Evaluation evaluation = Evaluation.of(qrels, run, Measure.ALL);
        assertThat(evaluation.value("num_rel")).isEqualTo(3);
        assertThat(evaluation.value("map")).isCloseTo((1 + 2 / 4.0) / 3, offset(1e-12));
        assertThat(evaluation.value("Rprec")).isCloseTo(1 / 3.0, offset(1e-12));
        assertThat(evaluation.value("recip_rank")).isEqualTo(1);
        assertThat(evaluation.value("P_5")).isCloseTo(0.4, offset(1e-12));
        assertThat(evaluation.value("recall_5")).isCloseTo(2 / 3.0, offset(1e-12));
        // c stands below the one judged non-relevant document, of which one counts: it earns nothing.
        assertThat(evaluation.value("bpref")).isCloseTo(1 / 3.0, offset(1e-12));
        double log5 = Math.log(5) / Math.log(2);
        double ideal = 2 + 1 / (Math.log(3) / Math.log(2)) + 0.5;
        assertThat(evaluation.value("ndcg_cut_10")).isCloseTo((2 + 1 / log5) / ideal, offset(1e-12));
        assertThat(evaluation.value("success_1")).isEqualTo(1);
    }

    @Test
    void queries_of_one_side_only_do_not_count() {
        Qrels qrels = new Qrels(Map.of("q", Map.of("a", 1), "judged only", Map.of("a", 1)));
        TrecRun run =
                new TrecRun("t", Map.of("q", List.of(new Found("a", 1)), "found only", List.of(new Found("a", 1))));
        assertThat(Evaluation.of(qrels, run).value("num_q")).isEqualTo(1);
        assertThat(Evaluation.of(qrels, run).value("map")).isEqualTo(1);
        assertThatThrownBy(() -> Evaluation.of(qrels, run("other", new Found("a", 1))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'other'");
    }

    @Test
    void beir_judgements_and_trec_runs_with_spaces_in_ids_meet() throws IOException {
        Path qrels = write("test.tsv", "query-id\tcorpus-id\tscore\nq 1\ta document\t1\nq 1\t100%\t2\n");
        Path run = write("run", "q%201 Q0 a%20document 1 2.5 my%20tag\nq%201 Q0 100% 2 1 my%20tag\n");
        Evaluation evaluation = Evaluation.of(Qrels.read(qrels), TrecRun.read(run));
        assertThat(evaluation.value("map")).isEqualTo(1);
        assertThat(evaluation.queries()).containsOnlyKeys("q 1");
        assertThat(evaluation.lines(Evaluation.Detail.SUMMARY).get(0))
                .isEqualTo("runid                 \tall\tmy%20tag");
    }

    @Test
    void beir_judgements_need_no_header() throws IOException {
        assertThat(Qrels.read(write("a.tsv", "q\td\t1\n")).judgements()).isEqualTo(Map.of("q", Map.of("d", 1)));
    }

    @Test
    void gold_evidence_makes_judgements_of_documents() {
        DocumentId document = new DocumentId("d");
        Gold gold = new Gold(
                new QuestionId("q"),
                List.of("x"),
                List.of(
                        new Evidence(document, 0, 5, Evidence.Grain.SPAN),
                        new Evidence(document, 9, 12, Evidence.Grain.REGION)));
        Gold without = new Gold(new QuestionId("r"), List.of("x"), List.of());
        assertThat(Qrels.of(List.of(gold, without)).judgements()).isEqualTo(Map.of("q", Map.of("d", 1)));
    }

    @Test
    void wrong_judgements_are_named_with_their_lines() throws IOException {
        Path file = write("qrels", "q 0 d 1\nq 0 d\nq 0 e one\n\nq 0 d 0\nq 0 f 1 2\n");
        assertThat(problems(() -> Qrels.read(file)))
                .containsExactly(
                        file + ":2: a line has four fields, 'query 0 document relevance', got 3",
                        file + ":3: the last field is the relevance, a whole number, got 'one'",
                        file + ":5: query 'q' judges document 'd' already in line 1; keep one of the two",
                        file + ":6: a line has four fields, 'query 0 document relevance', got 5");
    }

    @Test
    void empty_and_missing_judgements_are_named() throws IOException {
        Path empty = write("empty", "\n");
        assertThat(problems(() -> Qrels.read(empty))).singleElement().asString().contains("holds no judgement");
        Path header = write("header.tsv", "query-id\tcorpus-id\tscore\n");
        assertThat(problems(() -> Qrels.read(header)))
                .singleElement()
                .asString()
                .contains("holds no judgement");
        Path missing = folder.resolve("missing");
        assertThat(problems(() -> Qrels.read(missing))).containsExactly(missing + ": there is no such file");
    }

    @Test
    void measures_go_by_several_names() {
        assertThat(names("P.10,5", "ndcg_cut_10", "map", "map")).containsExactly("map", "P_5", "P_10", "ndcg_cut_10");
        assertThat(names("iprec_at_recall.0.5")).containsExactly("iprec_at_recall_0.50");
        assertThat(names("official"))
                .hasSize(29 + 1)
                .startsWith("runid", "num_q")
                .endsWith("P_1000");
        assertThat(problems(() -> Measure.named(List.of("ndgc", "P_0", "map"))))
                .hasSize(2)
                .first()
                .isEqualTo("unknown measure 'ndgc'; did you mean 'ndcg'?");
    }

    @Test
    void the_tree_for_json_keeps_counts_whole() {
        Qrels qrels = new Qrels(Map.of("q", Map.of("a", 1)));
        Evaluation evaluation =
                Evaluation.of(qrels, run("q", new Found("a", 1)), Measure.named(List.of("num_rel", "map")));
        assertThat(evaluation.tree(Evaluation.Detail.QUERIES))
                .isEqualTo(Map.of(
                        "runid", "t",
                        "all", Map.of("num_rel", 1L, "map", 1.0),
                        "queries", Map.of("q", Map.of("num_rel", 1L, "map", 1.0))));
    }

    private static List<String> names(String... names) {
        return Measure.named(List.of(names)).stream().map(Measure::name).toList();
    }

    private static TrecRun run(String query, Found... found) {
        return new TrecRun("t", Map.of(query, List.of(found)));
    }

    private static List<String> problems(ThrowingCallable reading) {
        return catchThrowableOfType(InputException.class, reading).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content, StandardCharsets.UTF_8);
    }
}
