package dev.winnow.app.haystack;

import dev.winnow.app.config.Environment;
import dev.winnow.app.experiment.Experiment;
import dev.winnow.app.experiment.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A configuration of haystacks in a folder of its own, and what is written of it. */
record SmallHaystacks(Path folder) {
    static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    private static final String SAMPLE =
            """
            name: small
            seed: 7
            dataset: {use: jsonl, folder: %s}
            index: {passages: whole}
            prompt: haystackcraft
            retrievers:
              bm25: {use: bm25}
              few: {use: fusion, of: [bm25, other], method: {use: quotas, quotas: [1, 2]}}
              other: {use: bm25, b: 0.9}
            haystacks:
              - {use: haystack, retriever: [bm25, few], size: [250, 400], mode: [injected, honest]}
            """;

    Path config(String yaml) {
        try {
            return Files.writeString(folder.resolve("haystacks.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Haystacks of two retrievers, two sizes and two modes over the sample. */
    Path sample() {
        return config(SAMPLE.formatted(HOME.resolve("datasets/sample")));
    }

    Environment environment() {
        return new Environment(HOME, folder.resolve("cache"), folder.resolve("runs"));
    }

    Experiment open(Path config) {
        return Experiment.open(config, Experiment.Purpose.HAYSTACKS, environment(), Progress.SILENT);
    }

    HaystackSummary write(Path config, Path to) {
        return write(config, to, 2);
    }

    HaystackSummary write(Path config, Path to, int threads) {
        try (Experiment experiment = open(config)) {
            HaystackBuilder builder =
                    new HaystackBuilder(experiment, environment().cache().resolve("haystacks"), threads);
            return new HaystackFolder(to, experiment, builder, HaystackFolder.Corpus.WRITTEN).write(Progress.SILENT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The texts of all files below a folder, by path. */
    static Map<String, String> files(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            Map<String, String> texts = new TreeMap<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.put(root.relativize(file).toString(), Files.readString(file));
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
