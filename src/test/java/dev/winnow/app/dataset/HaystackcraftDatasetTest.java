package dev.winnow.app.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.ingest.Layout;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published layout, written by hand. */
class HaystackcraftDatasetTest {
    private static final DatasetTools TOOLS =
            new DatasetTools(new Seed(7), document -> document.text().length());

    @TempDir
    private Path folder;

    @BeforeEach
    void files() throws IOException {
        write(
                "docs.jsonl",
                """
                {"id": 12, "title": "Brackwater", "text": "A town on a bay.", "url": "https://example.org"}
                {"id": "340", "title": "Marta Hollin", "text": "A weaver from Brackwater."}
                """);
        write(
                "musique_400_dev.jsonl",
                """
                {"id": "2hop__12_340", "question": "Where is the weaver from?", "answer": "Brackwater", "answer_aliases": ["Brackwater, Bay"], "p2d_id": {"0": 340, "1": "12"}}
                """);
        Files.createDirectories(folder.resolve("data"));
        write(
                "data/nq_filtered.jsonl",
                """
                {"id": 7, "question": "who is marta hollin", "answer": ["a weaver", "weaver"], "p2d_id": {"p": ["340"]}}
                """);
        write(
                "100_for_multi.jsonl",
                """
                {"id": "m1", "question": "Who?", "answer": "Hollin"}
                """);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private Dataset load(String... questions) {
        return new HaystackcraftDataset(folder, List.of(questions)).load(TOOLS);
    }

    @Test
    void the_published_files_are_read_as_they_are() {
        Dataset dataset = load();

        assertThat(Layout.of(folder)).isEqualTo(Layout.HAYSTACKCRAFT);
        assertThat(dataset.corpus().get(new DocumentId("12")).title()).isEqualTo("Brackwater");
        Question first = dataset.questions().get(0);
        assertThat(first.scope()).isEqualTo(Scope.CORPUS);
        assertThat(first.attributes()).isEqualTo(Map.of("hops", "2", "source", "musique"));
        Gold gold = dataset.gold().get(first.id());
        assertThat(gold.answers()).containsExactly("Brackwater", "Brackwater, Bay");
        assertThat(gold.evidence())
                .containsExactly(
                        new Evidence(new DocumentId("340"), 0, 25, Evidence.Grain.REGION),
                        new Evidence(new DocumentId("12"), 0, 16, Evidence.Grain.REGION));
        assertThat(dataset.questions().get(1).attributes()).isEqualTo(Map.of("source", "nq"));
        assertThat(dataset.gold().get(new QuestionId("7")).answers()).containsExactly("a weaver", "weaver");
        assertThat(dataset.questions()).hasSize(2);
    }

    @Test
    void files_of_questions_can_be_named() {
        assertThat(load("100_for_multi.jsonl").questions()).hasSize(1);
        assertThat(load("nq*.jsonl").questions()).hasSize(1);
        assertThatThrownBy(() -> load("200_for_multi.jsonl"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("there is no file of questions '200_for_multi.jsonl'; check the name");
    }

    @Test
    void a_needed_document_that_is_not_there_is_named_with_its_line() throws IOException {
        write(
                "musique_400_dev.jsonl",
                """
                {"id": "a", "question": "Where?", "answer": "There", "p2d_id": {"0": "999"}}
                """);
        assertThatThrownBy(this::load)
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "musique_400_dev.jsonl:1: 'p2d_id' names document '999', which is not in docs.jsonl;"
                                + " add it there");
    }
}
