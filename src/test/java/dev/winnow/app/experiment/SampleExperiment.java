package dev.winnow.app.experiment;

import dev.winnow.app.config.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The sample data set and an experiment on it, in a folder of their own where tests can change them. */
final class SampleExperiment {
    static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    final Path folder;

    SampleExperiment(Path folder) {
        this.folder = folder;
        try {
            copy(HOME.resolve("datasets").resolve("sample"), folder.resolve("sample"));
            copy(HOME.resolve("configs").resolve("prompts"), folder.resolve("prompts"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                if (Files.isDirectory(file)) {
                    copy(file, to.resolve(file.getFileName()));
                } else {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
        }
    }

    /** Writes the configuration. */
    Path config(String yaml) {
        try {
            return Files.writeString(folder.resolve("experiment.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces text in a file that must hold it. */
    void edit(String file, String from, String to) {
        try {
            Path path = folder.resolve(file);
            String before = Files.readString(path);
            if (!before.contains(from)) {
                throw new IllegalArgumentException(file + " does not hold '" + from + "'");
            }
            Files.writeString(path, before.replace(from, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Environment environment() {
        return new Environment(HOME, folder.resolve("cache"), folder.resolve("runs"));
    }

    Experiment open(Experiment.Purpose purpose) {
        return Experiment.open(folder.resolve("experiment.yaml"), purpose, environment(), Progress.SILENT);
    }
}
