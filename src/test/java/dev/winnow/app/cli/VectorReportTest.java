package dev.winnow.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors made and measured on the command line. */
class VectorReportTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SITUATED = "{headings: markdown, neighbours: 1}";

    @TempDir
    private Path folder;

    private Path index() {
        return folder.resolve("index");
    }

    /** A folder of one document of three paragraphs, indexed, and the spec of vectors for all that is embedded of it. */
    private String embedder() throws IOException {
        Path texts = Files.createDirectories(folder.resolve("texts"));
        Files.writeString(texts.resolve("a.md"), "# Rooms\n\nThe rope.\n\nThe lamp.\n");
        Typed.command("index", texts, "--to", index(), "--passages", "paragraphs")
                .worked();
        StringBuilder vectors = new StringBuilder();
        for (Object[] words : List.of(
                new Object[] {"passages", index()}, new Object[] {"passages", index(), "--situated", SITUATED})) {
            for (String line : Typed.command(words).worked().lines().toList()) {
                int number = vectors.length() % 7;
                vectors.append("{\"text\": %s, \"vector\": [%d, 1]}%n"
                        .formatted(JSON.readTree(line).get("text"), number));
            }
        }
        Path file = Files.writeString(folder.resolve("vectors.jsonl"), vectors);
        Path questions = Files.writeString(folder.resolve("q.jsonl"), "{\"text\": \"Who?\", \"vector\": [1, 0]}\n");
        return "{use: vectors, passages: [%s], queries: [%s]}".formatted(file, questions);
    }

    private Typed index(String... more) throws IOException {
        Object[] words = new Object[9 + more.length];
        List<Object> always = List.of(
                "index",
                folder.resolve("texts"),
                "--to",
                index(),
                "--passages",
                "paragraphs",
                "--embedder",
                embedder());
        for (int i = 0; i < always.size(); i++) {
            words[i] = always.get(i);
        }
        words[8] = "--json";
        System.arraycopy(more, 0, words, 9, more.length);
        return Typed.command(words);
    }

    @Test
    void every_set_of_vectors_is_measured_against_exact_search() throws IOException {
        index("--search", "hnsw", "--precision", "int8", "--situated", SITUATED).worked();
        index("--search", "flat", "--precision", "binary").worked();

        List<JsonNode> parts = Typed.command("index", "--to", index(), "--report", "--json")
                .worked()
                .lines()
                .map(VectorReportTest::tree)
                .toList();

        assertThat(parts)
                .extracting(part -> part.path("search").asText() + " "
                        + part.path("precision").asText() + " "
                        + part.path("situated").path("neighbours").asInt(0))
                .containsExactlyInAnyOrder("hnsw int8 1", "flat binary 0");
        assertThat(parts).allSatisfy(part -> {
            assertThat(part.path("vectors").asInt()).isEqualTo(3);
            assertThat(part.path("queries").asInt()).isEqualTo(3);
            assertThat(part.path("disk_bytes").asLong())
                    .isGreaterThan(part.path("compared_bytes").asLong());
            assertThat(part.path("rows")).hasSize(5).allSatisfy(row -> assertThat(
                            row.path("recall_10").asDouble())
                    .isEqualTo(1));
        });
    }

    @Test
    void a_report_of_given_queries_is_a_table() throws IOException {
        index("--search", "hnsw").worked();
        Path queries = Files.writeString(folder.resolve("queries.tsv"), "q1\tWho?\n");

        String table = Typed.command("index", "--to", index(), "--report", "--queries", queries)
                .worked();

        assertThat(table).contains("3 vectors of 2 dimensions by ", "hnsw in float32", "   1 queries", "recall@100");
        assertThat(table.lines().filter(line -> line.startsWith("  hnsw"))).hasSize(4);
    }

    @Test
    void situated_passages_are_searched_where_their_vectors_were_made_and_named_where_not() throws IOException {
        index("--situated", SITUATED).worked();
        Path queries = Files.writeString(folder.resolve("queries.tsv"), "q1\tWho?\n");
        Path run = folder.resolve("run");

        Typed.command(
                        "search",
                        index(),
                        "--queries",
                        queries,
                        "--retriever",
                        "{use: dense, situated: %s}".formatted(SITUATED),
                        "--run",
                        run)
                .worked();
        assertThat(Files.readString(run)).startsWith("q1 Q0 a.md 1 ");
        assertThat(Typed.command(
                                "search",
                                index(),
                                "--queries",
                                queries,
                                "--retriever",
                                "{use: dense, search: hnsw}",
                                "--run",
                                run)
                        .complaints())
                .singleElement()
                .asString()
                .contains(
                        "no vectors of vectors for hnsw search; make them with 'winnow index ... --embedder SPEC --search hnsw'");
    }

    @Test
    void what_cannot_be_reported_is_one_clear_line() throws IOException {
        assertThat(Typed.command("index", "--to", index()).complaints())
                .containsExactly("winnow index: name a data set or a folder to index, or add --report");
        assertThat(index("--search", "exact", "--precision", "int4").complaints())
                .singleElement()
                .asString()
                .contains("--search: search must be flat or hnsw where precision is not float32, got exact");
        assertThat(Typed.command("index", "--to", index(), "--report").complaints())
                .singleElement()
                .asString()
                .contains("this index has no vectors to report on");
        assertThat(Typed.command("index", "sample", "--to", index(), "--queries", "q.tsv")
                        .complaints())
                .containsExactly("--queries: is for --report; add it, or use 'winnow search'");
    }

    private static JsonNode tree(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }
}
