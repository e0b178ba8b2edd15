package dev.winnow.indexer.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.winnow.indexer.embed.Embedder.Role;
import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorFilesTest {
    private static final String FOUR = "{\"text\": \"a\"}\n{\"text\": \"b\"}\n{\"text\": \"c\"}\n{\"text\": \"d\"}\n";

    @TempDir
    private Path folder;

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    /** A file that NumPy wrote, with texts beside it. */
    private Path numpy(String name) throws IOException {
        write(name.replace(".npy", ".jsonl"), FOUR);
        Path file = folder.resolve(name);
        try (InputStream in = VectorFilesTest.class.getResourceAsStream(name)) {
            Files.write(file, in.readAllBytes());
        }
        return file;
    }

    private Path parquet(String name, String select) throws SQLException {
        Path file = folder.resolve(name);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("copy (" + select + ") to '" + file + "' (format parquet)");
        }
        return file;
    }

    private static Embedder open(Normalisation normalise, Path... passages) {
        return spec(normalise, passages).open(new EmbedderTools(name -> Optional.empty(), Path.of("unused")));
    }

    private static VectorFiles spec(Normalisation normalise, Path... passages) {
        return new VectorFiles(List.of(passages), List.of(), normalise);
    }

    private static float[] vector(Embedder embedder, String text) {
        return embedder.embed(List.of(text), Role.PASSAGE).get(0).vector();
    }

    private static List<String> complaints(Path... passages) {
        return catchThrowableOfType(InputException.class, () -> open(Normalisation.L2, passages)).problems().stream()
                .map(problem -> problem.toString().replace(passages[0].getParent() + "/", ""))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"float32.npy", "float64.npy", "float16.npy", "big-endian.npy", "version-2.npy"})
    void numpys_files_are_read_in_every_width_and_order_of_bytes(String name) throws IOException {
        try (Embedder embedder = open(Normalisation.NONE, numpy(name))) {
            assertThat(vector(embedder, "a")).containsExactly(1, 0.5f, -2);
            assertThat(vector(embedder, "b")).containsExactly(0.25f, -0.125f, 3);
            float small = name.equals("float16.npy") ? Float.float16ToFloat(Float.floatToFloat16(1e-3f)) : 1e-3f;
            assertThat(vector(embedder, "c")).containsExactly(small, 65504, 7);
            assertThat(vector(embedder, "d")).containsExactly(0, 0, 1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fortran.npy | is in Fortran order; write numpy.save(file, numpy.ascontiguousarray(vectors))",
                "int64.npy | must hold float16, float32 or float64, got i8",
                "one-dimension.npy | must have two dimensions, texts and their vectors, got the shape (3,)"
            })
    void arrays_of_another_kind_are_refused_with_what_to_write(String name, String complaint) throws IOException {
        assertThat(complaints(numpy(name))).singleElement().asString().startsWith(name + ": " + complaint);
    }

    @Test
    void a_numpy_file_cut_anywhere_is_refused() throws IOException {
        Path file = numpy("float32.npy");
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(complaints(file)).as("cut at %d", length).hasSize(1);
        }
    }

    @Test
    void a_numpy_file_needs_as_many_texts_as_it_has_rows() throws IOException {
        Path file = numpy("float32.npy");
        write("float32.jsonl", FOUR + "{\"text\": \"e\"}\n");
        assertThat(complaints(file))
                .containsExactly(
                        "float32.npy: has 4 rows, and float32.jsonl has 5 texts; they must be the same texts in the same order");
        Files.delete(folder.resolve("float32.jsonl"));
        assertThat(complaints(file)).containsExactly("float32.jsonl: there is no such file; check the path");
    }

    @Test
    void texts_of_a_numpy_file_may_be_packed() throws IOException {
        Path file = numpy("float32.npy");
        Files.delete(folder.resolve("float32.jsonl"));
        try (var out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("float32.jsonl.gz")))) {
            out.write(FOUR.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        assertThat(vector(open(Normalisation.NONE, file), "d")).containsExactly(0, 0, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"float[]", "double[]", "float[2]", "decimal(9,4)[]"})
    void parquet_files_are_read_whatever_the_type_of_their_lists(String type) throws SQLException {
        Path file = parquet(
                "v.parquet",
                "select 'text ' || i as text, [i, i + 0.5]::" + type + " as vector, i as other from range(5000) t(i)");
        try (Embedder embedder = open(Normalisation.NONE, file)) {
            for (int i = 0; i < 5000; i += 7) {
                assertThat(vector(embedder, "text " + i)).containsExactly(i, i + 0.5f);
            }
        }
    }

    @Test
    void parquet_files_without_the_columns_or_with_holes_are_refused() throws SQLException, IOException {
        assertThat(complaints(parquet("a.parquet", "select 1 as text, 2 as other")))
                .singleElement()
                .asString()
                .startsWith("a.parquet: cannot be read; it needs the columns text and vector");
        assertThat(
                        complaints(
                                parquet(
                                        "b.parquet",
                                        "select * from (values ('a', [1.0, 2.0]), ('b', [1.0, null]), ('c', null), (null, [1.0, 2.0])) t(text, vector)")))
                .containsExactly(
                        "b.parquet: row 2 lacks its text, its vector or a number of it; fill or remove it",
                        "b.parquet: row 3 lacks its text, its vector or a number of it; fill or remove it",
                        "b.parquet: row 4 lacks its text, its vector or a number of it; fill or remove it");
        assertThat(complaints(write("c.parquet", "no parquet")))
                .singleElement()
                .asString()
                .startsWith("c.parquet: cannot be read");
        assertThat(complaints(folder.resolve("d.parquet")))
                .containsExactly("d.parquet: there is no such file; check the path");
    }

    @Test
    void json_lines_are_read_and_vectors_get_length_1_where_asked() throws IOException {
        Path file = write("v.jsonl", "{\"id\": 1, \"text\": \"a\", \"vector\": [3, 4.0]}\n");
        assertThat(vector(open(Normalisation.L2, file), "a")).containsExactly(0.6f, 0.8f);
        assertThat(vector(open(Normalisation.NONE, file), "a")).containsExactly(3, 4);
    }

    @Test
    void everything_wrong_in_a_file_of_lines_is_said_at_once() throws IOException {
        Path file = write(
                "v.jsonl",
                """
                {"text": "a", "vector": [1, "x"]}
                {"text": "b"}
                {"vector": [1, 2]}
                {"text": "c", "vector": [1, 2}
                """);
        assertThat(complaints(file))
                .containsExactly(
                        "v.jsonl:1: 'vector[1]' must be a number, got \"x\"",
                        "v.jsonl:2: 'vector' must be a list of numbers; add \"vector\": [0.1, ...]",
                        "v.jsonl:3: 'text' is missing; add \"text\": \"...\"",
                        "v.jsonl:4: not JSON at column 30; check quotes, commas and braces there");
    }

    @Test
    void vectors_that_do_not_belong_together_are_refused() throws IOException {
        Path first = write(
                "a.jsonl",
                """
                {"text": "a", "vector": [1, 2]}
                {"text": "b", "vector": [1, 2, 3]}
                {"text": "c", "vector": [1e300, 2]}
                {"text": "d", "vector": [0, 0]}
                {"text": "a", "vector": [1, 2]}
                {"text": "a", "vector": [1, 3]}
                """);
        assertThat(complaints(first))
                .containsExactly(
                        "a.jsonl: vector 2 has 3 dimensions, and the first has 2; all must have the same",
                        "a.jsonl: vector 3 holds a number that is not finite; compute it anew",
                        "a.jsonl: vector 4 is all zeros and points nowhere; compute it anew, or write normalise: none",
                        "a.jsonl: vectors 1 and 6 are of one text and differ; keep one");
    }

    @Test
    void files_that_disagree_are_refused() throws IOException {
        Path first = write("a.jsonl", "{\"text\": \"a\", \"vector\": [1, 2]}\n");
        Path second =
                write("b.jsonl", "{\"text\": \"b\", \"vector\": [1, 2]}\n{\"text\": \"a\", \"vector\": [1, 3]}\n");
        Path third = write("c.jsonl", "{\"text\": \"c\", \"vector\": [1, 2, 3]}\n");
        assertThat(complaints(first, second, third))
                .containsExactly(
                        "c.jsonl: has vectors of 3 dimensions, and a.jsonl of 2; all must come from one model",
                        "b.jsonl: vector 2 is of the same text as vector 1 of a.jsonl and differs; keep one");
    }

    @Test
    void several_files_are_one_and_a_file_may_serve_both_roles() throws IOException {
        Path first = write("a.jsonl", "{\"text\": \"a\", \"vector\": [1, 2]}\n");
        Path second = write("b.jsonl", "{\"text\": \"b\", \"vector\": [3, 4]}\n");
        try (Embedder embedder = new VectorFiles(List.of(first, second), List.of(second), Normalisation.NONE)
                .open(new EmbedderTools(name -> Optional.empty(), folder))) {
            assertThat(embedder.embed(List.of("b", "a"), Role.PASSAGE))
                    .extracting(Embedding::vector)
                    .containsExactly(new float[] {3, 4}, new float[] {1, 2});
            assertThat(embedder.embed(List.of("b"), Role.QUERY).get(0).vector()).containsExactly(3, 4);
            assertThatThrownBy(() -> embedder.embed(List.of("a"), Role.QUERY))
                    .hasMessage(second + ": no vector for the question 'a'; add it with its exact text");
        }
    }

    @Test
    void a_text_without_a_vector_is_named_by_its_beginning() throws IOException {
        Path file = write("a.jsonl", "{\"text\": \"a\", \"vector\": [1, 2]}\n");
        try (Embedder embedder = open(Normalisation.L2, file)) {
            assertThatThrownBy(() -> embedder.embed(List.of("a", "The ferry\n" + "x".repeat(90), "b"), Role.PASSAGE))
                    .isInstanceOf(InputException.class)
                    .hasMessage(file + ": no vector for the passage that begins 'The ferry " + "x".repeat(50)
                            + "', nor for 1 others; 'winnow passages INDEX' writes all passages of an index as they must"
                            + " be embedded");
            assertThatThrownBy(() -> embedder.embed(List.of("Who?"), Role.QUERY))
                    .hasMessage(
                            "no vector for the question 'Who?'; name a file with questions and their vectors in queries");
        }
    }

    @Test
    void the_fingerprint_is_that_of_the_content() throws IOException {
        Path file = write("a.jsonl", "{\"text\": \"a\", \"vector\": [1, 2]}\n");
        Path copy = write("copy.jsonl", Files.readString(file));
        Path other = write("other.jsonl", "{\"text\": \"a\", \"vector\": [1, 2.5]}\n");
        var fingerprint = spec(Normalisation.L2, file).fingerprint();
        assertThat(spec(Normalisation.L2, copy).fingerprint()).isEqualTo(fingerprint);
        assertThat(spec(Normalisation.NONE, file).fingerprint()).isNotEqualTo(fingerprint);
        assertThat(spec(Normalisation.L2, other).fingerprint()).isNotEqualTo(fingerprint);
        assertThat(new VectorFiles(List.of(file), List.of(file), Normalisation.L2).fingerprint())
                .isNotEqualTo(fingerprint);
        write("a.jsonl", "{\"text\": \"a\", \"vector\": [1, 2, 3]}\n");
        assertThat(spec(Normalisation.L2, file).fingerprint()).isNotEqualTo(fingerprint);
        assertThatThrownBy(
                        () -> spec(Normalisation.L2, folder.resolve("no.npy")).fingerprint())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no.npy: there is no such file")
                .hasMessageContaining("no.jsonl: there is no such file");
    }

    @Test
    void files_of_other_kinds_and_no_files_are_refused_by_the_spec() {
        assertThatThrownBy(() -> spec(Normalisation.L2, Path.of("v.npz")))
                .hasMessage("passages are .npy, .parquet, .jsonl or .jsonl.gz files, got 'v.npz'");
        assertThatThrownBy(() -> spec(Normalisation.L2)).hasMessage("passages must name at least one file");
    }
}
