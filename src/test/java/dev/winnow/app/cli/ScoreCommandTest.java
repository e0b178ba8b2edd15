package dev.winnow.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers made elsewhere, read as a format says, scored, compared, and what is said where they cannot be. */
class ScoreCommandTest extends Refusals {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A question of the sample. */
    private static final String LEAVE = "How many days of paid leave does a new employee have?";

    private static final String FORMAT =
            """
            name: theirs
            question: {text: q, attributes: {task: kind}}
            answer: out.text
            gold: {answers: a, unanswerable: {task: [trap]}}
            model: by
            strategy: mode
            strategies:
              long: {name: everything, use: full-context}
              rag: {use: rag, settings: {retriever: bm25}}
            usage: {prompt: out.in, completion: out.out}
            latency-ms: ms
            error: error
            metrics: [exact-match, rule-judge, refusal]
            """;

    private static final String ROWS =
            """
            {"q": "Capital of France?", "kind": "easy", "a": ["Paris"], "by": "gpt x", "mode": "long", "ms": 20, "out": {"text": "Paris", "in": 90, "out": 1}}
            {"q": "Capital of France?", "kind": "easy", "a": ["Paris"], "by": "gpt x", "mode": "rag", "out": {"text": "Rome", "in": 30, "out": 1}}
            {"q": "Capital of Atlantis?", "kind": "trap", "a": "Not said.", "by": "gpt x", "mode": "long", "out": {"text": "The text does not mention it."}}
            {"q": "Capital of Atlantis?", "kind": "trap", "a": "Not said.", "by": "gpt x", "mode": "rag", "error": "timeout\\nafter 3 tries", "out": {"text": ""}}
            """;

    private Path format;

    @BeforeEach
    void write_format() throws IOException {
        format = write("theirs.yaml", FORMAT);
    }

    private Path run() {
        return folder.resolve("run");
    }

    private List<JsonNode> lines(String name) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(run().resolve(name))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    @Test
    void answers_become_a_run_with_scores_tables_and_report() throws IOException {
        Path rows = write("rows.jsonl", ROWS);
        String said =
                Typed.command("score", rows, "--as", format, "--to", run()).worked();

        assertThat(said).contains("4 rows: 4 answers to 2 questions, 1 of them failed", "report: ");
        assertThat(run().resolve("report.html")).exists();
        assertThat(run().resolve("tables/strategies.csv")).content().contains("everything,gpt-x,2,2,0");
        List<JsonNode> answers = lines("answers.jsonl");
        assertThat(answers)
                .extracting(line -> line.get("strategy").asText())
                .containsExactly("everything", "rag", "everything", "rag");
        assertThat(answers)
                .extracting(line -> line.get("outcome").asText())
                .containsExactly("answered", "answered", "refused", "failed");
        assertThat(answers.get(0).at("/counted/prompt").asInt()).isEqualTo(90);
        assertThat(answers.get(0).get("call_ms").asDouble()).isEqualTo(20);
        assertThat(answers.get(3).get("message").asText()).isEqualTo("timeout");
        List<JsonNode> scores = lines("scores.jsonl");
        assertThat(scores)
                .extracting(line -> line.at("/scores/exact-match").asDouble())
                .containsExactly(1.0, 0.0, 1.0, 0.0);
        assertThat(lines("questions.jsonl").get(1).get("refusal").asText()).isEqualTo("Not said.");
    }

    @Test
    void where_no_tokens_are_known_nothing_is_called_cheaper() throws IOException {
        Path rows = write("rows.jsonl", ROWS);
        Path bare = write("bare.yaml", FORMAT.replaceAll("usage: .*\\n", ""));
        Typed.command("score", rows, "--as", bare, "--to", run()).worked();
        assertThat(run().resolve("report.html"))
                .content()
                .contains("Whether another is cheaper is not known")
                .doesNotContain("with 0 tokens");
    }

    @Test
    void the_report_is_made_again_from_the_folder_alone() throws IOException {
        Path rows = write("rows.jsonl", ROWS);
        Typed.command("score", rows, "--as", format, "--to", run()).worked();
        String scores = Files.readString(run().resolve("scores.jsonl"));
        String table = Files.readString(run().resolve("tables/strategies.csv"));
        Files.delete(rows);
        Files.delete(format);
        Files.delete(run().resolve("scores.jsonl"));

        Typed.command("report", run()).worked();

        assertThat(run().resolve("scores.jsonl")).hasContent(scores.strip());
        assertThat(run().resolve("tables/strategies.csv")).hasContent(table.strip());
    }

    @Test
    void the_same_files_give_the_same_bytes() throws IOException {
        Path rows = write("rows.jsonl", ROWS);
        Typed.command("score", rows, "--as", format, "--to", run()).worked();
        String before =
                Files.readString(run().resolve("answers.jsonl")) + Files.readString(run().resolve("scores.jsonl"));
        Typed.command("score", rows, "--as", format, "--to", run()).worked();
        assertThat(Files.readString(run().resolve("answers.jsonl")) + Files.readString(run().resolve("scores.jsonl")))
                .isEqualTo(before);
    }

