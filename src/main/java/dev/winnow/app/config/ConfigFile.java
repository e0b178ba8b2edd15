package dev.winnow.app.config;

import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Problem;
import dev.winnow.indexer.spec.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A YAML file, read but not yet given a type. */
public final class ConfigFile {
    private final Findings findings;
    private final Optional<Tree> tree;
    private final Path folder;
    private final Variables variables;

    private ConfigFile(String name, String yaml, Path folder, Function<String, Optional<String>> environment) {
        this.findings = new Findings(name);
        this.tree = YamlText.parse(name, yaml, findings);
        this.folder = folder.toAbsolutePath().normalize();
        this.variables = new Variables(environment);
    }

    /**
     * Reads a file. Relative paths in it start from its folder.
     *
     * @param environment the value of a variable, empty if it is not set
     * @throws InputException if there is no such file, or it is not UTF-8 or not YAML
     */
    public static ConfigFile read(Path file, Function<String, Optional<String>> environment) {
        return new ConfigFile(
                file.toString(), YamlText.decode(file.toString(), bytes(file)), folder(file), environment);
    }

    /**
     * Reads YAML that stands somewhere else than in a file, as on a command line.
     *
     * @param name what problems call the place
     * @param folder what relative paths start from
     * @throws InputException if it is not YAML
     */
    public static ConfigFile of(String name, String yaml, Path folder, Function<String, Optional<String>> environment) {
        return new ConfigFile(name, yaml, folder, environment);
    }

    /**
     * The file as a record, or as one of a family of kinds.
     *
     * @throws InputException with every problem of the file, in the order of their places
     */
    public <T> T bind(Class<T> type, Kinds kinds) {
        Findings found = findings.copy();
        Optional<Object> bound = new Binding(kinds, found, variables, folder).root(type, tree);
        if (found.any()) {
            throw found.exception();
        }
        return type.cast(bound.orElseThrow(() -> new IllegalStateException("neither a value nor a problem")));
    }

    /** Whether the file has this key at its root. */
    public boolean has(String key) {
        return tree.flatMap(root -> child(root, key)).isPresent();
    }

    /**
     * Where a value stands, for problems that are found after binding: {@code configs/a.yaml:4:5}. Where the file leaves
     * a key out, the place of the value that would hold it.
     *
     * @param path keys from the root on; entries of lists by their number from 0
     */
    public String place(String... path) {
        Optional<Tree> at = tree;
        Spot spot = at.map(Tree::at).orElse(Spot.START);
        for (String step : path) {
            at = at.flatMap(value -> child(value, step));
            spot = at.map(Tree::at).orElse(spot);
        }
        return findings.place(spot);
    }

    /**
     * Every value as written, by its path from the root, such as {@code models.gpt.temperature}. Entries of lists are called by
     * their {@code name}, {@code id} or {@code use} where that tells them apart, by their number from 0 where not.
     */
    public Map<String, String> values() {
        return tree.map(FlatTree::of).orElse(Map.of());
    }

    /**
     * Where a key is given a value, alone or in a list, anywhere in the file; empty where the value comes from somewhere
     * else, such as a default or a variable.
     *
     * @param value as written
     */
    public List<String> places(String key, String value) {
        return places(key, value::equals);
    }

    /** The same for every value, as written, that is one of these. */
    public List<String> places(String key, Predicate<String> wanted) {
        List<String> places = new ArrayList<>();
        tree.ifPresent(root -> find(root, key, wanted, places));
        return places;
    }

    /** Where a key stands, anywhere in the file. */
    public List<String> keys(String name) {
        List<String> places = new ArrayList<>();
        tree.ifPresent(root -> find(root, name, places));
        return places;
    }

    private void find(Tree in, String name, List<String> places) {
        switch (in) {
            case Tree.Word word -> {}
            case Tree.Items items -> items.items().forEach(item -> find(item, name, places));
            case Tree.Keys keys ->
                keys.entries().forEach((key, entry) -> {
                    if (key.equals(name)) {
                        places.add(findings.place(entry.keyAt()));
                    }
                    find(entry.value(), name, places);
                });
        }
    }

    /** Problems of this file by line and column, those of other places behind them as they come. */
    public Comparator<Problem> inOrder() {
        Pattern place = Pattern.compile(Pattern.quote(findings.file()) + ":(\\d+):(\\d+)");
        return Comparator.comparing(problem -> {
            Matcher matched = place.matcher(problem.place());
            return matched.matches()
                    ? new Spot(Integer.parseInt(matched.group(1)), Integer.parseInt(matched.group(2)))
                    : new Spot(Integer.MAX_VALUE, 1);
        });
    }

    private void find(Tree in, String key, Predicate<String> wanted, List<String> places) {
        switch (in) {
            case Tree.Word word -> {}
            case Tree.Items items -> items.items().forEach(item -> find(item, key, wanted, places));
            case Tree.Keys keys ->
                keys.entries().forEach((name, entry) -> {
                    if (name.equals(key)) {
                        List<Tree> given =
                                entry.value() instanceof Tree.Items items ? items.items() : List.of(entry.value());
                        given.stream()
                                .filter(item -> item instanceof Tree.Word word && wanted.test(word.text()))
                                .forEach(item -> places.add(findings.place(item.at())));
                    }
                    find(entry.value(), key, wanted, places);
                });
        }
    }

    private static Optional<Tree> child(Tree tree, String step) {
        return switch (tree) {
            case Tree.Word word -> Optional.empty();
            case Tree.Keys keys -> Optional.ofNullable(keys.entries().get(step)).map(Tree.Entry::value);
            case Tree.Items items ->
                step.matches("\\d{1,9}")
                                && Integer.parseInt(step) < items.items().size()
                        ? Optional.of(items.items().get(Integer.parseInt(step)))
                        : Optional.empty();
        };
    }

    private static byte[] bytes(Path file) {
        if (Files.isDirectory(file)) {
            throw new InputException(file, "this is a folder, where a YAML file is needed");
        }
        if (!Files.exists(file)) {
            throw new InputException(file, "no such file" + neighbour(file));
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InputException(file, "the file cannot be read; check its permissions");
        }
    }

    private static String neighbour(Path file) {
        try (Stream<Path> siblings = Files.list(folder(file))) {
            List<String> names = siblings.map(Path::getFileName)
                    .map(Path::toString)
                    .filter(name -> name.endsWith(".yaml") || name.endsWith(".yml"))
                    .toList();
            return names.isEmpty() ? "" : Suggestion.of(file.getFileName().toString(), names);
        } catch (IOException e) {
            return ", nor its folder";
        }
    }

    private static Path folder(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        return folder == null ? file.toAbsolutePath().normalize() : folder;
    }
}
