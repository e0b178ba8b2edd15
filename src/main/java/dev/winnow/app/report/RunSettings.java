package dev.winnow.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.app.config.ConfigFile;
import dev.winnow.app.ledger.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a run was made with: its configuration with every default, the wording of its prompts, and what its manifest says.
 *
 * @param run in a report of several runs, what stands before the ids of its strategies and a slash
 * @param folder where the run is, as a command line names it
 * @param values by path, such as {@code models.gpt.temperature}; those of prompts begin with {@code prompts.NAME.}, those of
 *     the manifest with {@code manifest.}
 * @param departures keys of the configuration that have not Winnow's default value, by path
 */
public record RunSettings(String run, String folder, Map<String, String> values, Map<String, String> departures) {
    static final String PROMPTS = "prompts.";
    static final String MANIFEST = "manifest.";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the manifest has of each strategy and stands elsewhere. */
    private static final Set<String> OF_STRATEGIES = Set.of("index_costs", "strategies");

    public RunSettings {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        departures = Collections.unmodifiableMap(new LinkedHashMap<>(departures));
    }

    /**
     * The settings that a run's folder holds.
     *
     * @param departures of its configuration, which only who knows its kinds can tell
     */
    public static RunSettings read(String run, RunFolder folder, Map<String, String> departures) {
        Map<String, String> values = new LinkedHashMap<>();
        try {
            values.putAll(file(folder.config()));
            for (Path prompt : prompts(folder.prompts())) {
                String name = folder.prompts()
                        .relativize(prompt)
                        .toString()
                        .replace('\\', '/')
                        .replaceFirst("\\.yaml$", "");
                file(prompt).forEach((key, value) -> values.put(PROMPTS + name + "." + key, value));
            }
            if (Files.exists(folder.manifest())) {
                JSON.readTree(folder.manifest().toFile()).properties().stream()
                        .filter(entry -> !OF_STRATEGIES.contains(entry.getKey()))
                        .forEach(entry -> flatten(MANIFEST + entry.getKey(), entry.getValue(), values));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RunSettings(run, folder.root().toString(), values, departures);
    }

    private static Map<String, String> file(Path file) {
        return Files.exists(file)
                ? ConfigFile.read(file, name -> Optional.empty()).values()
                : Map.of();
    }

    private static List<Path> prompts(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static void flatten(String path, JsonNode node, Map<String, String> values) {
        if (node.isObject()) {
            node.properties().forEach(entry -> flatten(path + "." + entry.getKey(), entry.getValue(), values));
        } else {
            values.put(path, node.isValueNode() ? node.asText() : node.toString());
        }
    }

    /** A value; empty where the run has none of this path. */
    Optional<String> value(String path) {
        return Optional.ofNullable(values.get(path));
    }

    /** What the views of {@code winnow query} call it. */
    String folderName() {
        return String.valueOf(Path.of(folder).toAbsolutePath().normalize().getFileName());
    }

    /** What stands before the ids of its strategies in a report of several runs. */
    String prefix() {
        return run + "/";
    }
}
