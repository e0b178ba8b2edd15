package dev.winnow.app.dataset;

import dev.winnow.app.config.ConfigFile;
import dev.winnow.app.config.Environment;
import dev.winnow.app.config.Kinds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The data sets that Winnow knows by name: one descriptor each, {@code datasets/NAME.yaml}.
 *
 * @param home the folder of the program
 */
public record Catalogue(Path home) {
    private static final String ENDING = ".yaml";

    /** The names, in order. */
    public List<String> names() {
        Path folder = home.resolve("datasets");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(ENDING))
                    .map(file -> file.substring(0, file.length() - ENDING.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The descriptor of that name.
     *
     * @throws dev.winnow.indexer.spec.InputException if there is none, or it has problems: a variable that is not set
     */
    public Descriptor get(String name) {
        Path file = home.resolve("datasets").resolve(name + ENDING);
        return ConfigFile.read(file, Environment::variable)
                .bind(Descriptor.class, Kinds.none().with(DatasetSpec.class, DatasetSpec.KINDS));
    }

    /** How to load each. */
    public Map<String, Supplier<DatasetSpec>> members() {
        Map<String, Supplier<DatasetSpec>> members = new TreeMap<>();
        names().forEach(name -> members.put(name, () -> get(name).load()));
        return members;
    }
}
