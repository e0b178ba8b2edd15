package dev.winnow.retrievers.trec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Problem;
import dev.winnow.retrievers.Hit;
import dev.winnow.retrievers.Query;
import dev.winnow.retrievers.Ranking;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrecRunTest {
    @TempDir
    private Path folder;

    @Test
    void a_ranking_is_read_as_it_was_written() throws IOException {
        Path file = folder.resolve("run");
        Ranking ranking = new Ranking(List.of(hit("a b", 0, 3.5f), hit("100%", 1, 2.25f), hit("é%20", 2, -1e-9f)));
        TrecRun.write(file, Map.of("q 1", ranking), Query.Level.DOCUMENT, "my tag");
        assertThat(Files.readString(file).lines().findFirst()).hasValue("q%201 Q0 a%20b 1 3.5 my%20tag");
        TrecRun read = TrecRun.read(file);
        assertThat(read.tag()).isEqualTo("my tag");
        assertThat(read.rankings())
                .isEqualTo(Map.of(
                        "q 1",
                        List.of(
                                new TrecRun.Found("a b", 3.5f),
                                new TrecRun.Found("100%", 2.25f),
                                new TrecRun.Found("é%20", -1e-9f))));
    }

    @Test
    void equal_scores_are_written_falling_so_that_the_order_survives_sorting() throws IOException {
        Path file = folder.resolve("run");
        List<Hit> ties = IntStream.range(0, 500)
                .mapToObj(i -> hit("d%03d".formatted(i), 0, i < 400 ? 1 : 0))
                .toList();
        TrecRun.write(file, Map.of("q", new Ranking(ties)), Query.Level.DOCUMENT, "t");
        List<TrecRun.Found> found = TrecRun.read(file).rankings().get("q");
        assertThat(found.stream().map(TrecRun.Found::score).distinct()).hasSize(500);
        assertThat(found.stream().sorted(TrecRun.Found.TREC_EVAL_ORDER).toList())
                .isEqualTo(found);
    }

    @Test
    void passages_are_listed_each_and_documents_once() throws IOException {
        Path file = folder.resolve("run");
        Ranking ranking = new Ranking(List.of(hit("d", 4, 3), hit("d", 0, 2), hit("e", 0, 1)));
        TrecRun.write(file, Map.of("q", ranking), Query.Level.PASSAGE, "t");
        assertThat(ids(file)).containsExactly("d#4", "d#0", "e#0");
        TrecRun.write(file, Map.of("q", ranking), Query.Level.DOCUMENT, "t");
        assertThat(ids(file)).containsExactly("d", "e");
    }

    @Test
    void wrong_lines_are_named_with_their_numbers() throws IOException {
        Path file = folder.resolve("run");
        byte[] latin = "q Q0 caf\u00E9 1 2 t\n".getBytes(StandardCharsets.ISO_8859_1);
        byte[] rest = "q Q0 a 1 2.5 t\nq Q0 b 2 high t\nq Q0 a 3 1 t\nq Q0 c\nq Q0 d 4 NaN t\nq Q0 e 5 1e99 t\n"
                .getBytes(StandardCharsets.UTF_8);
        Files.write(file, latin);
        Files.write(file, rest, StandardOpenOption.APPEND);
        assertThat(problems(file))
                .containsExactly(
                        file + ":1: the line is not UTF-8; save the file in that encoding",
                        file + ":3: the fifth field is the score, a number, got 'high'",
                        file + ":4: query 'q' has document 'a' already in line 2; a document is found once",
                        file + ":5: a line has six fields, 'query Q0 document rank score tag', got 3",
                        file + ":6: the fifth field is the score, a number, got 'NaN'",
                        file + ":7: the fifth field is the score, a number, got '1e99'");
    }

    @Test
    void many_problems_are_counted_after_the_first_twenty() throws IOException {
        Path file = Files.writeString(folder.resolve("run"), "wrong\n".repeat(1_000));
        assertThat(problems(file)).hasSize(21).last().isEqualTo(file + ": and 980 more lines are wrong");
    }

    @Test
    void empty_and_missing_files_are_named() throws IOException {
        Path empty = Files.writeString(folder.resolve("run"), "\uFEFF\n");
        assertThat(problems(empty)).singleElement().asString().startsWith(empty + ": holds no ranking");
        assertThatThrownBy(() -> TrecRun.read(folder.resolve("missing"))).hasMessageContaining("there is no such file");
        assertThatThrownBy(() -> TrecRun.read(folder)).hasMessageContaining("is not a file");
    }

    @Test
    void a_score_that_is_no_number_is_refused() {
        Ranking ranking = new Ranking(List.of(hit("d", 0, Float.NaN)));
        assertThatThrownBy(() -> TrecRun.write(folder.resolve("run"), Map.of("q", ranking), Query.Level.DOCUMENT, "t"))
                .hasMessageContaining("'d#0' must be finite, got NaN");
    }

    private static List<String> ids(Path file) {
        return TrecRun.read(file).rankings().get("q").stream()
                .map(TrecRun.Found::id)
                .toList();
    }

    private static List<String> problems(Path file) {
        return catchThrowableOfType(InputException.class, () -> TrecRun.read(file)).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    private static Hit hit(String document, int ordinal, float score) {
        return new Hit(
                Passage.of(new Document(new DocumentId(document), "", "0123456789"), ordinal, ordinal, ordinal + 1),
                score);
    }
}
