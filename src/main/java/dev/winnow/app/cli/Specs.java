package dev.winnow.app.cli;

import dev.winnow.app.config.ConfigFile;
import dev.winnow.app.config.Environment;
import dev.winnow.app.config.Kinds;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Problem;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.Tokenizers;
import dev.winnow.retrievers.Retriever;
import dev.winnow.retrievers.RetrieverSpec;
import dev.winnow.retrievers.RetrieverTools;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Specs on the command line: a kind with its defaults, inline YAML, or a file. */
final class Specs {
    private static final Kinds RETRIEVERS = Kinds.none().with(RetrieverSpec.class, RetrieverSpec.KINDS);

    private Specs() {}

    /**
     * The spec of an option.
     *
     * @throws dev.winnow.indexer.spec.InputException with every problem
     */
    static <T> T read(String option, String value, Class<T> family, Kinds kinds) {
        try {
            return file(value, option).bind(family, kinds);
        } catch (InputException e) {
            throw new InputException(e.problems().stream()
                    .map(problem -> new Problem(place(option, problem.place()), problem.message()))
                    .toList());
        }
    }

    /** On a command line the line is always the first, and the column says something inside a map only. */
    private static String place(String option, String place) {
        if (!place.startsWith(option + ":1:")) {
            return place;
        }
        String column = place.substring(option.length() + 3);
        return column.equals("1") ? option : option + " at character " + column;
    }

    /** The tokenizer that {@code --tokenizer} names. */
    static TokenCounter tokenizer(String name) {
        try {
            return Tokenizers.open(name);
        } catch (InputException e) {
            throw new InputException("--tokenizer", e.getMessage());
        }
    }

    /** A retriever over an index. Retrievers that it names are kinds with their defaults. */
    static Retriever retriever(String option, RetrieverSpec spec, PassageIndex index) {
        return spec.open(new RetrieverTools(
                index, name -> retriever(option, read(option, name, RetrieverSpec.class, RETRIEVERS), index)));
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
