package dev.winnow.indexer.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.embed.Embedder.Role;
import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorCacheTest {
    private static final int DIMENSION = 5;
    private static final Fingerprint FINGERPRINT = Fingerprint.of("test");

    @TempDir
    private Path folder;

    private VectorCache cache(FakeEmbedder embedder) {
        return new VectorCache(folder, FINGERPRINT, () -> embedder);
    }

    /** A cache that must need nothing. */
    private VectorCache full() {
        return new VectorCache(folder, FINGERPRINT, () -> {
            throw new InputException("there is no key");
        });
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "text " + i).toList();
    }

    private static void assertDirect(List<Embedding> got, List<String> texts, Role role) {
        assertThat(got).hasSameSizeAs(texts);
        for (int i = 0; i < texts.size(); i++) {
            Embedding direct = FakeEmbedder.of(texts.get(i), role, DIMENSION);
            assertThat(got.get(i).vector()).isEqualTo(direct.vector());
            assertThat(got.get(i).tokens()).isEqualTo(direct.tokens());
            assertThat(got.get(i).nanos()).isEqualTo(direct.nanos());
        }
    }

    @Test
    void what_was_computed_needs_no_embedder_and_costs_what_it_cost() {
        FakeEmbedder embedder = new FakeEmbedder(DIMENSION);
        try (VectorCache cache = cache(embedder)) {
            assertDirect(cache.embed(texts(0, 700), Role.PASSAGE), texts(0, 700), Role.PASSAGE);
        }
        assertThat(embedder.computed).hasValue(700);
        assertThat(embedder.closed).hasValue(1);
        try (VectorCache cache = full()) {
            assertDirect(cache.embed(texts(0, 700), Role.PASSAGE), texts(0, 700), Role.PASSAGE);
        }
    }

    @Test
    void a_text_twice_is_computed_once_and_another_role_is_another_text() {
        FakeEmbedder embedder = new FakeEmbedder(DIMENSION);
        try (VectorCache cache = cache(embedder)) {
            assertDirect(cache.embed(List.of("a", "b", "a"), Role.PASSAGE), List.of("a", "b", "a"), Role.PASSAGE);
            assertThat(embedder.computed).hasValue(2);
            assertDirect(cache.embed(List.of("a"), Role.QUERY), List.of("a"), Role.QUERY);
            assertThat(embedder.computed).hasValue(3);
            assertThat(cache.embed(List.of(), Role.QUERY)).isEmpty();
        }
    }

    @Property(tries = 60)
    void whatever_the_order_and_split_of_calls_the_results_are_the_direct_ones(
            @ForAll @Size(max = 6) List<@Size(max = 12) List<@AlphaChars @StringLength(max = 2) String>> calls)
            throws IOException {
        Path place = Files.createTempDirectory("cache");
        FakeEmbedder embedder = new FakeEmbedder(DIMENSION);
        for (List<String> texts : calls) {
            Role role = texts.size() % 2 == 0 ? Role.PASSAGE : Role.QUERY;
            try (VectorCache cache = new VectorCache(place, FINGERPRINT, () -> embedder)) {
                assertDirect(cache.embed(texts, role), texts, role);
            }
        }
        assertThat(embedder.computed.get()).isEqualTo((int) calls.stream()
                .flatMap(texts -> texts.stream().map(text -> text + texts.size() % 2))
                .distinct()
                .count());
        for (String name : List.of("vectors.bin", "lock")) {
            Files.deleteIfExists(place.resolve(name));
        }
        Files.delete(place);
    }

    @Test
    void the_file_has_these_bytes() throws IOException {
        try (VectorFile file = new VectorFile(folder, FINGERPRINT)) {
            file.append(
                    List.of(TextKey.of("Ä", Role.QUERY)),
                    List.of(new Embedding(new float[] {1f, -0.5f}, 3, 4_000_000_000L)),
                    VectorFile.Durability.FORCED);
        }
        // SHA-256 of "q" and the text in UTF-16, and the checksums, by Python.
        String digest = "c0011265323babd87571ef9527200e7a4f721cca3bc05552b96985da5042d83f";
        String bytes = HexFormat.of().formatHex(Files.readAllBytes(folder.resolve(VectorFile.NAME)));
        assertThat(bytes)
                .isEqualTo("574e57564543" + "3031" + FINGERPRINT.hex() + "02000000" + "0121c78e" + digest + "03000000"
                        + "00286bee00000000" + "0000803f" + "000000bf" + "dc822c6d");
    }

    @Test
    void a_kill_at_any_byte_of_the_last_record_loses_that_record_alone() throws IOException {
        try (VectorCache cache = cache(new FakeEmbedder(DIMENSION))) {
            cache.embed(texts(0, 3), Role.PASSAGE);
        }
        Path file = folder.resolve(VectorFile.NAME);
        byte[] whole = Files.readAllBytes(file);
        int record = (whole.length - VectorFile.HEADER) / 3;
        for (int length = whole.length - record; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            FakeEmbedder embedder = new FakeEmbedder(DIMENSION);
            try (VectorCache cache = cache(embedder)) {
                assertDirect(cache.embed(texts(0, 4), Role.PASSAGE), texts(0, 4), Role.PASSAGE);
            }
            assertThat(embedder.computed).as("cut at %d", length).hasValue(2);
            try (VectorCache cache = full()) {
                assertDirect(cache.embed(texts(0, 4), Role.PASSAGE), texts(0, 4), Role.PASSAGE);
            }
        }
    }

    @Test
    void a_kill_within_the_header_begins_the_file_anew() throws IOException {
        for (int length = 0; length < VectorFile.HEADER; length++) {
            Files.write(folder.resolve(VectorFile.NAME), new byte[length]);
            FakeEmbedder embedder = new FakeEmbedder(DIMENSION);
            try (VectorCache cache = cache(embedder)) {
                cache.embed(texts(0, 1), Role.PASSAGE);
            }
            try (VectorCache cache = full()) {
                assertDirect(cache.embed(texts(0, 1), Role.PASSAGE), texts(0, 1), Role.PASSAGE);
            }
            Files.delete(folder.resolve(VectorFile.NAME));
        }
    }

    @Test
    void a_damaged_record_is_computed_anew_and_costs_no_other() throws IOException {
        try (VectorCache cache = cache(new FakeEmbedder(DIMENSION))) {
            cache.embed(texts(0, 3), Role.PASSAGE);
        }
        Path file = folder.resolve(VectorFile.NAME);
        byte[] bytes = Files.readAllBytes(file);
        bytes[VectorFile.HEADER + (bytes.length - VectorFile.HEADER) / 3 + 50] ^= 1;
        Files.write(file, bytes);
        FakeEmbedder embedder = new FakeEmbedder(DIMENSION);
        try (VectorCache cache = cache(embedder)) {
            assertDirect(cache.embed(texts(0, 3), Role.PASSAGE), texts(0, 3), Role.PASSAGE);
        }
        assertThat(embedder.computed).hasValue(1);
        try (VectorCache cache = full()) {
            assertDirect(cache.embed(texts(0, 3), Role.PASSAGE), texts(0, 3), Role.PASSAGE);
        }
    }

    @Test
    void what_was_done_before_a_failure_is_kept() {
        FakeEmbedder sound = new FakeEmbedder(DIMENSION);
        Embedder failing = new Embedder() {
            @Override
            public List<Embedding> embed(List<String> texts, Role role) {
                if (sound.computed.get() >= 512) {
                    throw new InputException("the server is gone");
                }
                return sound.embed(texts, role);
            }

            @Override
            public void close() {}
        };
        try (VectorCache cache = new VectorCache(folder, FINGERPRINT, () -> failing)) {
            assertThatExceptionOfType(InputException.class)
                    .isThrownBy(() -> cache.embed(texts(0, 700), Role.PASSAGE))
                    .withMessage("the server is gone");
        }
        try (VectorCache cache = full()) {
            assertDirect(cache.embed(texts(0, 512), Role.PASSAGE), texts(0, 512), Role.PASSAGE);
            assertThatThrownBy(() -> cache.embed(texts(512, 513), Role.PASSAGE)).hasMessage("there is no key");
        }
    }

    @Test
    void vectors_of_another_dimension_or_embedder_are_refused() {
        try (VectorCache cache = cache(new FakeEmbedder(DIMENSION))) {
            cache.embed(texts(0, 1), Role.PASSAGE);
        }
        try (VectorCache cache = cache(new FakeEmbedder(7))) {
            assertThatExceptionOfType(InputException.class)
                    .isThrownBy(() -> cache.embed(texts(1, 2), Role.PASSAGE))
                    .withMessageContaining("have 5 dimensions, and the embedder now gives 7")
                    .withMessageContaining("delete the folder");
        }
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> new VectorCache(folder, Fingerprint.of("other"), () -> new FakeEmbedder(1)))
                .withMessageContaining("not vectors of this embedder");
    }

    @Test
    void one_cache_sees_what_another_appends() {
        FakeEmbedder late = new FakeEmbedder(DIMENSION);
        try (VectorCache first = cache(new FakeEmbedder(DIMENSION));
                VectorCache second = cache(late)) {
            first.embed(texts(0, 10), Role.PASSAGE);
            assertDirect(second.embed(texts(0, 10), Role.PASSAGE), texts(0, 10), Role.PASSAGE);
            assertThat(late.computed).hasValue(0);
        }
    }

    @Test
    void threads_of_one_process_may_write_at_once() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> writing = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int from = i * 50;
                writing.add(threads.submit(() -> writeOneByOne(folder, from, from + 100)));
            }
            for (Future<?> each : writing) {
                each.get();
            }
        }
        assertWhole(250);
    }

    @Test
    void processes_may_write_at_once() throws Exception {
        List<Process> processes = new ArrayList<>();
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (int i = 0; i < 2; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            classes,
                            Writing.class.getName(),
                            folder.toString(),
                            Integer.toString(i * 150),
                            Integer.toString(i * 150 + 300))
                    .inheritIO()
                    .start());
        }
        for (Process process : processes) {
            assertThat(process.waitFor()).isZero();
        }
        assertWhole(450);
    }

    /** Every text once, and nothing else. */
    private void assertWhole(int texts) throws IOException {
        int record = TextKey.BYTES + 4 + 8 + 4 * DIMENSION + 4;
        assertThat(Files.size(folder.resolve(VectorFile.NAME))).isEqualTo(VectorFile.HEADER + (long) texts * record);
        try (VectorCache cache = full()) {
            assertDirect(cache.embed(texts(0, texts), Role.PASSAGE), texts(0, texts), Role.PASSAGE);
        }
    }

    private static void writeOneByOne(Path folder, int from, int to) {
        try (VectorCache cache = new VectorCache(folder, FINGERPRINT, () -> new FakeEmbedder(DIMENSION))) {
            for (int i = from; i < to; i += 3) {
                cache.embed(texts(i, Math.min(to, i + 3)), Role.PASSAGE);
            }
        }
    }

    /** Another process. */
    static final class Writing {
        private Writing() {}

        public static void main(String[] arguments) {
            writeOneByOne(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        }
    }

    @Test
    void a_spec_has_a_folder_of_its_own_and_files_have_none() throws IOException {
        EmbedderTools tools = new EmbedderTools(name -> Optional.empty(), folder);
        Path file = folder.resolve("v.jsonl");
        Files.writeString(file, "{\"text\": \"a\", \"vector\": [3, 4]}\n");
        try (Embedder files = new VectorFiles(List.of(file), List.of(), Normalisation.NONE).openCached(tools)) {
            assertThat(files.embed(List.of("a"), Role.PASSAGE).get(0).vector()).containsExactly(3, 4);
        }
        assertThat(folder.resolve("vectors")).doesNotExist();
        try (Embedder cached = new BgeSmall().openCached(tools)) {
            cached.embed(List.of("A ferry."), Role.PASSAGE);
        }
        assertThat(folder.resolve("vectors")
                        .resolve(new BgeSmall().fingerprint().brief())
                        .resolve(VectorFile.NAME))
                .exists();
    }
}
