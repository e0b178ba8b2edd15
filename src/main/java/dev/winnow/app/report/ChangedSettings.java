package dev.winnow.app.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The settings in which two runs differ, and which strategies and models each of them concerns. */
final class ChangedSettings {
    private static final Pattern WORDS = Pattern.compile("[\\[\\]{},\\s]+");

    /** Parts of a configuration whose entries have names that other entries use. */
    private static final List<String> NAMED = List.of("pipelines", "retrievers", "models");

    /** Keys of models that decide when and how a request is sent, and nothing that is asked. */
    static final Set<String> OF_SENDING = Set.of(
            "concurrency",
            "deadline",
            "deadline-growth",
            "attempts",
            "requests-per-minute",
            "tokens-per-minute",
            "prompt-cache",
            "api-key-env",
            "headers-from-env",
            "replies");

    /** What the manifest says beside what the configuration says already. */
    private static final Set<String> OF_MANIFEST = Set.of(
            "winnow",
            "java",
            "machine",
            "corpus_fingerprint",
            "index_fingerprint",
            "tokenizer_fingerprint",
            "documents");

    private final RunSettings before;
    private final RunSettings after;
    private final List<Setting> all = new ArrayList<>();
    private final Map<String, Set<String>> entries = new HashMap<>();
    private final Map<String, Set<String>> reached = new HashMap<>();

    /** What a setting may decide. */
    enum Bearing {
        SHOWN("what is shown"),
        ANSWERED("how it is answered"),
        SCORED("how it is scored"),
        PAID("what it costs");

        private final String label;

