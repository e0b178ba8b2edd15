package dev.winnow.app.experiment;

import dev.winnow.app.config.ConfigFile;
import dev.winnow.app.config.Environment;
import dev.winnow.app.config.Kinds;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Suggestion;
import dev.winnow.pipelines.prompt.PromptTemplate;
import dev.winnow.pipelines.prompt.StrategyTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The prompt templates at hand: {@code NAME.yaml} in the folders, the first that has it.
 *
 * @param folders those that exist are searched
 */
public record Prompts(List<Path> folders) {
    private static final String PACKED = "/dev/winnow/app/prompts/";

    /** Templates in {@code prompts/} beside a configuration, then the program's own. */
    public static Prompts beside(Path config, Environment environment) {
        return new Prompts(List.of(
                config.toAbsolutePath().getParent().resolve("prompts"),
                environment.home().resolve("configs").resolve("prompts")));
    }

    /**
     * The template of that name.
     *
     * @throws InputException if there is none or it has problems
     */
    public PromptTemplate open(String name) {
        return open(name, PromptTemplate.class);
    }

    /**
     * The template of that name by which a strategy words its calls.
     *
     * @throws InputException if there is none or it has problems
     */
    public StrategyTemplate strategy(String name) {
        return open("strategies/" + name, StrategyTemplate.class);
    }

    /**
     * The template of that name and type.
     *
     * @param name with the folder below, if it is in one
     * @throws InputException if there is none or it has problems
     */
    <T> T open(String name, Class<T> type) {
        for (Path folder : folders) {
            Path file = folder.resolve(name + ".yaml");
            if (Files.exists(file)) {
                return ConfigFile.read(file, Environment::variable).bind(type, Kinds.none());
            }
        }
        return packed(name, type)
                .orElseThrow(() -> new InputException(
                        "unknown prompt '" + name + "'" + Suggestion.of(name, names(name.indexOf('/') + 1, name))));
    }

    /** The program's own from its archive: an application that uses Winnow has no folder of it. */
    private static <T> Optional<T> packed(String name, Class<T> type) {
        try (InputStream in = Prompts.class.getResourceAsStream(PACKED + name + ".yaml")) {
            if (in == null) {
                return Optional.empty();
            }
            String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Optional.of(ConfigFile.of(name + ".yaml", yaml, Path.of(""), Environment::variable)
                    .bind(type, Kinds.none()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those beside a name, in the same folder below. */
    private List<String> names(int below, String name) {
        List<String> names = new ArrayList<>();
        for (Path root : folders) {
            Path folder = root.resolve(name.substring(0, below));
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    files.map(file -> file.getFileName().toString())
                            .filter(file -> file.endsWith(".yaml"))
                            .map(file -> name.substring(0, below) + file.substring(0, file.length() - ".yaml".length()))
                            .forEach(names::add);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return names;
    }
}
