package dev.winnow.pipelines.refine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.pipelines.model.Completion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StructureFileTest {
    private static final Fingerprint MAKER = Fingerprint.of("maker");
    private static final Fingerprint FIRST = Fingerprint.of("first");
    private static final Fingerprint SECOND = Fingerprint.of("second");
    private static final ModelStructure ONE = new ModelStructure(
            List.of(new Section("A \"title\"\nof 漢字", 0, 3, 9), new Section("", 9, 9, 12)),
            2,
            1,
            3,
            4,
            Completion.StopReason.LENGTH,
            25_000,
            700,
            1_234);
    private static final ModelStructure TWO =
            new ModelStructure(List.of(), 0, 0, 5, 0, Completion.StopReason.END, 9, 8, 7);

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("structures").resolve(MAKER.brief() + ".jsonl");
    }

    private StructureFile open() {
        return new StructureFile(folder.resolve("structures"), MAKER);
    }

    @Test
    void what_was_put_is_there_when_it_is_opened_again() {
        try (StructureFile file = open()) {
            assertThat(file.get(FIRST)).isEmpty();
            file.put(FIRST, ONE);
            file.put(SECOND, TWO);
            assertThat(file.get(FIRST)).contains(ONE);
        }
        try (StructureFile file = open()) {
            assertThat(file.get(FIRST)).contains(ONE);
            assertThat(file.get(SECOND)).contains(TWO);
            assertThat(file.get(MAKER)).isEmpty();
        }
    }

    @Test
    void two_that_are_open_see_what_the_other_put_and_the_first_stays() {
        try (StructureFile left = open();
                StructureFile right = open()) {
            left.put(FIRST, ONE);
            right.put(FIRST, TWO);
            right.put(SECOND, TWO);
            assertThat(right.get(FIRST)).contains(ONE);
            assertThat(left.get(SECOND)).contains(TWO);
        }
    }

    @Test
    void a_torn_last_line_counts_as_not_there_and_is_written_over() throws IOException {
        try (StructureFile file = open()) {
            file.put(FIRST, ONE);
            file.put(SECOND, TWO);
        }
        byte[] bytes = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(bytes, bytes.length - 7));

        try (StructureFile file = open()) {
            assertThat(file.get(FIRST)).contains(ONE);
            assertThat(file.get(SECOND)).isEmpty();
            file.put(SECOND, TWO);
        }
        assertThat(Files.readAllBytes(file())).isEqualTo(bytes);
    }

    @Test
    void a_damaged_line_counts_as_not_there() throws IOException {
        try (StructureFile file = open()) {
            file.put(FIRST, ONE);
            file.put(SECOND, TWO);
        }
        Files.writeString(
                file(), Files.readString(file()).replace("\"start\":9", "\"start\":8"), StandardCharsets.UTF_8);
        Files.writeString(file(), "no line of ours\n", StandardOpenOption.APPEND);

        try (StructureFile file = open()) {
            assertThat(file.get(FIRST)).isEmpty();
            assertThat(file.get(SECOND)).contains(TWO);
            file.put(FIRST, ONE);
            assertThat(file.get(FIRST)).contains(ONE);
        }
    }
}