        Bearing(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /**
     * A setting that differs.
     *
     * @param path as {@link RunSettings} has it
     * @param before empty where the run before does not have it
     * @param after empty where the run after does not have it
     * @param bearings what it may decide; none for one that decides nothing that is written down but times
     * @param owner the entry that it belongs to, such as {@code models.gpt}; empty where it concerns all
     */
    record Setting(String path, String before, String after, Set<Bearing> bearings, Optional<String> owner) {}

    ChangedSettings(RunSettings before, RunSettings after) {
        this.before = before;
        this.after = after;
        NAMED.forEach(part -> entries.put(part, entries(part, List.of(before, after))));
        Set<String> paths = new LinkedHashSet<>(before.values().keySet());
        paths.addAll(after.values().keySet());
        for (String path : paths) {
            String old = before.value(path).orElse("");
            String now = after.value(path).orElse("");
            if (!old.equals(now) && isSetting(path)) {
                all.add(new Setting(path, old, now, bearings(path), owner(path)));
            }
        }
    }

    /** All of them, in the order of the configuration. */
    List<Setting> all() {
        return all;
    }

    /** Whether a path is one that a reader would look for: not the run's name, nor what follows from other settings. */
    private static boolean isSetting(String path) {
        if (!path.startsWith(RunSettings.MANIFEST)) {
            return !path.equals("name") && !path.matches("pipelines\\..*\\.name");
        }
        String key = path.substring(RunSettings.MANIFEST.length());
        return OF_MANIFEST.contains(key)
                || key.startsWith("embedder_of_")
                || key.startsWith("reranker_of_")
                || key.startsWith("price_of_");
    }

    private static Set<Bearing> bearings(String path) {
        String head = path.replaceFirst("\\..*", "");
        return switch (head) {
            case "metrics", "format" -> EnumSet.of(Bearing.SCORED);
            case "dataset", "index", "retrievers", "tokenizer" -> EnumSet.of(Bearing.SHOWN);
            case "prompt", "prompts", "citations" -> EnumSet.of(Bearing.ANSWERED, Bearing.SHOWN);
            case "models" -> ofModel(path);
            case "pipelines", "seed" -> EnumSet.of(Bearing.SHOWN, Bearing.ANSWERED);
            case "manifest" -> ofManifest(path.substring(RunSettings.MANIFEST.length()));
            case "predictions", "where", "model", "strategy" -> EnumSet.of(Bearing.ANSWERED);
            default -> EnumSet.noneOf(Bearing.class);
        };
    }

    private static Set<Bearing> ofModel(String path) {
        String key = path.substring(path.lastIndexOf('.') + 1);
        if (path.endsWith(".price") || path.contains(".price.")) {
            return EnumSet.of(Bearing.PAID);
        }
        return OF_SENDING.contains(key) ? EnumSet.noneOf(Bearing.class) : EnumSet.of(Bearing.ANSWERED);
    }

    private static Set<Bearing> ofManifest(String key) {
        if (key.startsWith("price_of_")) {
            return EnumSet.of(Bearing.PAID);
        }
        return switch (key) {
            case "java", "machine" -> EnumSet.noneOf(Bearing.class);
            // A program of another version may do anything otherwise.
            case "winnow" -> EnumSet.of(Bearing.SHOWN, Bearing.ANSWERED, Bearing.SCORED);
            default -> EnumSet.of(Bearing.SHOWN);
        };
    }

    /** The named entry that a path leads into: names may hold points, as {@code gpt-4.1} does. */
    private Optional<String> owner(String path) {
        for (String part : NAMED) {
            if (path.startsWith(part + ".")) {
                return entries.get(part).stream()
                        .filter(name -> path.startsWith(part + "." + name + "."))
                        .max((left, right) -> Integer.compare(left.length(), right.length()))
                        .map(name -> part + "." + name);
            }
        }
        String key = path.substring(path.startsWith(RunSettings.MANIFEST) ? RunSettings.MANIFEST.length() : 0);
        for (String kind : List.of("embedder_of_", "reranker_of_")) {
            if (key.startsWith(kind)) {
                String name = key.substring(kind.length());
                return Optional.of((entries.get("retrievers").contains(name) ? "retrievers." : "pipelines.") + name);
            }
        }
        return key.startsWith("price_of_")
                ? Optional.of("models." + key.substring("price_of_".length()))
                : Optional.empty();
    }

    /** The names of the entries of a part: of retrievers the keys, of lists what their entries call themselves. */
    static Set<String> entries(String part, List<RunSettings> runs) {
        String naming = part.equals("models") ? "id" : part.equals("pipelines") ? "name" : "use";
        Pattern entry = Pattern.compile(Pattern.quote(part) + "\\.(.+?)\\." + naming);
        Set<String> names = new TreeSet<>();
        runs.stream()
                .flatMap(run -> run.values().keySet().stream())
                .filter(path -> path.startsWith(part + "."))
                .forEach(path -> {
                    Matcher matcher = entry.matcher(path);
                    if (matcher.matches()) {
                        names.add(matcher.group(1));
                    }
                });
        if (part.equals("retrievers")) {
            // Parts of a retriever have a kind, too.
            Set<String> found = Set.copyOf(names);
            names.removeIf(name -> found.stream().anyMatch(other -> name.startsWith(other + ".")));
        }
        return names;
    }

    /**
     * The settings that may explain what changed of a strategy's answers.
     *
     * @param strategy its id in its run
     * @param observed what changed
     */
    List<Setting> explaining(String strategy, String model, Set<Bearing> observed) {
        Set<String> concerned = new HashSet<>(reached.computeIfAbsent("pipelines." + strategy, this::reachable));
        concerned.add("models." + model);
        return all.stream()
                .filter(setting -> setting.bearings().stream().anyMatch(observed::contains))
                .filter(setting -> setting.owner().map(concerned::contains).orElse(true))
                .toList();
    }

    /** An entry and all those that it names, and that these name. */
    private Set<String> reachable(String from) {
        Set<String> found = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(from));
        Map<String, String> byName = new HashMap<>();
        for (String part : NAMED) {
            entries.get(part).forEach(name -> byName.putIfAbsent(name, part + "." + name));
        }
        while (!open.isEmpty()) {
            String entry = open.pop();
            if (found.add(entry)) {
                Stream.of(before, after)
                        .flatMap(run -> run.values().entrySet().stream())
                        .filter(value -> value.getKey().startsWith(entry + "."))
                        .filter(value -> !value.getKey().matches(".*\\.(name|id|use)"))
                        .flatMap(value -> WORDS.splitAsStream(value.getValue()))
                        .map(byName::get)
                        .filter(named -> named != null)
                        .forEach(open::push);
            }
        }
        return found;
    }
}
