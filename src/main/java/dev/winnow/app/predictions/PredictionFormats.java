package dev.winnow.app.predictions;

import dev.winnow.app.config.ConfigFile;
import dev.winnow.app.config.Environment;
import dev.winnow.app.dataset.Catalogue;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Suggestion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The formats at hand: {@code configs/predictions/NAME.yaml}, or any YAML file.
 *
 * @param home the folder of the program
 */
public record PredictionFormats(Path home) {
    private static final String ENDING = ".yaml";

    /** The names, in order. */
    public List<String> names() {
        Path folder = home.resolve("configs").resolve("predictions");
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
     * The format of that name or in that file.
     *
     * @throws InputException if there is none, or it has problems
     */
    public PredictionFormat get(String nameOrFile) {
        Path named = home.resolve("configs").resolve("predictions").resolve(nameOrFile + ENDING);
        Path file = names().contains(nameOrFile) ? named : Path.of(nameOrFile);
        if (!Files.exists(file)) {
            throw new InputException(
                    "--as",
                    "unknown format '" + nameOrFile + "', and no such file" + Suggestion.of(nameOrFile, names()));
        }
        return ConfigFile.read(file, Environment::variable)
                .bind(PredictionFormat.class, ImportConfig.kinds(new Catalogue(home)));
    }
}