    @Test
    void a_list_a_field_with_a_list_and_packed_lines_are_read_alike() throws IOException {
        String list = "[" + String.join(",\n", ROWS.lines().toList()) + "]";
        Path plain = write("list.json", list);
        Path nested = write("nested.json", "{\"meta\": {\"n\": [1]}, \"data\": {\"rows\": " + list + "}}");
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(ROWS.getBytes(StandardCharsets.UTF_8));
        }
        Path lines = Files.write(folder.resolve("rows.jsonl.gz"), packed.toByteArray());
        Path within = write("within.yaml", FORMAT + "rows: data.rows\n");
        List<String> answers = new ArrayList<>();
        for (List<Path> one : List.of(List.of(plain, format), List.of(nested, within), List.of(lines, format))) {
            Typed.command("score", one.get(0), "--as", one.get(1), "--to", run())
                    .worked();
            answers.add(Files.readString(run().resolve("answers.jsonl")));
        }
        assertThat(answers).hasSize(3).containsOnly(answers.get(0));
    }

    @Test
    void rows_are_matched_with_a_data_set_and_those_that_are_not_are_listed() throws IOException {
        Path bare = write("bare.yaml", "name: bare\nquestion: {text: q}\nanswer: a\n");
        Path rows = write(
                "bot.jsonl",
                """
                {"q": "%s", "a": "27"}
                {"q": "Who am I?", "a": "nobody"}
                """
                        .formatted("  " + LEAVE.replace(" paid", "  paid")));
        String said = Typed.command("score", rows, "--as", bare, "--dataset", "sample", "--to", run())
                .worked();

        assertThat(said).contains("2 rows: 1 answers to 10 questions", "1 rows answer no question of the data set");
        assertThat(said).contains("bot.jsonl:2: no question has this text: Who am I?");
        assertThat(lines("unmatched.jsonl").get(0).get("line").asInt()).isEqualTo(2);
        assertThat(lines("answers.jsonl").get(0).get("model").asText()).isEqualTo("bot");
        assertThat(Files.readString(run().resolve("manifest.json"))).contains("\"rows_unmatched\" : \"1\"");
    }

    @Test
    void imported_answers_are_compared_with_a_run_of_our_own() throws IOException {
        Path config = write("own.yaml", SOUND.replace("name: broken", "name: ours"));
        Path own = folder.resolve("own");
        Typed.command("run", config, "--to", own).worked();
        Path bare = write("bare.yaml", "name: bare\nquestion: {text: q}\nanswer: a\nmetrics: [exact-match]\n");
        Path rows = write("bot.jsonl", "{\"q\": \"%s\", \"a\": \"27\"}\n".formatted(LEAVE));
        Typed.command("score", rows, "--as", bare, "--dataset", own, "--to", run())
                .worked();

        Typed.command("report", own, run(), "--to", folder.resolve("both")).worked();

        assertThat(folder.resolve("both/tables/strategies.csv"))
                .content()
                .contains("ours/rag,extractive,10,10,0", "bare/bare,bot,10,1,0");
    }

    @Test
    void samples_of_one_answer_are_repetitions() throws IOException {
        Path samples = write("s.yaml", "name: s\nquestion: {id: id}\nanswer: a\nrepetition: n\n");
        Path rows = write(
                "s.jsonl",
                """
                {"id": "1", "a": "x", "n": 0}
                {"id": "1", "a": "y", "n": 1}
                """);
        Typed.command("score", rows, "--as", samples, "--to", run()).worked();
        assertThat(lines("answers.jsonl"))
                .extracting(line -> line.get("repetition").asInt())
                .containsExactly(0, 1);
    }

    @Test
    void rows_are_chosen_by_a_field() throws IOException {
        Path rows = write("rows.jsonl", ROWS);
        JsonNode said = JSON.readTree(
                Typed.command("score", rows, "--as", format, "--where", "mode=long", "--to", run(), "--json")
                        .worked());
        assertThat(said.get("passed_over").asInt()).isEqualTo(2);
        assertThat(said.get("answers").asInt()).isEqualTo(2);
        assertThat(refused("score", rows, "--as", format, "--where", "mode=short", "--to", folder.resolve("none")))
                .containsExactly("rows.jsonl: no row is left: all 4 are passed over by 'where'");
    }

    @Test
    void every_mistake_in_a_file_is_named_with_its_line() throws IOException {
        Path rows = write(
                "rows.jsonl",
                """
                {"q": "A?", "kind": "k", "a": "x", "by": "m", "mode": "rag", "out": {"text": "x"}}
                {"q": "A?", "kind": "k"
                {"q": "B?", "kind": "k", "a": "x", "by": "m", "mode": "rag"}
                {"q": "C?", "kind": "k", "a": "x", "mode": "rag", "out": {"text": ["x"]}, "ms": "fast"}
                """);
        assertThat(refused("score", rows, "--as", format, "--to", run()))
                .containsExactly(
                        "rows.jsonl:2: the JSON object is cut off; it must begin and end on the same line",
                        "rows.jsonl:3: 'out.text' is missing; the format's 'answer' names it",
                        "rows.jsonl:4: 'out.text' must be a text or a number, got a list",
                        "rows.jsonl:4: 'by' is missing; the format's 'model' names it",
                        "rows.jsonl:4: 'ms' must be a number of at least 0, got \"fast\"; the format's 'latency-ms' names it");
        assertThat(run()).doesNotExist();
    }

    @Test
    void one_question_answered_twice_and_two_answer_keys_are_mistakes() throws IOException {
        Path ids = write("ids.yaml", "name: ids\nquestion: {id: id}\nanswer: a\ngold: {answers: g}\n");
        Path rows = write(
                "rows.jsonl",
                """
                {"id": "1", "a": "x", "g": "x"}
                {"id": "1", "a": "y", "g": "y"}
                """);
        assertThat(refused("score", rows, "--as", ids, "--to", run()))
                .containsExactly(
                        "rows.jsonl:2: question '1' has another answer key than on rows.jsonl:1; correct one",
                        "rows.jsonl:2: strategy 'ids' with model 'rows' answers question '1' on rows.jsonl:1 already;"
                                + " remove one, or let the format's 'repetition' tell samples apart");
    }

    @Test
    void unknown_names_and_files_are_told() throws IOException {
        Path rows = write("rows.jsonl", ROWS);
        assertThat(refused("score", rows, "--as", "lora"))
                .containsExactly("--as: unknown format 'lora', and no such file; did you mean 'lara'?");
        assertThat(refused("score", folder.resolve("none.jsonl"), "--as", format, "--to", run()))
                .containsExactly("none.jsonl: no such file; check the path");
        assertThat(refused("score", rows, "--as", format, "--dataset", "smaple", "--to", run()))
                .containsExactly("--dataset: unknown dataset 'smaple'; did you mean 'sample'?");
        assertThat(refused("score", rows, "--as", format, "--metrics", "[evidence-recall]", "--to", run()))
                .singleElement()
                .asString()
                .contains("needs the passages that were shown");
        assertThat(refused("score", rows, "--as", format, "--name", "a/b"))
                .containsExactly("--name: is a folder's name: letters, digits, '.', '_' and '-', got 'a/b'");
        assertThat(refused("score", rows, "--as", format, "--dataset", "sample", "--to", run()))
                .singleElement()
                .asString()
                .startsWith("rows.jsonl: none of its rows answers a question of the data set, the first because");
        assertThat(refused("score", rows, "--at", format).get(0)).isEqualTo("missing required option: '--as=FORMAT'");
        assertThat(refused("score", rows, "--as", write("bad.yaml", "name: x\nquestion: {}\nansver: a\n")))
                .contains("bad.yaml:3:1: unknown key 'ansver'; did you mean 'answer'?");
    }

    @Test
    void questions_are_also_those_of_another_import() throws IOException {
        Path bare = write("bare.yaml", "name: bare\nquestion: {id: q}\nanswer: a\nmetrics: [exact-match]\n");
        Path rows = write("bot.jsonl", "{\"q\": \"q1\", \"a\": \"27\"}\n");
        Path other = folder.resolve("other");
        Typed.command("score", rows, "--as", bare, "--dataset", "sample", "--to", run())
                .worked();
        Typed.command("score", rows, "--as", bare, "--dataset", run(), "--name", "again", "--to", other)
                .worked();
        Typed.command("report", run(), other, "--to", folder.resolve("both")).worked();
        Typed.command("score", write("rows.jsonl", ROWS), "--as", format, "--to", folder.resolve("own"))
                .worked();
        assertThat(refused("score", rows, "--as", bare, "--dataset", folder.resolve("own")))
                .containsExactly("--dataset: own has no data set: its questions are those of its rows");
    }

    @Test
    void an_experiment_does_not_run_into_the_folder() throws IOException {
        Typed.command("score", write("rows.jsonl", ROWS), "--as", format, "--to", run())
                .worked();
        assertThat(refused("run", write("own.yaml", SOUND), "--to", run()))
                .containsExactly("run: this folder holds answers made elsewhere; name another with --to");
    }

    @Test
    void a_folder_with_something_else_in_it_stays_as_it_is() throws IOException {
        Path rows = write("rows.jsonl", ROWS);
        write("run/mine.txt", "mine");
        assertThat(refused("score", rows, "--as", format, "--to", run()))
                .containsExactly("run: this folder is not empty and holds no imported answers; name another with --to");
    }
}
