package dev.winnow.app.cli;

import dev.winnow.app.config.ConfigFile;
import dev.winnow.app.config.Environment;
import dev.winnow.app.config.Kinds;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Specs on the command line: a kind with its defaults, inline YAML, or a file. */
final class Specs {
    private Specs() {}

    /**
     * The spec of an option.
     *
     * @throws dev.winnow.indexer.spec.InputException with every problem
     */
    static <T> T read(String option, String value, Class<T> family, Kinds kinds) {
        return file(value, option).bind(family, kinds);
    }

    private static ConfigFile file(String value, String option) {
        try {
            Path file = Path.of(value);
            if (Files.isRegularFile(file)) {
                return ConfigFile.read(file, Environment::variable);
            }
        } catch (InvalidPathException inlineYaml) {
            // Windows has no braces or colons in names.
        }
        return ConfigFile.of(option, value, Path.of(""), Environment::variable);
    }
}
