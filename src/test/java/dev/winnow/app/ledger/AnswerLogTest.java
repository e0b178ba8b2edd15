package dev.winnow.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerLogTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void place() {
        file = folder.resolve("answers.jsonl");
    }

    private void append(Trial... trials) {
        try (AnswerLog log = new AnswerLog(file)) {
            for (Trial trial : trials) {
                log.append(trial);
            }
        }
    }

    private Map<String, Trial> read() {
        try (AnswerLog log = new AnswerLog(file)) {
            return Map.copyOf(log.trials());
        }
    }

    @Test
    void what_was_added_is_there_again() {
        append(Trials.answered("k1", "Marta\nHollin"), Trials.answered("k2", "Ü \ud83d\ude80 \u2028 \\ \""));
        assertThat(read())
                .isEqualTo(Map.of(
                        "k1", Trials.answered("k1", "Marta\nHollin"),
                        "k2", Trials.answered("k2", "Ü \ud83d\ude80 \u2028 \\ \"")));
    }

    /** A reply that ends at its limit of tokens may end inside a character. */
    @Test
    void an_answer_with_half_a_character_is_there_again() {
        append(Trials.answered("k1", "rocket \ud83d"));
        assertThat(read()).containsEntry("k1", Trials.answered("k1", "rocket \ud83d"));
    }

    @Test
    void of_two_lines_with_one_key_the_later_counts() throws IOException {
        append(Trials.of("k1", new Outcome.Failed("deadline", "no reply after 120 s")));
        append(Trials.answered("k1", "now"));
        assertThat(read()).containsExactly(Map.entry("k1", Trials.answered("k1", "now")));
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    void a_torn_last_line_is_dropped() throws IOException {
        append(Trials.answered("k1", "a"), Trials.answered("k2", "b"));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 9));
        assertThat(read()).containsOnlyKeys("k1");
        append(Trials.answered("k2", "b"));
        assertThat(file).hasBinaryContent(whole);
    }

    @Test
    void all_damaged_lines_are_named_by_file_and_number() throws IOException {
        append(Trials.answered("k1", "a"));
        byte[] line = Files.readAllBytes(file);
        Files.writeString(
                file,
                new String(line, StandardCharsets.UTF_8)
                        + "{\"key\": \"k2\", \"ans\n"
                        + "{\"key\": \"k3\"}\n"
                        + new String(line, StandardCharsets.UTF_8).replace("answered", "guessed")
                        + "\n");
        assertThatThrownBy(() -> new AnswerLog(file))
                .asInstanceOf(InstanceOfAssertFactories.type(InputException.class))
                .extracting(InputException::problems, InstanceOfAssertFactories.list(Problem.class))
                .extracting(Problem::place)
                .containsExactly(file + ":2", file + ":3", file + ":4", file + ":5");
    }

    @Test
    void a_line_that_is_not_utf8_is_named_by_file_and_number() throws IOException {
        append(Trials.answered("k1", "a"), Trials.answered("k2", "#"));
        byte[] bytes = Files.readAllBytes(file);
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf('#', bytes.length / 2)] = (byte) 0xff;
        Files.write(file, bytes);
        assertThatThrownBy(() -> new AnswerLog(file))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file + ":2: this line is damaged");
    }
}
