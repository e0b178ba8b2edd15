package dev.winnow.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever is wrong with data, indexes, run folders and options is told at its place. */
class BrokenInputTest extends Refusals {
    private List<String> jsonl(String documents, String questions) throws IOException {
        write("d/documents.jsonl", documents);
        write("d/questions.jsonl", questions);
        return config(SOUND.replaceAll("folder: .*}", "folder: d}"));
    }

    @Test
    void torn_lines_missing_fields_and_ids_used_twice_are_named_by_line() throws IOException {
        assertThat(
                        jsonl(
                                """
                        {"id": "a", "text": "Ann lives in Bath."}
                        {"id": "b", "text": "Bob li
                        {"id": "c"}
                        {"id": "a", "text": "again"}
                        """,
                                """
                        {"id": "1", "text": "Where?", "answers": ["Bath"], "evidence": [{"document": "z"}]}
                        {"id": "1", "text": "Who?", "anwsers": []}
                        """))
                .containsExactly(
                        "d/documents.jsonl:2: the JSON object is cut off; it must begin and end on the same line",
                        "d/documents.jsonl:3: 'text' is missing; add \"text\": \"...\"",
                        "d/documents.jsonl:4: document id 'a' stands on line 1 already; ids must be unique, rename one",
                        "d/questions.jsonl:2: unknown field 'anwsers'; did you mean 'answers'?");
    }

    @Test
    void gold_ids_that_no_document_has_are_named() throws IOException {
        assertThat(
                        jsonl(
                                "{\"id\": \"a\", \"text\": \"x\"}\n",
                                """
                        {"id": "1", "text": "q", "evidence": [{"document": "z"}]}
                        {"id": "1", "text": "q", "scope": ["z"]}
                        {"id": "1", "text": "q"}
                        {"id": "1", "text": "q"}
                        """))
                .containsExactly(
                        "d/questions.jsonl:1: evidence[0] names document 'z', which is not in the corpus; correct the id"
                                + " or add it",
                        "d/questions.jsonl:2: 'scope' names document 'z', which is not in the corpus; correct the id or"
                                + " add it",
                        "d/questions.jsonl:4: question id '1' stands on line 3 already; ids must be unique, rename one");
    }

    @Test
    void wrong_encodings_and_empty_files_are_named() throws IOException {
        Path index = folder.resolve("index");
        write("d/documents.jsonl", "");
        assertThat(refused("index", folder.resolve("d"), "--to", index))
                .containsExactly("d/documents.jsonl: the file is empty; it needs one JSON object per line");
        Files.write(
                folder.resolve("d/documents.jsonl"),
                "{\"id\": \"a\", \"text\": \"x\"}\n{\"id\": \"b\", \"text\": \"caf\u00e9\"}\n"
                        .getBytes(StandardCharsets.ISO_8859_1));
        assertThat(refused("index", folder.resolve("d"), "--to", index))
                .containsExactly(
                        "d/documents.jsonl:2: byte 0xE9 is not UTF-8; convert the file: iconv -f WINDOWS-1252 -t"
                                + " UTF-8 'documents.jsonl' (or whatever encoding it has)");
        Files.write(folder.resolve("d/documents.jsonl"), "{\"id\": \"a\"}\n".getBytes(StandardCharsets.UTF_16));
        assertThat(refused("index", folder.resolve("d"), "--to", index))
                .containsExactly(
                        "d/documents.jsonl: the file is UTF-16, and UTF-8 is needed; convert it: iconv -f UTF-16"
                                + " -t UTF-8 'documents.jsonl'");
        assertThat(index).doesNotExist();
    }

    @Test
    void folders_that_hold_nothing_to_read_are_named() throws IOException {
        Path index = folder.resolve("index");
        write("pdfs/a.pdf", "x");
        assertThat(refused("index", folder.resolve("pdfs"), "--to", index))
                .containsExactly("pdfs: no documents here; .txt, .md, .markdown, .html and .htm files are read, skipped"
                        + " were 1 .pdf");
        Files.createDirectories(folder.resolve("texts"));
        Files.write(folder.resolve("texts/a.txt"), new byte[] {'o', 'k', '\n', (byte) 0xFF, (byte) 0xFE});
        assertThat(refused("index", folder.resolve("texts"), "--to", index))
                .singleElement()
                .asString()
                .startsWith("texts/a.txt:2: byte 0xFF is not UTF-8; convert the file:");
        assertThat(refused("index", "sampel", "--to", index))
                .containsExactly("sampel: neither a folder nor a data set; did you mean 'sample'?");
    }

