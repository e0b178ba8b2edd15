package dev.winnow.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SQL over two runs of the sample and one of answers made elsewhere. */
class QueryCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SQL = Pattern.compile("(?ms)^```sql\\R(.*?)^```");

    /** What has nothing to say about sound runs of one sample. */
    private static final Set<String> EMPTY = Set.of("where outcome = 'failed'");

    @TempDir
    private static Path folder;

    private static Path first;
    private static Path second;
    private static Path theirs;

    @BeforeAll
    static void make_runs() throws IOException {
        String config = Refusals.SOUND
                .replace(
                        "  - {use: rag, retriever: bm25, budget: 1K}\n",
                        """
                  - {use: full-context}
                  - {use: rag, retriever: bm25, budget: BUDGET, name: rag-bm25-score-4K}
                """)
                .replace("metrics: [exact-match]", "metrics: [exact-match, token-f1, refusal]");
        first = run("first", config.replace("BUDGET", "150"));
        second = run("second", config.replace("BUDGET", "4K"));
        theirs = folder.resolve("theirs");
        Path format = Files.writeString(
                folder.resolve("f.yaml"), "name: f\nquestion: {id: q}\nanswer: a\nmetrics: [token-f1]\n");
        Path rows = Files.writeString(
                folder.resolve("rows.jsonl"), "{\"q\": \"q1\", \"a\": \"27\"}\n{\"q\": \"z\", \"a\": \"?\"}\n");
        Typed.command("score", rows, "--as", format, "--dataset", "sample", "--to", theirs)
                .worked();
    }

    private static Path run(String name, String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".yaml"), yaml.replace("name: broken", "name: " + name));
        Path run = folder.resolve(name);
        Typed.command("run", file, "--to", run).worked();
        return run;
    }

    private static List<JsonNode> rows(String sql, Path... runs) throws IOException {
        Object[] words = Stream.of(Stream.of("query"), Stream.of(runs), Stream.of(sql, "--json"))
                .flatMap(all -> all)
                .toArray();
        return Stream.of(Typed.command(words).worked().split("\n"))
                .filter(line -> !line.isEmpty())
                .map(QueryCommandTest::json)
                .toList();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    private static List<String> refused(Object... words) {
        Typed typed = Typed.command(words);
        assertThat(typed.code()).as("%s%s", typed.out(), typed.err()).isEqualTo(2);
        return typed.complaints().stream()
                .map(line -> line.replace(folder + "/", ""))
                .toList();
    }

    static Stream<String> documented() throws IOException {
        return SQL.matcher(Files.readString(Typed.HOME.resolve("docs/queries.md")))
                .results()
                .map(block -> block.group(1));
    }

    @ParameterizedTest
    @MethodSource("documented")
    void a_query_of_the_page_gives_rows(String sql) throws IOException {
        List<JsonNode> rows = rows(sql, first, second, theirs);
        if (EMPTY.stream().noneMatch(sql::contains)) {
            assertThat(rows).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lara-replay.sql", "lara-replay-models.sql"})
    void a_query_that_comes_with_the_program_runs(String file) {
        Typed.command(
                        "query",
                        theirs,
                        "--file",
                        Typed.HOME.resolve("configs/queries").resolve(file))
                .worked();
    }

    @Test
    void answers_have_scores_and_questions_beside_them() throws IOException {
        JsonNode row = rows(
                        "select count(*) as n, count(distinct key) as keys, max(text) as text from answers"
                                + " join questions on id = question and questions.run = answers.run",
                        first)
                .get(0);
        assertThat(row.get("n").asInt()).isEqualTo(20);
        assertThat(row.get("keys").asInt()).isEqualTo(20);
        assertThat(rows("select * from tables.strategies where strategy = 'full-context'", first))
                .hasSize(1);
        assertThat(rows("select * from tables.timing_strategies where strategy = 'full-context'", first))
                .hasSize(1);
        assertThat(rows(
                                "select avg(score) as mean from scores where metric = 'token-f1' and strategy = 'full-context'",
                                first)
                        .get(0)
                        .get("mean")
                        .asDouble())
                .isCloseTo(
                        rows(
                                        "select \"token-f1\" as mean from tables.strategies where strategy = 'full-context'",
                                        first)
                                .get(0)
                                .get("mean")
                                .asDouble(),
                        Offset.offset(0.0001));
    }

    @Test
    void runs_are_told_apart_by_a_column() throws IOException {
        assertThat(rows("select run, count(*) as n from answers group by run order by run", first, second, theirs))
                .extracting(row -> row.get("run").asText() + " " + row.get("n").asInt())
                .containsExactly("first 20", "second 20", "theirs 1");
    }

    @Test
    void facts_of_a_run_are_rows() throws IOException {
        assertThat(rows("select value from manifest where name = 'dataset'", first)
                        .get(0)
                        .get("value")
                        .asText())
                .isEqualTo("sample");
        assertThat(rows("select value -> '$.failures_in_a_row' as n from spending where name = 'limits'", first)
                        .get(0)
                        .get("n")
                        .asInt())
                .isEqualTo(20);
        assertThat(rows("select * from spending", theirs)).isEmpty();
    }

    @Test
    void rows_are_printed_as_a_table_or_comma_separated() {
        String sql = "select 'a|b' as x, 1 as y union all select 'c\"d,e', 2 order by y";
        assertThat(Typed.command("query", first, sql).worked().lines())
                .containsExactly("| x | y |", "| --- | --- |", "| a\\|b | 1 |", "| c\"d,e | 2 |");
        assertThat(Typed.command("query", first, sql, "--csv").worked().lines())
                .containsExactly("x,y", "a|b,1", "\"c\"\"d,e\",2");
    }

    @Test
    void a_query_may_end_in_a_semicolon_and_a_comment() throws IOException {
        assertThat(rows("select 1 as one; \n", first)).hasSize(1);
        assertThat(rows("select 1 as one -- and no more", first)).hasSize(1);
    }

    @Test
    void what_is_no_number_is_null_in_json() throws IOException {
        JsonNode row = rows("select 1 / 0 as quotient, ['NaN'::double, 1] as list, 'NaN' as word", first)
                .get(0);
        assertThat(row.toString()).isEqualTo("{\"quotient\":null,\"list\":[null,1.0],\"word\":\"NaN\"}");
    }

    @Test
    void only_what_reads_is_taken_and_no_other_file() throws IOException {
        Path outside = Files.writeString(folder.resolve("outside.csv"), "a\n1\n");
        String only = "SQL: only queries that read are taken: select, with, describe, summarize, show";
        assertThat(refused("query", first, "copy answers to '" + first.resolve("x.csv") + "'"))
                .containsExactly(only);
        assertThat(refused("query", first, "drop view answers")).containsExactly(only);
        assertThat(refused("query", first, "install httpfs")).containsExactly(only);
        assertThat(refused("query", first, "set memory_limit = '9GB'")).containsExactly(only);
        assertThat(refused("query", first, "attach '" + folder.resolve("x.db") + "'"))
                .containsExactly(only);
        assertThat(refused("query", first, "select 1; select 2"))
                .containsExactly("SQL: one query at a time; there are several with ';' between them");
        assertThat(refused("query", first, "select 1) as x; copy answers to 'x'; select * from (select 1", "--json"))
                .singleElement()
                .asString()
                .startsWith("SQL: syntax error");
        assertThat(refused("query", first, "select * from read_csv('" + outside + "')"))
                .singleElement()
                .asString()
                .contains("Cannot access file");
        assertThat(refused("query", first, "select * from read_csv('" + first + "/../outside.csv')"))
                .singleElement()
                .asString()
                .contains("Cannot access file");
        assertThat(first.resolve("x.csv")).doesNotExist();
    }

    @Test
    void mistakes_are_told_on_one_line() {
        assertThat(refused("query", first, "selec 1"))
                .containsExactly("SQL: syntax error at or near \"selec\" (at character 1)");
        assertThat(refused("query", first, "select stratgy from answers"))
                .singleElement()
                .asString()
                .startsWith("SQL: Binder Error: Referenced column \"stratgy\" not found");
        assertThat(refused("query", folder.resolve("frist"), "select 1"))
                .containsExactly("frist: there is no such run folder; did you mean 'first'?");
        assertThat(refused("query", folder, "select 1"))
                .singleElement()
                .asString()
                .endsWith("this is no run: it has no config.yaml; runs are made by 'winnow run' and 'winnow score'");
        assertThat(refused("query", first, first, "select 1"))
                .containsExactly("first: this run is named twice; name each once");
        assertThat(refused("query", first)).singleElement().asString().startsWith("SQL: a run and a query are needed");
        assertThat(refused("query", first, " ; ")).containsExactly("SQL: the query is empty; try 'show tables'");
        assertThat(refused("query", first, "--file", folder.resolve("none.sql")))
                .containsExactly("none.sql: no such file; check the path");
        assertThat(refused("query", first, "select 1", "--jsno").get(0))
                .isEqualTo("unknown option '--jsno'; did you mean '--json'?");
        assertThat(refused("query", first, "select 1", "--json", "--csv")).isNotEmpty();
        assertThat(refused("query", first, "select 1", "--memory", "1"))
                .containsExactly("--memory: must be at least 64, got 1");
    }

    @Test
    void a_query_that_needs_more_memory_than_it_may_have_is_told() {
        assertThat(refused(
                        "query",
                        first,
                        "select list(i::varchar || repeat('x', 200)) from range(3000000) t(i)",
                        "--memory",
                        "64"))
                .singleElement()
                .asString()
                .startsWith("SQL: the query needs more memory than it may have");
    }

    @Test
    void a_torn_last_line_is_passed_over_and_another_damaged_line_is_named() throws IOException {
        Path torn = copy(first, "torn");
        Path answers = torn.resolve("answers.jsonl");
        String whole = Files.readString(answers);
        Files.writeString(answers, whole + "{\"key\":\"x\",\"strat");
        assertThat(rows("select count(*) as n from answers", torn)
                        .get(0)
                        .get("n")
                        .asInt())
                .isEqualTo(20);
        Files.writeString(answers, whole.replaceFirst("\"question\"", "question"));
        assertThat(refused("query", torn, "select count(*) from answers"))
                .singleElement()
                .asString()
                .startsWith("torn/answers.jsonl:1: not JSON at column");
        Files.writeString(answers, whole.replaceFirst("\"question\"", "question") + "{\"key\":\"x\",\"strat");
        assertThat(refused("query", torn, "select count(*) from answers")).hasSize(2);
    }

    @Test
    void of_a_failure_that_was_tried_again_only_what_came_of_it_counts() throws IOException {
        Path tried = copy(first, "tried");
        Path answers = tried.resolve("answers.jsonl");
        String key = json(Files.readAllLines(answers).get(0)).get("key").asText();
        String failed =
                "{\"key\":\"%s\",\"question\":\"q1\",\"strategy\":\"full-context\",\"model\":\"m\",\"repetition\":0,\"outcome\":\"failed\",\"reason\":\"timeout\",\"message\":\"late\"}\n";
        Files.writeString(
                answers,
                failed.formatted(key)
                        + Files.readString(answers)
                        + failed.formatted("other")
                        + failed.formatted("other"));
        assertThat(rows("select outcome, count(*) as n from answers group by all order by n", tried))
                .extracting(
                        row -> row.get("outcome").asText() + " " + row.get("n").asInt())
                .contains("failed 1");
        assertThat(rows("select count(*) as n from answers", tried)
                        .get(0)
                        .get("n")
                        .asInt())
                .isEqualTo(21);
    }

    @Test
    void a_field_that_a_later_version_writes_is_a_column() throws IOException {
        Path later = copy(first, "later");
        Path answers = later.resolve("answers.jsonl");
        Files.writeString(answers, Files.readString(answers).replace("\"outcome\"", "\"rounds\":3,\"outcome\""));
        assertThat(rows("select sum(rounds) as sum from answers", later)
                        .get(0)
                        .get("sum")
                        .asInt())
                .isEqualTo(60);
    }

    private static Path copy(Path run, String name) throws IOException {
        Path copy = folder.resolve(name);
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(run.relativize(file).toString()));
            }
        }
        return copy;
    }
}
