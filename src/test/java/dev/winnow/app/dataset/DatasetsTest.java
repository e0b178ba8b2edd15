package dev.winnow.app.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {
    private static final DatasetTools TOOLS =
            new DatasetTools(new Seed(7), document -> document.text().length());

    @TempDir
    Path folder;

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static Gold gold(Dataset dataset, String id) {
        return dataset.gold().get(new QuestionId(id));
    }

    private static Evidence span(String document, int start, int end) {
        return new Evidence(new DocumentId(document), start, end, Evidence.Grain.SPAN);
    }

    private static Evidence region(String document, int start, int end) {
        return new Evidence(new DocumentId(document), start, end, Evidence.Grain.REGION);
    }

    @Test
    void a_question_of_our_own_layout_is_read_with_all_its_fields() throws IOException {
        write("documents.jsonl", "{\"id\": \"a\", \"text\": \"😀 one two\"}\n{\"id\": \"b\", \"text\": \"three\"}");
        write(
                "questions.jsonl",
                """
                {"id": "1", "text": "t?", "answers": ["x", "y"], "scope": ["b", "a"], "attributes": {"hops": 2, "kind": "k"}, "evidence": [{"document": "a", "quote": "one"}, {"document": "a", "start": 0, "end": 2, "grain": "region"}, {"document": "b"}]}
                {"id": "2", "text": "t?", "answers": []}
                {"id": "3", "text": "t?", "refusal": "Not said."}
                {"id": "4", "text": "t?"}
                """);
        Dataset dataset = new JsonlDataset(folder).load(TOOLS);
        assertThat(dataset.questions().get(0))
                .isEqualTo(new Question(
                        new QuestionId("1"),
                        "t?",
                        Scope.of(List.of(new DocumentId("b"), new DocumentId("a"))),
                        Map.of("hops", "2", "kind", "k")));
        assertThat(gold(dataset, "1").answers()).containsExactly("x", "y");
        assertThat(gold(dataset, "1").evidence())
                .containsExactly(span("a", 3, 6), region("a", 0, 2), region("b", 0, 5));
        assertThat(gold(dataset, "2").key()).isEqualTo(new Gold.Key.Unanswerable(""));
        assertThat(gold(dataset, "3").key()).isEqualTo(new Gold.Key.Unanswerable("Not said."));
        assertThat(gold(dataset, "4").key()).isEqualTo(new Gold.Key.Unknown());
        assertThat(gold(dataset, "4").known()).isFalse();
        assertThat(gold(dataset, "4").unanswerable()).isFalse();
        assertThat(dataset.questions().get(3).scope()).isEqualTo(Scope.CORPUS);
    }

    @Test
    void a_split_of_a_beir_folder_has_the_questions_it_judges() throws IOException {
        write("corpus.jsonl", "{\"_id\": \"a\", \"text\": \"xy\"}\n{\"_id\": \"b\", \"text\": \"\"}\n");
        write(
                "queries.jsonl",
                """
                {"_id": "1", "text": "q", "metadata": {"answers": ["A"], "kind": "k"}}
                {"_id": "2", "text": "q", "metadata": {}}
                {"_id": "3", "text": "q"}
                """);
        write("qrels/dev.tsv", "query-id\tcorpus-id\tscore\r\n2\ta\t2\r\n2\tb\t1\r\n1\ta\t0\r\n");
        Dataset dataset = new BeirDataset(folder, "dev").load(TOOLS);
        assertThat(dataset.questions())
                .extracting(question -> question.id().value())
                .containsExactly("1", "2");
        assertThat(dataset.questions().get(0).attributes()).isEqualTo(Map.of("kind", "k"));
        assertThat(gold(dataset, "1").answers()).containsExactly("A");
        assertThat(gold(dataset, "1").evidence()).isEmpty();
        assertThat(gold(dataset, "2").evidence()).containsExactly(region("a", 0, 2));
        assertThat(gold(dataset, "2").known()).isFalse();
    }

    @Test
    void parts_of_lara_are_cut_as_its_generator_cuts_them() throws IOException {
        // 3 parts of 34 units and one over, 5 of 20 and three over.
        String text = "The lamp was lit at dusk. ".repeat(3) + "Nora sold the mill in May.";
        assertThat(text).hasSize(104);
        write("datasets/32k/book/B.txt", text.substring(0, 103));
        write(
                "datasets/query/32k_book_reasoning.jsonl",
                row("\"answer\": \"a\", \"context_order\": 2") + row("\"answer\": \"a\", \"context_order\": \"full\""));
        write("datasets/query/32k_book_comp.jsonl", row("\"answer\": \"a\", \"comp_parts\": [0, 2]"));
        write("datasets/query/32k_book_hallu.jsonl", row("\"answer\": \"It does not say.\", \"context_order\": 1"));
        write(
                "datasets/query/32k_book_location.jsonl",
                row("\"answer\": \"sold the\\nMill.\", \"context_order\": 4")
                        + row("\"answer\": \"dusk.\", \"context_order\": 0"));
        Dataset dataset =
                new LaraDataset(folder, "32k", List.of(LaraType.BOOK), List.of(LaraTask.values())).load(TOOLS);
        String id = "32k/book/B.txt";
        assertThat(dataset.questions().stream()
                        .map(question -> dataset.gold().get(question.id()).evidence()))
                .containsExactly(
                        List.of(span(id, 80, 103)),
                        List.of(region(id, 0, 20)),
                        List.of(region(id, 68, 103)),
                        List.of(region(id, 0, 103)),
                        List.of(region(id, 0, 34), region(id, 68, 103)),
                        List.of());
        assertThat(dataset.questions())
                .extracting(question -> question.attributes().get("position"))
                .containsExactly("80-100 %", "0-20 %", "67-100 %", "full", "0-33 % + 67-100 %", "33-67 %");
        assertThat(dataset.questions().get(2).id().value()).matches("32k-book-reasoning-[0-9a-f]{12}-0");
        assertThat(dataset.questions().get(3).id().value()).matches("32k-book-reasoning-[0-9a-f]{12}-1");
        assertThat(dataset.gold().get(dataset.questions().get(5).id()).key())
                .isEqualTo(new Gold.Key.Unanswerable("It does not say."));
    }

    private static String row(String rest) {
        return "{\"file\": \"B.txt\", \"question\": \"q\", " + rest + "}\n";
    }

    @Test
    void papers_of_lara_are_the_regions_between_their_marks() throws IOException {
        String text = "<paper 0>\n# A\n</end of paper 0>\n\n\n<paper 1>\nlong B\n</end of paper 1>\n";
        write("datasets/32k/paper/B.txt", text);
        write("datasets/query/32k_paper_reasoning.jsonl", row("\"answer\": \"a\", \"context_order\": 1"));
        Dataset dataset =
                new LaraDataset(folder, "32k", List.of(LaraType.PAPER), List.of(LaraTask.REASONING)).load(TOOLS);
        Evidence evidence =
                dataset.gold().get(dataset.questions().get(0).id()).evidence().get(0);
        assertThat(text.substring(evidence.start(), evidence.end())).isEqualTo("long B\n");
        assertThat(dataset.questions().get(0).attributes()).containsEntry("position", "paper 1");
    }

    @Test
    void native_records_without_a_corpus_pool_their_paragraphs() throws IOException {
        write(
                "questions.jsonl",
                """
                {"_id": "1", "question": "q", "answer": "a", "type": "bridge", "context": [["T", ["One.", " Two."]], ["U", ["Three.", "Four."]]], "supporting_facts": [["T", 1], ["U", 0], ["U", 9]]}
                {"id": "2", "question": "q", "answer": "a", "answer_aliases": ["b", "a"], "question_decomposition": [1, 2], "paragraphs": [{"title": "T", "paragraph_text": "One. Two.", "is_supporting": true}, {"title": "V", "paragraph_text": "x", "is_supporting": false}]}
                """);
        Dataset dataset = new MultihopDataset(folder).load(TOOLS);
        assertThat(dataset.corpus())
                .extracting(document -> document.text())
                .containsExactly("One. Two.", "Three. Four.", "x");
        List<DocumentId> ids = ((Scope.Documents) dataset.questions().get(0).scope()).ids();
        assertThat(gold(dataset, "1").evidence())
                .containsExactly(span(ids.get(0).value(), 5, 9), span(ids.get(1).value(), 0, 6));
        assertThat(gold(dataset, "2").answers()).containsExactly("a", "b");
        assertThat(gold(dataset, "2").evidence())
                .containsExactly(region(ids.get(0).value(), 0, 9));
        assertThat(dataset.questions())
                .extracting(Question::attributes)
                .containsExactly(Map.of("type", "bridge"), Map.of("hops", "2"));
    }

    @Test
    void a_folder_of_files_needs_no_questions() throws IOException {
        write("a.txt", "x");
        Dataset dataset = new FilesDataset(folder, Optional.empty()).load(TOOLS);
        assertThat(dataset.corpus().size()).isEqualTo(1);
        assertThat(dataset.questions()).isEmpty();
    }
}
