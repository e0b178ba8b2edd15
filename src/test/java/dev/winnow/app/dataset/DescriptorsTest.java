package dev.winnow.app.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.winnow.app.config.ConfigFile;
import dev.winnow.app.config.Kinds;
import dev.winnow.indexer.corpus.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DescriptorsTest {
    private static final DatasetTools TOOLS =
            new DatasetTools(new Seed(7), document -> document.text().length() / 4);

    private static String data() {
        return System.getenv()
                .getOrDefault(
                        "WINNOW_DATA",
                        Path.of("../../shared/data").toAbsolutePath().toString());
    }

    static Stream<Path> descriptors() throws IOException {
        try (var files = Files.list(Path.of("../datasets"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("descriptors")
    void a_descriptor_is_true_to_the_data_it_describes(Path file) throws IOException {
        String name = file.getFileName().toString().replace(".yaml", "");
        String text = Files.readString(file);
        assumeTrue(
                !name.equals("atlas") || DatasetSpec.KINDS.containsKey("atlas"), "atlas is not among the kinds here");
        Descriptor descriptor = ConfigFile.read(file, variable -> Optional.of(data()))
                .bind(Descriptor.class, Kinds.none().with(DatasetSpec.class, DatasetSpec.KINDS));
        assertThat(descriptor.name()).isEqualTo(name);
        assumeTrue(
                !text.contains("WINNOW_DATA") || Files.isDirectory(Path.of(data())),
                data() + " is not there; set WINNOW_DATA to the folder of real data");
        assumeTrue(
                !(descriptor.load() instanceof HaystackcraftDataset large) || Files.isDirectory(large.folder()),
                "HaystackCraft's files are not among the real data");
        Dataset dataset = descriptor.load().load(TOOLS);
        assertThat(new Descriptor.Counts(
                        dataset.corpus().size(), dataset.questions().size()))
                .isEqualTo(descriptor.counts());
        descriptor.fingerprint().ifPresent(brief -> assertThat(
                        dataset.corpus().fingerprint().brief())
                .isEqualTo(brief));
        assertThat(dataset.gold()).hasSize(dataset.questions().size());
    }
}
