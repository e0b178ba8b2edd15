package dev.winnow.retrievers;

import static dev.winnow.retrievers.Indexes.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {
    private static final Document AMBER =
            document("amber", "Amber", "Old resin of trees.\n\nIt floats on salt water.\n\nJewels are made of it.");
    private static final Document SALT = document("salt", "Salt", "It comes from the sea.");
    private static final Document EMPTY = document("empty one", "Empty", "");

    @TempDir
    Path folder;

    private PassageIndex index;

    @BeforeEach
    void index() {
        index = Indexes.of(folder.resolve("index"), "paragraphs", List.of(SALT, AMBER, EMPTY));
    }

    @AfterEach
    void close() {
        index.close();
    }

    private Retriever run(String... lines) throws IOException {
        Path file = Files.writeString(folder.resolve("their.run"), String.join("\n", lines) + "\n");
        return new RunFile(file).open(RetrieverTools.of(index));
    }

    private static Query query(String id, Query.Level level) {
        return new Query("What floats on water?", Scope.CORPUS, 10, level).ofQuestion(id);
    }

    private static List<String> passages(Ranking ranking) {
        return ranking.hits().stream().map(hit -> hit.passage().id().value()).toList();
    }

    @Test
    void a_questions_ranking_is_found_by_its_id_with_the_scores_of_the_file() throws IOException {
        Retriever run = run("q1 Q0 salt 1 2.5 theirs", "q1 Q0 amber 2 -1 theirs", "q2 Q0 amber 1 7 theirs");

        Ranking ranking = run.retrieve(query("q1", Query.Level.DOCUMENT));

        assertThat(passages(ranking)).containsExactly("salt#0", "amber#1");
        assertThat(ranking.hits()).extracting(Hit::score).containsExactly(2.5f, -1f);
        assertThat(passages(run.retrieve(query("q2", Query.Level.PASSAGE)))).containsExactly("amber#1");
    }

    @Test
    void a_question_that_the_run_does_not_have_finds_nothing() throws IOException {
        assertThat(run("q1 Q0 salt 1 2.5 theirs")
                        .retrieve(query("q9", Query.Level.PASSAGE))
                        .hits())
                .isEmpty();
    }

    @Test
    void a_query_of_no_question_is_a_mistake() throws IOException {
        Retriever run = run("q1 Q0 salt 1 2.5 theirs");
        assertThatThrownBy(() -> run.retrieve(new Query("salt", Scope.CORPUS, 1, Query.Level.PASSAGE)))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        folder.resolve("their.run")
                                + ": a run has rankings by question id, and what is asked here has none; use another retriever");
    }

    @Test
    void a_document_stands_by_its_best_passage_or_its_first_and_is_left_out_without_any() throws IOException {
        Retriever run = run("q1 Q0 empty%20one 1 9 t", "q1 Q0 amber 2 8 t");

        assertThat(passages(run.retrieve(query("q1", Query.Level.DOCUMENT)))).containsExactly("amber#1");
        Query other = new Query("zebra", Scope.CORPUS, 10, Query.Level.DOCUMENT).ofQuestion("q1");
        assertThat(passages(run.retrieve(other))).containsExactly("amber#0");
    }

    @Test
    void scores_order_the_hits_equal_ones_by_document_and_ranks_count_for_nothing() throws IOException {
        Retriever run = run("q1 Q0 salt 1 1 t", "q1 Q0 amber 2 1 t");
        assertThat(passages(run.retrieve(query("q1", Query.Level.DOCUMENT)))).containsExactly("amber#1", "salt#0");
        Retriever mixed = run("q1 Q0 amber 1 1 t", "q1 Q0 salt 2 3 t");
        assertThat(passages(mixed.retrieve(query("q1", Query.Level.DOCUMENT)))).containsExactly("salt#0", "amber#1");
    }

    @Test
    void a_run_of_passages_lists_them_and_their_documents_once() throws IOException {
        Retriever run = run("q1 Q0 amber#2 1 5 t", "q1 Q0 salt#0 2 4 t", "q1 Q0 amber#0 3 3 t");

        assertThat(passages(run.retrieve(query("q1", Query.Level.PASSAGE))))
                .containsExactly("amber#2", "salt#0", "amber#0");
        assertThat(passages(run.retrieve(query("q1", Query.Level.DOCUMENT)))).containsExactly("amber#2", "salt#0");
        assertThat(passages(run.retrieve(query("q1", Query.Level.PASSAGE).withDepth(1))))
                .containsExactly("amber#2");
    }

    @Test
    void what_stands_outside_the_scope_is_left_out() throws IOException {
        Scope salt = new Scope.Documents(List.of(new DocumentId("salt")));
        Query query = new Query("water", salt, 10, Query.Level.PASSAGE).ofQuestion("q1");

        assertThat(passages(run("q1 Q0 amber 1 5 t", "q1 Q0 salt 2 4 t").retrieve(query)))
                .containsExactly("salt#0");
        assertThat(passages(run("q1 Q0 amber#0 1 5 t", "q1 Q0 salt#0 2 4 t").retrieve(query)))
                .containsExactly("salt#0");
    }

    @Test
    void ids_that_the_index_does_not_know_are_named() {
        assertThatThrownBy(() -> run("q1 Q0 amber 1 5 t", "q1 Q0 pepper 2 4 t", "q2 Q0 mace 1 4 t"))
                .isInstanceOf(InputException.class)
                .hasMessage(folder.resolve("their.run")
                        + ": 2 of its 3 ids are no documents of the index, such as 'pepper', 'mace';"
                        + " use a run over the same corpus");
        assertThatThrownBy(() -> run("q1 Q0 amber#1 1 5 t", "q1 Q0 amber#3 2 4 t", "q1 Q0 amber@0-3 2 4 t"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("2 of its 3 ids are no passages of the index, such as 'amber#3', 'amber@0-3';");
    }

    @Test
    void a_run_can_be_fused_with_other_retrievers() throws IOException {
        Map<String, Retriever> named =
                Map.of("theirs", run("q1 Q0 salt 1 1 t"), "bm25", new Bm25().open(RetrieverTools.of(index)));
        Retriever both = new Fusion(List.of("theirs", "bm25"))
                .open(RetrieverTools.of(index).naming(named::get));

        assertThat(passages(both.retrieve(query("q1", Query.Level.DOCUMENT))))
                .containsExactlyInAnyOrder("salt#0", "amber#1");
    }

    @Test
    void another_content_of_the_file_is_another_input() throws IOException {
        Path file = Files.writeString(folder.resolve("a.run"), "q1 Q0 salt 1 1 t\n");
        var before = new RunFile(file).inputs();
        Files.writeString(file, "q1 Q0 salt 1 2 t\n");
        assertThat(new RunFile(file).inputs()).isNotEqualTo(before);
        assertThatThrownBy(() -> new RunFile(folder.resolve("none.run")).inputs())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("there is no such file");
    }
}