    @Test
    void judgements_of_a_beir_folder_must_fit_it() throws IOException {
        write("b/corpus.jsonl", "{\"_id\": \"d\", \"text\": \"x\"}\n");
        write("b/queries.jsonl", "{\"_id\": \"1\", \"text\": \"q\"}\n");
        write("b/qrels/test.tsv", "query-id\tcorpus-id\tscore\n1\td\t1\n1\tgone\t1\n2\td\t1\n1\td\t0\n1 d\n");
        String yaml = SOUND.replaceAll("\\{use: jsonl, folder: .*}", "{use: beir, folder: b}");
        assertThat(config(yaml))
                .containsExactly(
                        "b/qrels/test.tsv:3: document 'gone' is judged but is not in the corpus; correct the id or"
                                + " remove the line",
                        "b/qrels/test.tsv:5: query '1' judges document 'd' already in line 2; keep one of the two",
                        "b/qrels/test.tsv:6: a line has three fields with tabs between, 'query document relevance', got"
                                + " 1",
                        "b/qrels/test.tsv:4: query '2' is judged but is not in queries.jsonl; add it or remove the line");
        assertThat(config(yaml.replace("folder: b}", "folder: b, split: tset}")))
                .containsExactly("b/qrels: no split 'tset'; did you mean 'test'?");
        Files.delete(folder.resolve("b/queries.jsonl"));
        assertThat(config(yaml.replace("folder: b}", "folder: b, split: test}")))
                .contains("b/queries.jsonl: there is no such file; check the path");
    }

    @Test
    void a_lara_tree_must_be_whole() throws IOException {
        write("l/datasets/32k/book/B.txt", "Ann lives in Bath.");
        write(
                "l/datasets/query/32k_book_location.jsonl",
                """
                {"file": "gone.txt", "question": "q", "answer": "a", "context_order": 0}
                {"file": "B.txt", "answer": "a", "context_order": 0}
                """);
        assertThat(config(SOUND.replaceAll(
                        "\\{use: jsonl, folder: .*}",
                        "{use: lara, folder: l, length: 32k, types: [book], tasks: [location, comp]}")))
                .containsExactly(
                        "l/datasets/query/32k_book_location.jsonl:1: text '32k/book/gone.txt' is not in datasets; add it"
                                + " or remove the question",
                        "l/datasets/query/32k_book_location.jsonl:2: 'question' is missing; add \"question\": \"...\"",
                        "l/datasets/query/32k_book_comp.jsonl: there is no such file; add it, or leave comp out of tasks");
    }

    @Test
    void qrels_and_runs_are_checked_line_by_line() throws IOException {
        Path qrels = write("q.txt", "1 0 d 1\n1 0 d\n1 0 e yes\n1 0 d 1\n");
        Path run = write("r.txt", "1 Q0 d 1 2.5 x\n1 Q0 e 2 high x\n1 Q0\n");
        assertThat(refused("eval", "--qrels", qrels, "--run", run))
                .containsExactly(
                        "q.txt:2: a line has four fields, 'query 0 document relevance', got 3",
                        "q.txt:3: the last field is the relevance, a whole number, got 'yes'",
                        "q.txt:4: query '1' judges document 'd' already in line 1; keep one of the two");
        assertThat(refused("eval", "--qrels", write("q.txt", "1 0 d 1\n"), "--run", run))
                .hasSize(2)
                .allMatch(line -> line.matches("r\\.txt:[23]: .*"));
        assertThat(refused("eval", "--qrels", write("q.txt", "2 0 d 1\n"), "--run", write("r.txt", "1 Q0 d 1 2 x\n")))
                .containsExactly(
                        "no query has both judgements and a ranking; queries are called '2' in the qrels and '1'"
                                + " in the run");
        assertThat(refused("eval", "--qrels", write("q.txt", ""), "--run", run))
                .containsExactly(
                        "q.txt: holds no judgement; a line is 'query 0 document relevance', or BEIR's three with"
                                + " tabs between");
    }

