package dev.winnow.indexer.index;

import static dev.winnow.indexer.index.SmallIndexes.builder;
import static dev.winnow.indexer.index.SmallIndexes.corpus;
import static dev.winnow.indexer.index.SmallIndexes.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.chunk.Chunker;
import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexBuilderTest {
    private static final Chunker BROKEN = document -> {
        if (document.id().value().endsWith("-13")) {
            throw new IllegalStateException("no more ink");
        }
        return List.of();
    };

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void place() {
        folder = temporary.resolve("below").resolve("index");
    }

    @Test
    void an_index_is_built_once_and_reused_while_nothing_changes() throws IOException {
        assertThat(builder("tokens:16").build(corpus(30), folder)).isEqualTo(IndexBuilder.Result.BUILT);
        String manifest = Files.readString(folder.resolve(IndexManifest.FILE));

        assertThat(builder("tokens:16").build(corpus(30), folder)).isEqualTo(IndexBuilder.Result.REUSED);

        assertThat(folder.resolve(IndexManifest.FILE)).hasContent(manifest);
    }

    @Test
    void the_manifest_says_what_is_in_the_index() {
        Corpus corpus = corpus(30);
        try (PassageIndex index = SmallIndexes.index(folder, "whole", corpus)) {
            IndexManifest manifest = index.manifest();
            assertThat(manifest.corpus()).isEqualTo(corpus.fingerprint());
            assertThat(manifest.settings()).isEqualTo(SmallIndexes.settings("whole"));
            assertThat(manifest.fingerprint()).isEqualTo(manifest.settings().fingerprint(corpus.fingerprint()));
            assertThat(manifest.documents()).isEqualTo(30);
            // Every seventh document has no text, and so no passage.
            assertThat(manifest.passages())
                    .isEqualTo(26)
                    .isEqualTo(index.reader().numDocs());
        }
    }

    @Test
    void another_corpus_replaces_the_index() {
        builder("whole").build(corpus(30), folder);

        assertThat(builder("whole").build(corpus(29), folder)).isEqualTo(IndexBuilder.Result.BUILT);

        try (PassageIndex index = PassageIndex.open(folder)) {
            assertThat(index.corpus().size()).isEqualTo(29);
        }
        assertThat(neighbours()).containsExactly("index", "index.lock");
    }

    @Test
    void other_settings_replace_the_index() {
        builder("whole").build(corpus(30), folder);

        assertThat(builder("tokens:16").build(corpus(30), folder)).isEqualTo(IndexBuilder.Result.BUILT);

        try (PassageIndex index = PassageIndex.open(folder)) {
            assertThat(index.manifest().passages()).isGreaterThan(30);
        }
    }

    @Test
    void a_damaged_index_is_built_again() throws IOException {
        builder("whole").build(corpus(30), folder);
        Files.writeString(folder.resolve(IndexManifest.FILE), "{\"format\": 2, \"finger");

        assertThat(builder("whole").build(corpus(30), folder)).isEqualTo(IndexBuilder.Result.BUILT);
    }

    @Test
    void what_a_killed_build_left_is_no_index_and_is_removed_by_the_next() throws IOException {
        Path elsewhere = temporary.resolve("elsewhere");
        builder("whole").build(corpus(12), elsewhere);
        Path partial = folder.resolveSibling("index.partial");
        Files.createDirectories(partial.getParent());
        // Killed at the worst moment: all written, not yet moved.
        Files.move(elsewhere, partial);
        Files.writeString(partial.resolve("passages").resolve("_9.leftover"), "x");

        assertThatThrownBy(() -> PassageIndex.open(folder)).isInstanceOf(InputException.class);
        assertThat(builder("whole").build(corpus(12), folder)).isEqualTo(IndexBuilder.Result.BUILT);

        assertThat(neighbours()).containsExactly("index", "index.lock");
        assertThat(folder.resolve("passages").resolve("_9.leftover")).doesNotExist();
    }

    @Test
    void a_build_killed_while_it_replaced_an_index_is_done_again() throws IOException {
        builder("whole").build(corpus(12), folder);
        // Between the two moves: the old index is aside, the new one not yet in its place.
        Files.move(folder, folder.resolveSibling("index.old"));

        assertThat(builder("whole").build(corpus(13), folder)).isEqualTo(IndexBuilder.Result.BUILT);

        assertThat(neighbours()).containsExactly("index", "index.lock");
        try (PassageIndex index = PassageIndex.open(folder)) {
            assertThat(index.corpus().size()).isEqualTo(13);
        }
    }

    @Test
    void a_folder_with_other_things_in_it_is_refused_and_left_as_it_is() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("letter.txt"), "Dear Ilse,");

        assertThatThrownBy(() -> builder("whole").build(corpus(3), folder))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        folder + ": this folder is not empty and holds no index; choose another place for the index");

        assertThat(folder.resolve("letter.txt")).hasContent("Dear Ilse,");
    }

    @Test
    void a_file_where_the_index_should_go_is_refused_and_left_as_it_is() throws IOException {
        Files.createDirectories(folder.getParent());
        Files.writeString(folder, "Dear Ilse,");

        assertThatThrownBy(() -> builder("whole").build(corpus(3), folder)).isInstanceOf(InputException.class);

        assertThat(folder).hasContent("Dear Ilse,");
    }

    @Test
    void an_empty_folder_may_be_given() throws IOException {
        Files.createDirectories(folder);

        assertThat(builder("whole").build(corpus(3), folder)).isEqualTo(IndexBuilder.Result.BUILT);
    }

    @Test
    void a_chunker_that_fails_leaves_no_index_behind() {
        assertThatThrownBy(() -> builder("whole", BROKEN).build(corpus(30), folder))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("no more ink");

        assertThat(folder).doesNotExist();
        assertThatThrownBy(() -> PassageIndex.open(folder)).isInstanceOf(InputException.class);
        assertThat(builder("whole").build(corpus(30), folder)).isEqualTo(IndexBuilder.Result.BUILT);
        assertThat(neighbours()).containsExactly("index", "index.lock");
    }

    @Test
    void a_chunker_that_fails_leaves_the_index_that_was_there() {
        builder("whole").build(corpus(5), folder);

        assertThatThrownBy(() -> builder("whole", BROKEN).build(corpus(30), folder))
                .isInstanceOf(UncheckedIOException.class);

        try (PassageIndex index = PassageIndex.open(folder)) {
            assertThat(index.corpus().size()).isEqualTo(5);
        }
    }

    @Test
    void a_corpus_without_any_text_can_be_indexed() {
        try (PassageIndex index = SmallIndexes.index(folder, "whole", corpus(document("a", ""), document("b", "")))) {
            assertThat(index.manifest().passages()).isZero();
            assertThat(index.corpus().size()).isEqualTo(2);
        }
    }

    @Test
    void of_several_threads_that_want_one_index_one_builds_it() throws Exception {
        Corpus corpus = corpus(200);
        AtomicInteger built = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(threads.submit(() -> {
                    start.await();
                    if (builder("tokens:16").build(corpus, folder) == IndexBuilder.Result.BUILT) {
                        built.incrementAndGet();
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(built).hasValue(1);
        PassageIndex.open(folder).close();
    }

    @Test
    void of_two_processes_that_want_one_index_one_builds_it() throws Exception {
        Process first = another(folder);
        Process second = another(folder);

        List<String> results = List.of(output(first), output(second));

        assertThat(results).containsExactlyInAnyOrder("BUILT", "REUSED");
        PassageIndex.open(folder).close();
    }

    private static Process another(Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Build.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String output(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output.strip();
    }

    /** What the other process does. */
    static final class Build {
        private Build() {}

        public static void main(String[] arguments) {
            System.out.println(builder("tokens:16").build(corpus(400), Path.of(arguments[0])));
        }
    }

    private List<String> neighbours() {
        try (Stream<Path> files = Files.list(folder.getParent())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
