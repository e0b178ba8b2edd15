package dev.winnow.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every command, typed as a user types it. */
class CommandLineTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SAMPLE = Typed.HOME.resolve("datasets/sample");

    @TempDir
    private Path folder;

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static List<JsonNode> json(String lines) throws IOException {
        List<JsonNode> values = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            values.add(JSON.readTree(line));
        }
        assertThat(values).isNotEmpty();
        return values;
    }

    /** Every command as the words that call it, the root's own none among them. */
    static Stream<List<String>> commands() {
        return below(List.of(), new CommandLine(new Winnow()));
    }

    private static Stream<List<String>> below(List<String> words, CommandLine line) {
        return Stream.concat(
                Stream.of(words), line.getSubcommands().entrySet().stream().flatMap(entry -> {
                    List<String> longer = new ArrayList<>(words);
                    longer.add(entry.getKey());
                    return below(longer, entry.getValue());
                }));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void help_mentions_every_option_and_says_what_the_command_does(List<String> words) {
        List<Object> typed = new ArrayList<>(words);
        typed.add("--help");
        String help = Typed.command(typed.toArray()).worked();
        CommandLine line = new CommandLine(new Winnow());
        for (String word : words) {
            line = line.getSubcommands().get(word);
        }
        for (CommandLine.Model.OptionSpec option : line.getCommandSpec().options()) {
            assertThat(help).contains(option.longestName());
            assertThat(option.description()).as(option.longestName()).isNotEmpty();
        }
        assertThat(line.getCommandSpec().usageMessage().description()).isNotEmpty();
        for (String below : line.getSubcommands().keySet()) {
            assertThat(help).contains(below);
        }
        assertThat(help.lines()).allMatch(text -> text.length() <= 100);
    }

    @Test
    void the_version_is_said() {
        assertThat(Typed.command("--version").worked())
                .startsWith("winnow ")
                .contains("Java " + Runtime.version().feature());
    }

    private static List<String> misused(Object... words) {
        Typed typed = Typed.command(words);
        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.out()).isEmpty();
        assertThat(typed.complaints()).hasSize(2);
        return typed.complaints();
    }

    @Test
    void wrong_words_get_a_suggestion() {
        assertThat(misused("run", "c.yaml", "--jsn"))
                .containsExactly("unknown option '--jsn'; did you mean '--json'?", "See 'winnow run --help'.");
        assertThat(misused("rnu", "c.yaml"))
                .containsExactly("unknown command 'rnu'; did you mean 'run'?", "See 'winnow --help'.");
        assertThat(misused("datasets", "lsit"))
                .containsExactly("unknown command 'lsit'; did you mean 'list'?", "See 'winnow datasets --help'.");
        assertThat(misused("search", "i", "--queries", "q", "--run", "r", "--level", "dok"))
                .first()
                .asString()
                .isEqualTo("invalid value for option '--level': must be document or passage, got 'dok'");
        assertThat(misused("search", "i", "--queries", "q", "--run", "r", "--depth", "ten"))
                .first()
                .asString()
                .startsWith("invalid value for option '--depth': 'ten' is not an int");
        assertThat(misused("doctor", "please")).first().isEqualTo("one argument too many: 'please'");
    }

    @Test
    void missing_words_are_named() {
        assertThat(misused()).containsExactly("a command is missing", "See 'winnow --help'.");
        assertThat(misused("datasets")).containsExactly("list, show or generate?", "See 'winnow datasets --help'.");
        assertThat(misused("search", "index"))
                .containsExactly(
                        "missing required options: '--queries=FILE', '--run=FILE'", "See 'winnow search --help'.");
        assertThat(misused("run")).first().isEqualTo("missing required parameter: 'CONFIG'");
    }

    @Test
    void data_sets_are_listed_and_shown() throws IOException {
        assertThat(Typed.command("datasets", "list").worked())
                .contains("sample ")
                .contains("scifact ")
                .contains("lara-32k ");
        assertThat(json(Typed.command("datasets", "list", "--json").worked()))
                .allMatch(line ->
                        line.path("name").isTextual() && line.path("at_hand").isBoolean())
                .anyMatch(line -> line.path("name").asText().equals("sample")
                        && line.path("at_hand").asBoolean()
                        && line.path("title").isTextual());
        assertThat(Typed.command("datasets", "show", "sample").worked())
                .startsWith("sample: ")
                .contains("licence")
                .contains("documents  8");
    }

    @Test
    void an_encyclopedia_is_generated_and_indexed() {
        Path atlas = folder.resolve("an atlas");
        assertThat(Typed.command("datasets", "generate", "atlas", "--to", atlas, "--documents", 120, "--questions", 7)
                        .worked())
                .startsWith(atlas + ": 120 documents, 7 questions in ");
        assertThat(Typed.command("index", atlas, "--to", folder.resolve("index"))
                        .worked())
                .contains("120 documents");
    }

    @Test
    void passages_that_were_written_and_embedded_elsewhere_are_searched() throws IOException {
        Path index = folder.resolve("index");
        Path passages = folder.resolve("passages.jsonl");
        Typed.command("index", SAMPLE, "--to", index).worked();
        assertThat(Typed.command("passages", index, "--to", passages).worked()).contains(passages + ": 8 passages");
        List<JsonNode> lines = json(Files.readString(passages));
        assertThat(json(Typed.command("passages", index).worked())).isEqualTo(lines);

        StringBuilder vectors = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = lines.get(i);
            assertThat(line.get("id").asText()).startsWith(line.get("document").asText() + "#");
            assertThat(line.get("text").asText()).startsWith(line.get("title").asText() + "\n");
            vectors.append("{\"text\": ")
                    .append(line.get("text"))
                    .append(", \"vector\": [")
                    .append(i)
                    .append(", 1]}\n");
        }
        Path embedded = write("vectors.jsonl", vectors.toString());
        Path questions = write("questions.jsonl", "{\"text\": \"Who?\", \"vector\": [1, 0]}\n");
        String spec = "{use: vectors, passages: [%s], queries: [%s]}".formatted(embedded, questions);
        assertThat(Typed.command("index", SAMPLE, "--to", index, "--embedder", spec)
                        .worked())
                .contains("8 vectors of 2 dimensions");
        Path run = folder.resolve("run");
        Typed.command("search", index, "--queries", write("q.tsv", "q1\tWho?\n"), "--retriever", "dense", "--run", run)
                .worked();
        assertThat(Files.readString(run))
                .startsWith("q1 Q0 " + lines.get(7).get("document").asText() + " 1 ");
        assertThat(Typed.command(
                                "search",
                                index,
                                "--queries",
                                write("q.tsv", "q1\tWhy?\n"),
                                "--retriever",
                                "dense",
                                "--run",
                                run)
                        .complaints())
                .singleElement()
                .asString()
                .contains("no vector for the question 'Why?'");
    }

    @Test
    void the_sample_is_indexed_searched_and_evaluated() throws IOException {
        Path index = folder.resolve("index");
        JsonNode built = json(Typed.command("index", "sample", "--to", index, "--json")
                        .worked())
                .get(0);
        assertThat(built.path("result").asText()).isEqualTo("built");
        assertThat(built.path("documents").asInt()).isEqualTo(8);
        assertThat(Typed.command("index", "sample", "--to", index).worked()).endsWith("there already, kept\n");

        Path queries = write("queries.tsv", queries());
        Path run = folder.resolve("runs/bm25.txt");
        assertThat(Typed.command(
                                "search",
                                index,
                                "--queries",
                                queries,
                                "--run",
                                run,
                                "--retriever",
                                "{use: bm25, k1: 1.2, b: 0.75}",
                                "--level",
                                "document")
                        .worked())
                .contains("10 queries");
        Path qrels = write("qrels.txt", qrels());
        assertThat(Typed.command("eval", "--qrels", qrels, "--run", run, "-m", "recip_rank")
                        .worked())
                .matches("recip_rank\\s+all\\s+[01]\\.\\d{4}\\s+");
        JsonNode all = json(Typed.command("eval", "--qrels", qrels, "--run", run, "--json", "-m", "recip_rank")
                        .worked())
                .get(0);
        assertThat(all.toString()).contains("recip_rank");
    }

    private static String queries() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String line : Files.readAllLines(SAMPLE.resolve("questions.jsonl"))) {
            JsonNode question = JSON.readTree(line);
            lines.append(question.get("id").asText())
                    .append('\t')
                    .append(question.get("text").asText())
                    .append('\n');
        }
        return lines.toString();
    }

    private static String qrels() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String line : Files.readAllLines(SAMPLE.resolve("questions.jsonl"))) {
            JsonNode question = JSON.readTree(line);
            List<String> seen = new ArrayList<>();
            for (JsonNode evidence : question.path("evidence")) {
                String document = evidence.get("document").asText();
                if (!seen.contains(document)) {
                    seen.add(document);
                    lines.append(question.get("id").asText() + " 0 " + document + " 1\n");
                }
            }
        }
        return lines.toString();
    }

    @Test
    void a_question_is_asked_of_an_index() throws IOException {
        Path index = folder.resolve("index");
        Typed.command("index", SAMPLE, "--to", index).worked();
        String question = "How many days of paid leave does a new employee have?";
        assertThat(Typed.command("ask", index, question).worked())
                .contains("rag 500")
                .contains("rag 2K")
                .contains("full-context")
                .contains("27");
        assertThat(json(Typed.command("ask", index, question, "--json", "--budget", "100")
                        .worked()))
                .extracting(line -> line.path("strategy").asText())
                .containsExactly("rag 100", "full-context");
    }

    @Test
    void the_machine_is_looked_at() throws IOException {
        assertThat(Typed.command("doctor").out()).contains("java").contains("tiktoken");
        JsonNode found = json(Typed.command("doctor", "--json").out()).get(0);
        assertThat(found.path("java").path("health").asText()).isEqualTo("ok");
    }

    @Test
    void the_completion_script_knows_every_command() {
        String script = Typed.command("completion").worked();
        commands().filter(words -> !words.isEmpty()).forEach(words -> assertThat(script)
                .contains(words.get(words.size() - 1)));
    }

    private Path config(String name, String more) throws IOException {
        return write(
                name + ".yaml",
                """
                name: NAME
                dataset: {use: jsonl, folder: SAMPLE}
                index: {passages: tokens:128}
                models:
                  - {id: extractive, use: extractive MORE}
                retrievers:
                  bm25: {use: bm25}
                pipelines:
                  - {use: closed-book}
                  - {use: full-context}
                  - {use: rag, retriever: bm25, budget: [200, 1K]}
                metrics: [exact-match, evidence-recall]
                """
                        .replace("NAME", name)
                        .replace("SAMPLE", SAMPLE.toString())
                        .replace("MORE", more));
    }

    @Test
    void a_run_is_made_resumed_rebuilt_and_compared() throws IOException {
        Path first = folder.resolve("with blanks/first");
        Path second = folder.resolve("second");
        assertThat(Typed.command("run", config("first", ""), "--to", first).worked())
                .contains("rag-1K")
                .contains("40 trials: 0 done before, 40 answered now, 0 failed")
                .contains("report: " + first.resolve("report.html"));
        JsonNode again = json(Typed.command("run", config("first", ""), "--to", first, "--json")
                        .worked())
                .get(0);
        assertThat(again.path("done_before").asInt()).isEqualTo(40);
        assertThat(again.path("failures").isEmpty()).isTrue();

        Map<String, String> tables = tables(first);
        assertThat(tables).isNotEmpty();
        Files.delete(first.resolve("report.html"));
        Typed.command("report", first).worked();
        assertThat(first.resolve("report.html")).isNotEmptyFile();
        assertThat(tables(first)).isEqualTo(tables);

        Typed.command("run", config("second", ", refuse-below: 0.9"), "--to", second)
                .worked();
        Path both = folder.resolve("both");
        assertThat(Typed.command("report", first, second, "--to", both).worked())
                .isEqualTo("report: " + both.resolve("report.html") + System.lineSeparator());
        assertThat(both.resolve("tables/strategies.csv"))
                .content()
                .contains("first/rag-1K")
                .contains("second/rag-1K");
        assertThat(both.resolve("tables/changed-settings.csv"))
                .content()
                .contains("first,second,models.extractive.refuse-below,how it is answered,0.2,0.9")
                .doesNotContain("tokenizer");
        assertThat(Files.readAllLines(both.resolve("tables/changes.csv")))
                .hasSize(5)
                .anyMatch(line ->
                        line.startsWith("first,second,rag-1K,extractive,exact-match,models.extractive.refuse-below,"));
        assertThat(first.resolve("tables/methods.md")).content().contains("`extractive`", "evidence-recall decides");
    }

    @Test
    void an_experiment_that_is_run_again_is_compared_by_its_folders() throws IOException {
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        Typed.command("run", config("same", ""), "--to", one).worked();
        Typed.command("run", config("same", ""), "--to", two).worked();

        Path both = folder.resolve("both");
        Typed.command("report", one, two, "--to", both).worked();

        assertThat(Files.readAllLines(both.resolve("tables/changes.csv")))
                .hasSize(5)
                .anyMatch(line ->
                        line.startsWith("one,two,rag-1K,extractive,exact-match,nothing changed,10,0,0,0,0,0,0,0,"));
        assertThat(both.resolve("tables/changed-settings.csv")).content().hasLineCount(1);
    }

    /** Tables by name, those of timings aside. */
    private static Map<String, String> tables(Path run) throws IOException {
        Map<String, String> tables = new HashMap<>();
        try (Stream<Path> files = Files.list(run.resolve("tables"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                tables.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return tables;
    }

    @Test
    void failed_trials_are_counted_by_reason_and_a_run_of_nothing_else_failed() throws IOException {
        Path run = folder.resolve("run");
        // Recorded without the pipelines of the second run, whose calls are therefore missing.
        Path some = write("some.yaml", Files.readString(config("some", "")).replace("  - {use: full-context}\n", ""));
        Typed.command("run", some, "--to", run).worked();
        String replayed = Files.readString(config("again", ""))
                .replaceAll("\\{id: extractive,.*", "{id: extractive, use: replay, run: " + run + "}");
        Typed partly = Typed.command("run", write("again.yaml", replayed), "--to", folder.resolve("again"));
        assertThat(partly.worked())
                .contains("40 trials: 0 done before, 30 answered now, 10 failed")
                .contains("  10 failed (not-recorded), the first: " + run.resolve("calls.jsonl")
                        + " has no call of 'extractive'")
                .contains("the same command tries what failed again");
        String only = replayed.replace("  - {use: closed-book}\n", "").replaceAll("  - \\{use: rag.*\n", "");
        Typed nothing = Typed.command("run", write("only.yaml", only), "--to", folder.resolve("only"), "--json");
        assertThat(nothing.code()).isEqualTo(1);
        assertThat(json(nothing.out())
                        .get(0)
                        .path("failures")
                        .path("not-recorded")
                        .path("count")
                        .asInt())
                .isEqualTo(10);
    }

    @Test
    void a_stack_trace_is_shown_only_when_asked_for() {
        assertThat(Typed.command("report", folder.resolve("gone")).err()).doesNotContain("\tat ");
        assertThat(Typed.command("report", folder.resolve("gone"), "--debug").err())
                .startsWith("winnow: " + folder.resolve("gone") + ": this is no run")
                .contains("\tat dev.winnow");
    }

    @Test
    void a_failure_that_is_not_the_users_ends_with_1_and_one_line() {
        StringWriter err = new StringWriter();
        CommandLine line = Winnow.line(new PrintWriter(new StringWriter()), new PrintWriter(err));
        line.addSubcommand("fail", CommandLine.Model.CommandSpec.wrapWithoutInspection((Runnable) () -> {
            throw new IllegalStateException(
                    "first line\nsecond line", new IllegalArgumentException("the reason\nmore"));
        }));
        line.setErr(new PrintWriter(err));
        assertThat(line.execute("fail")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("winnow: failed: IllegalArgumentException: the reason (--debug shows where)"
                        + System.lineSeparator());
    }

    @Test
    void a_run_that_halts_says_why_what_it_cost_and_how_to_go_on() throws IOException {
        String yaml =
                """
                name: down
                dataset: {use: jsonl, folder: %s}
                index: {passages: tokens:64}
                models:
                  - {id: gpt, use: openai, base-url: "http://127.0.0.1:1/v1", model: m, attempts: 1, concurrency: 1,
                     price: {prompt: 1, completion: 1}}
                pipelines: [closed-book]
                metrics: [exact-match]
                limits: {usd: 5, failures-in-a-row: 2}
                """
                        .formatted(SAMPLE);
        Path run = folder.resolve("down");
        Typed halted = Typed.command("run", write("down.yaml", yaml), "--to", run);
        assertThat(halted.code()).isEqualTo(1);
        assertThat(halted.out())
                .contains("\nspent $0.0000 (0 tokens) in 2 calls\n")
                .contains("\nhalted before the end: 2 calls of 'gpt' in a row failed, the last: ")
                .contains("; to go on, see to the endpoint and run the same command again\n");
        assertThat(run.resolve("report.html")).isNotEmptyFile();

        Typed poor = Typed.command("run", write("down.yaml", yaml.replace("usd: 5", "usd: 0")), "--to", run, "--json");
        assertThat(poor.code()).isEqualTo(1);
        JsonNode line = json(poor.out()).get(0);
        assertThat(line.at("/halted/reason").asText()).isEqualTo("spending-limit");
        assertThat(line.at("/halted/message").asText())
                .startsWith("of the limit of $0, $0 is spent, and the next request of 'gpt' can cost $0.0");
        assertThat(line.at("/spent/failed_calls").asInt()).isEqualTo(2);
        assertThat(line.at("/failed").asInt()).isZero();
    }

    @Test
    void a_model_without_a_price_is_named_with_what_to_do_by_the_run_and_by_its_forecast() throws IOException {
        String yaml =
                """
                name: unpriced
                dataset: {use: jsonl, folder: %s}
                index: {passages: tokens:64}
                models:
                  - {id: gpt, use: openai, base-url: "http://127.0.0.1:1/v1", model: m, attempts: 1, concurrency: 1}
                pipelines: [closed-book]
                metrics: [exact-match]
                limits: {failures-in-a-row: 2}
                """
                        .formatted(SAMPLE);
        Path config = write("unpriced.yaml", yaml);
        Path run = folder.resolve("unpriced");
        String remedy = "prices.yaml has no price of 'm' at http://127.0.0.1:1/v1; give it its own, such as price: {";
        assertThat(Typed.command("run", config, "--to", run, "--dry-run").worked())
                .contains("note: gpt: its money is not counted, as it has no price: " + remedy);
        assertThat(Typed.command("run", config, "--to", run).out())
                .contains("\nspent $0.0000 (0 tokens) in 2 calls\n")
                .contains("\nno price is known for gpt: " + remedy);
    }
}