    private Path index() throws IOException {
        write("ok/documents.jsonl", "{\"id\": \"a\", \"text\": \"Ann lives in Bath.\"}\n");
        Path index = folder.resolve("index");
        Typed.command("index", folder.resolve("ok"), "--to", index).worked();
        return index;
    }

    @Test
    void queries_are_checked_line_by_line() throws IOException {
        Path index = index();
        Path run = folder.resolve("run.txt");
        assertThat(refused(
                        "search",
                        index,
                        "--queries",
                        write(
                                "q.jsonl",
                                "{\"_id\": \"1\", \"text\": \"x\"}\n{\"text\": \"y\"}\n{\"_id\": \"1\", \"text\": \"z\"}\n{"),
                        "--run",
                        run))
                .containsExactly(
                        "q.jsonl:2: 'id' is missing; add \"id\": \"...\"",
                        "q.jsonl:3: query id '1' stands on line 1 already; ids must be unique, rename one",
                        "q.jsonl:4: the JSON object is cut off; it must begin and end on the same line");
        assertThat(refused("search", index, "--queries", write("q.tsv", "1\tx\n2 y\n1\tz\n"), "--run", run))
                .containsExactly(
                        "q.tsv:2: a query is a line of JSON, or an id, a tab and the text, got '2 y'",
                        "q.tsv:3: query id '1' stands on line 1 already; ids must be unique, rename one");
        assertThat(refused("search", index, "--queries", write("q.tsv", "\n"), "--run", run))
                .containsExactly("q.tsv: holds no queries; a query is a line of JSON, or an id, a tab and the text");
        assertThat(refused("search", index, "--queries", folder.resolve("none"), "--run", run))
                .containsExactly("none: there is no such file; check the path");
        assertThat(run).doesNotExist();
    }

    @Test
    void a_folder_that_is_no_index_or_a_damaged_one_is_named() throws IOException {
        Path index = index();
        assertThat(refused("ask", folder.resolve("ok"), "Where?"))
                .containsExactly("ok: there is no index here; make one with 'winnow index'");
        Files.writeString(index.resolve("manifest.json"), "{");
        assertThat(refused("ask", index, "Where?"))
                .containsExactly("index/manifest.json: the index's manifest is damaged; build the index again");
        Files.writeString(index.resolve("manifest.json"), "{\"format\": 0}");
        assertThat(refused("ask", index, "Where?"))
                .containsExactly("index: the index is of another version of Winnow; build it again");
    }

    @Test
    void an_index_that_lost_a_file_is_said_to_be_damaged() throws IOException {
        Path index = index();
        try (var files = Files.list(index.resolve("passages"))) {
            for (Path file : files.filter(path -> !path.endsWith("write.lock")).toList()) {
                Files.write(file, new byte[] {1, 2, 3});
            }
        }
        assertThat(refused("ask", index, "Where?"))
                .containsExactly("index: the index is damaged; delete the folder and build it again");
    }

    @Test
    void folders_of_others_stay_as_they_are() throws IOException {
        Path index = index();
        Path run = folder.resolve("run");
        Path sound = write("c.yaml", SOUND);
        Typed.command("run", sound, "--to", run).worked();
        assertThat(refused("run", sound, "--to", index))
                .containsExactly("index: this folder is not empty and holds no run; name another with --to");
        assertThat(refused("index", folder.resolve("ok"), "--to", run))
                .containsExactly(
                        "run: this folder is not empty and holds no index; choose another place for the index");
        assertThat(refused("run", sound, "--to", sound))
                .containsExactly("c.yaml: is a file, and a folder is needed here; name another place");
        Typed.command("ask", index, "Where does Ann live?").worked();
        Typed.command("report", run).worked();
    }

