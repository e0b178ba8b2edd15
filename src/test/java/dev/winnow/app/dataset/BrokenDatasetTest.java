package dev.winnow.app.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenDatasetTest {
    private static final DatasetTools TOOLS =
            new DatasetTools(new Seed(7), document -> document.text().length());

    @TempDir
    Path folder;

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private List<String> problems(DatasetSpec spec) {
        InputException e = catchThrowableOfType(InputException.class, () -> spec.load(TOOLS));
        assertThat(e).isNotNull();
        return e.problems().stream()
                .map(Problem::toString)
                .map(line -> line.replace(folder + "/", ""))
                .toList();
    }

    private List<String> problemsOfQuestions(String questions) throws IOException {
        write(
                "documents.jsonl",
                "{\"id\": \"a\", \"text\": \"one two one\"}\n{\"id\": \"b\", \"title\": \"B\", \"text\": \"\"}");
        write("questions.jsonl", questions);
        return problems(new JsonlDataset(folder));
    }

    private static String question(String id, String rest) {
        return "{\"id\": \"" + id + "\", \"text\": \"t?\"" + (rest.isEmpty() ? "" : ", " + rest) + "}\n";
    }

    @Test
    void documents_that_do_not_exist_are_named_wherever_they_stand() throws IOException {
        assertThat(problemsOfQuestions(question("1", "\"evidence\": [{\"document\": \"gone\"}]")
                        + question("2", "\"scope\": [\"a\", \"lost\"]")))
                .containsExactly(
                        "questions.jsonl:1: evidence[0] names document 'gone', which is not in the corpus; "
                                + "correct the id or add it",
                        "questions.jsonl:2: 'scope' names document 'lost', which is not in the corpus; "
                                + "correct the id or add it");
    }

    @Test
    void evidence_outside_of_the_text_is_named_with_both_spans() throws IOException {
        assertThat(problemsOfQuestions(question("1", "\"evidence\": [{\"document\": \"a\", \"start\": 4, \"end\": 12}]")
                        + question("2", "\"evidence\": [{\"document\": \"a\", \"start\": 4}]")
                        + question("3", "\"evidence\": [{\"document\": \"b\"}]")))
                .containsExactly(
                        "questions.jsonl:1: evidence[0] is [4, 12), but the text of 'a' is [0, 11); "
                                + "offsets count UTF-16 units, and 'end' is behind the last",
                        "questions.jsonl:2: evidence[0] must give both 'start' and 'end', or a 'quote', "
                                + "or neither for the whole document",
                        "questions.jsonl:3: evidence[0] names document 'b', which has no text; remove it");
    }

    @Test
    void a_quote_must_stand_in_the_text_once() throws IOException {
        assertThat(problemsOfQuestions(question("1", "\"evidence\": [{\"document\": \"a\", \"quote\": \"one\"}]")
                        + question("2", "\"evidence\": [{\"document\": \"a\", \"quote\": \"three\"}]")))
                .containsExactly(
                        "questions.jsonl:1: evidence[0]: the quote stands more than once in 'a'; "
                                + "make it longer, or give 'start' and 'end'",
                        "questions.jsonl:2: evidence[0]: the quote does not stand in 'a'; copy it from the text as it is");
    }

    @Test
    void mistakes_in_fields_of_questions_are_named() throws IOException {
        assertThat(problemsOfQuestions(question("1", "\"anwsers\": [\"x\"]")
                        + question("2", "\"answers\": \"x\"")
                        + question("3", "\"answers\": [\"x\", \"\"]")
                        + question("4", "\"answers\": [\"x\"], \"refusal\": \"no\"")
                        + question("5", "\"scope\": []")
                        + question("6", "\"evidence\": [{\"document\": \"a\", \"grain\": \"word\"}]")
                        + question("7", "\"evidence\": [{\"document\": \"a\", \"start\": \"0\", \"end\": 3}]")
                        + question("1", "")
                        + question("8", "")
                        + question("8", "")
                        + "{\"id\": \"9\"}\n"))
                .containsExactly(
                        "questions.jsonl:1: unknown field 'anwsers'; did you mean 'answers'?",
                        "questions.jsonl:2: 'answers' must be a list, got the string \"x\"",
                        "questions.jsonl:3: 'answers' holds an empty answer; remove it, or write [] if refusing is right",
                        "questions.jsonl:4: a question has either answers or a 'refusal'; remove one of them",
                        "questions.jsonl:5: 'scope' is empty; name documents, or leave it out for the whole corpus",
                        "questions.jsonl:6: 'grain' must be span or region, got 'word'",
                        "questions.jsonl:7: 'evidence[0].start' must be a whole number, got the string \"0\"",
                        "questions.jsonl:10: question id '8' stands on line 9 already; ids must be unique, rename one",
                        "questions.jsonl:11: 'text' is missing; add \"text\": \"...\"");
    }

    @Test
    void problems_of_documents_and_of_questions_are_told_together() throws IOException {
        write("documents.jsonl", "{\"id\": \"a\"}\n");
        write("questions.jsonl", question("1", "\"scope\": [\"a\"]") + "{\"id\"");
        assertThat(problems(new JsonlDataset(folder)))
                .containsExactly(
                        "documents.jsonl:1: 'text' is missing; add \"text\": \"...\"",
                        "questions.jsonl:2: the JSON object is cut off; it must begin and end on the same line");
    }

    @Test
    void what_is_not_there_is_said_in_one_line() throws IOException {
        assertThat(problems(new JsonlDataset(folder)))
                .containsExactly(
                        folder + ": the folder needs documents.jsonl",
                        "questions.jsonl: there is no such file; check the path");
        Path absent = folder.resolve("absent");
        assertThat(problems(new BeirDataset(absent, "test")))
                .containsExactly("absent: there is no such folder; check the path");
        write("datasets/query/x", "");
        assertThat(problems(new LaraDataset(folder, "32k", List.of(LaraType.BOOK), List.of(LaraTask.COMP))))
                .containsExactly("datasets/32k/book: there are no texts of this type; add them, "
                        + "or leave book out of types");
    }

    @Test
    void judgements_must_fit_documents_and_queries() throws IOException {
        write("corpus.jsonl", "{\"_id\": \"a\", \"text\": \"x\"}\n");
        write("queries.jsonl", "{\"_id\": \"1\", \"text\": \"q\"}\n");
        write("qrels/test.tsv", "query-id\tcorpus-id\tscore\n1\ta\t1\n1\tgone\t0\n2\ta\t1\n1 a 1\n1\ta\tyes\n");
        assertThat(problems(new BeirDataset(folder, "test")))
                .containsExactly(
                        "qrels/test.tsv:3: document 'gone' is judged but is not in the corpus; "
                                + "correct the id or remove the line",
                        "qrels/test.tsv:5: a line has three fields with tabs between, 'query document relevance', got 1",
                        "qrels/test.tsv:6: the last field is the relevance, a whole number, got 'yes'",
                        "qrels/test.tsv:4: query '2' is judged but is not in queries.jsonl; add it or remove the line");
        assertThat(problems(new BeirDataset(folder, "tests")))
                .containsExactly("qrels: no split 'tests'; did you mean 'test'?");
    }

    @Test
    void labels_of_lara_must_name_a_part_and_a_text() throws IOException {
        write("datasets/32k/book/B.txt", "0123456789");
        write(
                "datasets/query/32k_book_location.jsonl",
                """
                {"file": "B.txt", "question": "q", "answer": "a", "context_order": 5}
                {"file": "C.txt", "question": "q", "answer": "a", "context_order": 0}
                """);
        write(
                "datasets/query/32k_book_comp.jsonl",
                "{\"file\": \"B.txt\", \"question\": \"q\", \"answer\": \"a\", \"comp_parts\": [0, 3]}\n");
        assertThat(problems(new LaraDataset(
                        folder, "32k", List.of(LaraType.BOOK), List.of(LaraTask.LOCATION, LaraTask.COMP))))
                .containsExactly(
                        "datasets/query/32k_book_location.jsonl:1: 'context_order' must be 0 to 4 or \"full\", got 5",
                        "datasets/query/32k_book_location.jsonl:2: text '32k/book/C.txt' is not in datasets; "
                                + "add it or remove the question",
                        "datasets/query/32k_book_comp.jsonl:1: 'comp_parts' must be two of the parts 0 to 2, got [0,3]");
        assertThatThrownBy(() -> new LaraDataset(folder, "64k", List.of(LaraType.BOOK), List.of(LaraTask.COMP)))
                .hasMessageStartingWith("length must be 32k or 128k, got '64k'");
    }

    @Test
    void paragraphs_of_native_records_must_be_whole() throws IOException {
        write(
                "questions.jsonl",
                """
                {"_id": "1", "question": "q", "answer": "a", "context": [["T", "s"]]}
                {"id": "2", "question": "q", "answer": "a", "paragraphs": [{"title": "T"}]}
                {"id": "3", "question": "q", "answer": "a"}
                """);
        assertThat(problems(new MultihopDataset(folder)))
                .containsExactly(
                        "questions.jsonl:1: 'context' must be a list of [title, [sentence, ...]], got [\"T\",\"s\"]",
                        "questions.jsonl:2: 'paragraphs[0].paragraph_text' is missing; add \"paragraph_text\": \"...\"",
                        "questions.jsonl:3: 'context' is missing or empty; a question needs its paragraphs");
    }

    @Test
    void questions_about_a_folder_are_checked_against_its_files() throws IOException {
        write("docs/a/b.md", "# T\ntext");
        write("q.jsonl", question("1", "\"scope\": [\"a/b.md\"], \"evidence\": [{\"document\": \"b.md\"}]"));
        assertThat(problems(new FilesDataset(folder.resolve("docs"), Optional.of(folder.resolve("q.jsonl")))))
                .containsExactly("q.jsonl:1: evidence[0] names document 'b.md', which is not in the corpus; "
                        + "correct the id or add it");
    }
}
