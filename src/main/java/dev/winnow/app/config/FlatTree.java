package dev.winnow.app.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Every value of a tree by its path. Entries of lists have names where they say one, so that a path outlives their order. */
final class FlatTree {
    private static final List<String> NAMES = List.of("name", "id", "use");

    private final Map<String, String> values = new LinkedHashMap<>();

    private FlatTree() {}

    static Map<String, String> of(Tree tree) {
        FlatTree flat = new FlatTree();
        flat.add("", tree);
        return flat.values;
    }

    private void add(String path, Tree tree) {
        switch (tree) {
            case Tree.Word word -> values.put(path, word.text());
            case Tree.Keys keys -> {
                if (keys.entries().isEmpty()) {
                    values.put(path, keys.inline());
                }
                keys.entries().forEach((key, entry) -> add(below(path, key), entry.value()));
            }
            case Tree.Items items -> {
                if (items.items().stream().anyMatch(Tree.Keys.class::isInstance)) {
                    List<String> names = names(items.items());
                    for (int i = 0; i < names.size(); i++) {
                        add(below(path, names.get(i)), items.items().get(i));
                    }
                } else {
                    values.put(path, items.inline());
                }
            }
        }
    }

    private static String below(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** What entries call themselves, where no two do so alike; otherwise their numbers from 0. */
    private static List<String> names(List<Tree> items) {
        for (String key : NAMES) {
            List<Optional<String>> named =
                    items.stream().map(item -> word(item, key)).toList();
            if (named.stream().allMatch(Optional::isPresent)
                    && named.stream().distinct().count() == named.size()) {
                return named.stream().map(Optional::orElseThrow).toList();
            }
        }
        return IntStream.range(0, items.size()).mapToObj(Integer::toString).toList();
    }

    private static Optional<String> word(Tree tree, String key) {
        if (!(tree instanceof Tree.Keys keys) || !keys.entries().containsKey(key)) {
            return Optional.empty();
        }
        return keys.entries().get(key).value() instanceof Tree.Word word ? Optional.of(word.text()) : Optional.empty();
    }
}