    @Test
    void damaged_lines_of_a_run_are_told_together_and_a_torn_last_one_is_not() throws IOException {
        Path run = folder.resolve("run");
        Path sound = write("c.yaml", SOUND);
        Typed.command("run", sound, "--to", run).worked();
        Files.writeString(run.resolve("answers.jsonl"), Files.readString(run.resolve("answers.jsonl")) + "{\"key\": ");
        Typed.command("run", sound, "--to", run).worked();
        List<String> answers = Files.readAllLines(run.resolve("answers.jsonl"));
        answers.set(0, "{}");
        answers.set(2, answers.get(2).substring(0, 40));
        Files.write(run.resolve("answers.jsonl"), answers);
        List<String> calls = Files.readAllLines(run.resolve("calls.jsonl"));
        calls.set(1, "nothing");
        Files.write(run.resolve("calls.jsonl"), calls);
        List<String> expected = List.of(
                "run/calls.jsonl:2: this line is damaged (not a whole JSON object); delete it",
                "run/answers.jsonl:1: this line is damaged (field 'key' is missing); delete it, its trial is run again",
                "run/answers.jsonl:3: this line is damaged (not a line of JSON); delete it, its trial is run again");
        assertThat(refused("run", sound, "--to", run)).containsExactlyElementsOf(expected);
        assertThat(refused("report", run)).containsExactlyElementsOf(expected);
    }

    @Test
    void runs_that_cannot_be_reported_or_compared_are_named() throws IOException {
        Path run = folder.resolve("run");
        Typed.command("run", write("c.yaml", SOUND), "--to", run).worked();
        assertThat(refused("report", folder.resolve("gone")))
                .containsExactly(
                        "gone: this is no run: it has no config.yaml; runs are made by 'winnow run' and 'winnow score'");
        assertThat(refused("report", run, run)).containsExactly("run: this run is named twice; name each once");
        Path other = folder.resolve("other");
        Typed.command("run", write("c.yaml", SOUND + "repetitions: 2\n"), "--to", other)
                .worked();
        assertThat(refused("report", run, other))
                .containsExactly("other: it has another number of repetitions than broken; run both with the same");
    }

    @Test
    void a_report_is_not_replaced_by_an_empty_one() throws IOException {
        Path run = folder.resolve("run");
        Typed.command("run", write("c.yaml", SOUND), "--to", run).worked();
        String manifest = Files.readString(run.resolve("manifest.json"));
        String report = Files.readString(run.resolve("report.html"));
        Path prompt = run.resolve("prompts").resolve("answer.yaml");
        Files.writeString(prompt, Files.readString(prompt).replace("shortest", "longest"));

        assertThat(refused("report", run))
                .singleElement()
                .asString()
                .startsWith("run: none of its ")
                .contains("answers fits what its config.yaml gives today")
                .contains("winnow run");
        assertThat(run.resolve("manifest.json")).hasContent(manifest);
        assertThat(run.resolve("report.html")).hasContent(report);
    }

    @Test
    void values_of_options_are_checked_like_files() throws IOException {
        Path index = index();
        assertThat(refused("ask", index, "Where?", "--retriever", "bm52"))
                .containsExactly("--retriever: unknown retriever 'bm52'; did you mean 'bm25'?");
        assertThat(refused("ask", index, "Where?", "--retriever", "{use: bm25, k2: 1}"))
                .containsExactly("--retriever at character 13: unknown key 'k2' in bm25; did you mean 'k1'?");
        assertThat(refused("ask", index, "Where?", "--budget", "1Q"))
                .containsExactly("--budget: a size is a whole number with K (1,000), Ki (1,024), M or Mi behind it, got"
                        + " '1Q'");
        assertThat(refused("index", folder.resolve("ok"), "--to", index, "--passages", "tokns:9"))
                .containsExactly("--passages: unknown passages 'tokns:9'; did you mean 'tokens'?; as in tokens:128 or"
                        + " sentences:600/100");
        assertThat(refused("index", folder.resolve("ok"), "--to", index, "--tokenizer", "o200"))
                .containsExactly("--tokenizer: unknown tokenizer 'o200'; did you mean 'o200k_base'?; the path of a"
                        + " tokenizer.json is a name too");
        assertThat(refused("search", index, "--queries", "q", "--run", "r", "--depth", "0"))
                .containsExactly("--depth: must be at least 1, got 0");
        assertThat(refused("datasets", "generate", "atlas", "--to", folder.resolve("g"), "--documents", "5"))
                .containsExactly("--documents must be between 100 and 5,000,000, got 5");
        assertThat(refused("datasets", "show", "scifac"))
                .containsExactly("unknown data set 'scifac'; did you mean 'scifact'?");
    }
}
