package dev.winnow.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurableLinesTest {
    @TempDir
    Path temporary;

    private Path file;

    @BeforeEach
    void place() {
        file = temporary.resolve("run").resolve("lines.jsonl");
    }

    private void append(String... lines) {
        try (DurableLines out = new DurableLines(file)) {
            for (String line : lines) {
                out.append(line);
            }
        }
    }

    @Test
    void lines_are_added_behind_those_that_are_there() {
        append("one", "zwei Ü \ud83d\ude80");
        append("three", "");

        assertThat(file).content().isEqualTo("one\nzwei Ü \ud83d\ude80\nthree\n\n");
    }

    @Test
    void a_line_is_in_the_file_when_append_returns() {
        try (DurableLines out = new DurableLines(file)) {
            out.append("one");
            assertThat(file).content().isEqualTo("one\n");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 8191, 8192, 8193, 20_000})
    void a_torn_last_line_is_dropped_however_long(int torn) throws IOException {
        append("one", "two");
        Files.writeString(file, "one\ntwo\n" + "x".repeat(torn));

        append("three");

        assertThat(file).content().isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void a_file_of_nothing_but_a_torn_line_begins_anew() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x".repeat(9000));

        append("one");

        assertThat(file).content().isEqualTo("one\n");
    }

    @Test
    void lines_of_many_threads_are_all_there_and_whole() throws Exception {
        int threads = 16;
        int each = 200;
        List<String> expected = new ArrayList<>();
        try (DurableLines out = new DurableLines(file);
                ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                List<String> mine = new ArrayList<>();
                for (int i = 0; i < each; i++) {
                    mine.add(thread + "-" + i + " " + "é".repeat(i * 7 % 300));
                }
                expected.addAll(mine);
                all.add(pool.submit(() -> mine.forEach(out::append)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).containsExactlyInAnyOrderElementsOf(expected);
        // Each thread's lines stand in the order in which it added them.
        for (int thread = 0; thread < threads; thread++) {
            String prefix = thread + "-";
            assertThat(lines.stream()
                            .filter(line -> line.startsWith(prefix))
                            .map(line -> Integer.parseInt(line.substring(prefix.length(), line.indexOf(' ')))))
                    .isSorted();
        }
    }

    @Test
    void an_interrupted_thread_writes_its_line_and_leaves_the_file_open_for_others() {
        try (DurableLines out = new DurableLines(file)) {
            Thread.currentThread().interrupt();
            out.append("one");
            assertThat(Thread.interrupted()).isTrue();
            out.append("two");
        }
        assertThat(file).content().isEqualTo("one\ntwo\n");
    }

    @Test
    void a_line_that_cannot_be_written_is_never_said_to_be() {
        DurableLines out = new DurableLines(file);
        out.close();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> out.append("one"))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage(file + " cannot be written");
        }
        assertThat(file).isEmptyFile();
    }
}
