package dev.winnow.indexer.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinesCorpusTest {
    @TempDir
    Path folder;

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private List<String> messages(Path file) {
        InputException e = catchThrowableOfType(
                InputException.class, () -> Layout.of(folder).open(folder));
        assertThat(e).isNotNull();
        return e.problems().stream()
                .map(Problem::toString)
                .map(line -> line.replace(file.toString(), file.getFileName().toString()))
                .toList();
    }

    private List<String> messagesFor(String content) throws IOException {
        return messages(write("documents.jsonl", content));
    }

    @Test
    void a_document_is_read_with_all_its_fields() throws IOException {
        write(
                "documents.jsonl",
                """
                {"id": "a", "title": "Ä", "text": "one\\n😀 two", "links": ["b", "gone"], "metadata": {"year": 1999, "by": "x"}}
                {"id": "b", "text": "three"}
                """);
        Corpus corpus = JsonlCorpus.open(folder);
        Document a = new Document(
                new DocumentId("a"),
                "Ä",
                "one\n😀 two",
                List.of(new DocumentId("b"), new DocumentId("gone")),
                Map.of("year", "1999", "by", "x"));
        Document b = new Document(new DocumentId("b"), "", "three");
        assertThat(corpus).containsExactly(a, b);
        assertThat(corpus.get(b.id())).isEqualTo(b);
        assertThat(corpus.get(a.id())).isEqualTo(a);
        assertThat(corpus.size()).isEqualTo(2);
        assertThat(corpus.fingerprint()).isEqualTo(Fingerprint.of(List.of(a, b)));
        assertThatThrownBy(() -> corpus.get(new DocumentId("c"))).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void beir_documents_may_be_empty_and_have_fields_of_their_own() throws IOException {
        write(
                "corpus.jsonl",
                """
                {"_id": "1", "title": "T", "text": "x", "metadata": {"url": "u", "refs": ["p", 2]}, "extra": 5}
                {"_id": "2", "title": null, "text": "", "metadata": {}}
                """);
        assertThat(Layout.of(folder)).isEqualTo(Layout.BEIR);
        assertThat(BeirCorpus.open(folder))
                .containsExactly(
                        new Document(new DocumentId("1"), "T", "x", List.of(), Map.of("url", "u", "refs", "[\"p\",2]")),
                        new Document(new DocumentId("2"), "", ""));
    }

    @Test
    void a_packed_file_gives_the_same_corpus_as_the_plain_one() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            lines.append("{\"_id\": \"d")
                    .append(i)
                    .append("\", \"text\": \"text ")
                    .append(i)
                    .append("\"}\n");
        }
        Path plain = write("corpus.jsonl", lines.toString());
        Corpus expected = BeirCorpus.open(folder);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("corpus.jsonl.gz")))) {
            out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        }
        List<Document> documents = new ArrayList<>();
        expected.forEach(documents::add);
        Files.delete(plain);
        Corpus packed = BeirCorpus.open(folder);
        assertThat(packed).containsExactlyElementsOf(documents);
        assertThat(packed.fingerprint()).isEqualTo(expected.fingerprint());
        assertThat(packed.get(new DocumentId("d4321")).text()).isEqualTo("text 4321");
    }

    @Test
    void a_damaged_packed_file_is_named() throws IOException {
        write("corpus.jsonl.gz", "not gzip at all");
        assertThat(messages(folder.resolve("corpus.jsonl.gz")))
                .containsExactly("corpus.jsonl.gz: the gzip data is damaged or cut off; fetch the file anew");
    }

    @Test
    void byte_order_mark_blank_lines_and_windows_line_ends_are_passed_over() throws IOException {
        write("documents.jsonl", "\uFEFF{\"id\": \"a\", \"text\": \"x\"}\r\n\r\n  \n{\"id\": \"b\", \"text\": \"y\"}");
        Corpus corpus = JsonlCorpus.open(folder);
        assertThat(corpus).extracting(Document::text).containsExactly("x", "y");
        assertThat(corpus.get(new DocumentId("a")).text()).isEqualTo("x");
        assertThat(corpus.get(new DocumentId("b")).text()).isEqualTo("y");
    }

    @Test
    void a_torn_line_is_named_with_its_number() throws IOException {
        assertThat(messagesFor("{\"id\": \"a\", \"text\": \"x\"}\n{\"id\": \"b\", \"te"))
                .containsExactly(
                        "documents.jsonl:2: the JSON object is cut off; it must begin and end on the same line");
    }

    @Test
    void broken_json_is_named_with_its_column() throws IOException {
        assertThat(messagesFor("{\"id\": \"a\", text: \"x\"}\n"))
                .containsExactly("documents.jsonl:1: not JSON at column 13; check quotes, commas and braces there");
    }

    @Test
    void a_line_that_is_no_object_is_named() throws IOException {
        assertThat(messagesFor("[1, 2]\n\"a\"\n"))
                .containsExactly(
                        "documents.jsonl:1: the line holds a list, not a JSON object; write one object {...} per line",
                        "documents.jsonl:2: the line holds the string, not a JSON object; write one object {...} per line");
    }

    @Test
    void a_missing_field_is_named() throws IOException {
        assertThat(messagesFor("{\"text\": \"x\"}\n{\"id\": \"b\"}\n"))
                .containsExactly(
                        "documents.jsonl:1: 'id' is missing; add \"id\": \"...\"",
                        "documents.jsonl:2: 'text' is missing; add \"text\": \"...\"");
    }

    @Test
    void a_field_of_the_wrong_type_is_named_with_its_value() throws IOException {
        assertThat(messagesFor("{\"id\": 7, \"text\": [\"x\"], \"links\": [\"a\", true]}\n"))
                .containsExactly(
                        "documents.jsonl:1: 'id' must be a string, got the number 7",
                        "documents.jsonl:1: 'text' must be a string, got a list",
                        "documents.jsonl:1: 'links[1]' must be a string, got the truth value true");
    }

    @Test
    void an_unknown_field_gets_a_suggestion() throws IOException {
        assertThat(messagesFor("{\"id\": \"a\", \"text\": \"x\", \"tilte\": \"T\"}\n"))
                .containsExactly("documents.jsonl:1: unknown field 'tilte'; did you mean 'title'?");
    }

    @Test
    void a_duplicate_id_names_both_lines() throws IOException {
        assertThat(messagesFor("{\"id\": \"a\", \"text\": \"x\"}\n\n{\"id\": \"a\", \"text\": \"y\"}\n"))
                .containsExactly(
                        "documents.jsonl:3: document id 'a' stands on line 1 already; ids must be unique, rename one");
    }

    @Test
    void a_field_that_stands_twice_is_named() throws IOException {
        assertThat(messagesFor("{\"id\": \"a\", \"text\": \"x\", \"text\": \"y\"}\n"))
                .containsExactly("documents.jsonl:1: the object has a field twice (text); keep one of them");
    }

    @Test
    void wrong_bytes_are_named_with_the_line_and_a_remedy() throws IOException {
        Path file = folder.resolve("documents.jsonl");
        Files.write(
                file,
                "{\"id\": \"a\", \"text\": \"x\"}\n{\"id\": \"b\", \"text\": \"café\"}\n"
                        .getBytes(StandardCharsets.ISO_8859_1));
        assertThat(messages(file))
                .containsExactly("documents.jsonl:2: byte 0xE9 is not UTF-8; convert the file: "
                        + "iconv -f WINDOWS-1252 -t UTF-8 'documents.jsonl' (or whatever encoding it has)");
        Files.write(file, "{\"id\": \"a\", \"text\": \"x\"}\n".getBytes(StandardCharsets.UTF_16));
        assertThat(messages(file))
                .containsExactly("documents.jsonl: the file is UTF-16, and UTF-8 is needed; convert it: "
                        + "iconv -f UTF-16 -t UTF-8 'documents.jsonl'");
    }

    @Test
    void half_a_character_is_named() throws IOException {
        assertThat(messagesFor("{\"id\": \"a\", \"text\": \"x\\ud83d y\"}\n"))
                .containsExactly("documents.jsonl:1: 'text' holds half a character (\\ud83d); write \\ufffd instead");
    }

    @Test
    void an_empty_file_is_named() throws IOException {
        assertThat(messagesFor("\n"))
                .containsExactly("documents.jsonl: the file is empty; it needs one JSON object per line");
    }

    @Test
    void a_document_without_text_needs_a_title() throws IOException {
        assertThat(messagesFor("{\"id\": \"a\", \"text\": \" \"}\n{\"id\": \"b\", \"text\": \"\", \"title\": \"B\"}"))
                .containsExactly("documents.jsonl:1: document 'a' has neither text nor title; "
                        + "give it one or remove the line");
    }

    @Test
    void of_many_problems_the_first_are_shown_and_the_rest_counted() throws IOException {
        List<String> messages = messagesFor("{}\n".repeat(30));
        assertThat(messages).hasSize(Problems.SHOWN + 1);
        assertThat(messages.get(Problems.SHOWN)).isEqualTo("documents.jsonl: and 40 more problems");
    }

    @Test
    void a_file_that_changes_under_way_is_noticed() throws IOException {
        write("documents.jsonl", "{\"id\": \"a\", \"text\": \"x\"}\n{\"id\": \"b\", \"text\": \"y\"}\n");
        Corpus corpus = JsonlCorpus.open(folder);
        write("documents.jsonl", "{\"id\": \"a\", \"text\": \"x\"}\n");
        assertThatThrownBy(() -> corpus.forEach(document -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("documents.jsonl was changed while it was in use; start again");
    }
}
