package dev.winnow.app.config;

import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Problem;
import dev.winnow.indexer.spec.Suggestion;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One pass over one file: values where they can be made, findings where not. Empty means that a finding was added. */
final class Binding {
    /** Where the value of a key comes from. */
    enum Origin {
        GIVEN,
        VARYING,
        DEFAULT,
        ABSENT
    }

    /** A value of a key. */
    record Cell(Object value, Spot at, String text, Origin origin) {}

    /** A kind, and the keys given to it. */
    record Choice(String use, Class<?> type, Tree.Keys keys) {}

    private static final String USE = "use";

    private final Kinds kinds;
    private final Findings findings;
    private final Variables variables;
    private final Path folder;
    private final References references = new References();
    private Optional<References.Name> owner = Optional.empty();

    Binding(Kinds kinds, Findings findings, Variables variables, Path folder) {
        this.kinds = kinds;
        this.findings = findings;
        this.variables = variables;
        this.folder = folder;
    }

    Kinds kinds() {
        return kinds;
    }

    /** The whole file. */
    Optional<Object> root(Class<?> type, Optional<Tree> file) {
        if (file.isEmpty() || file.get().isNull()) {
            String needed = type.isRecord() ? needed(type) : "";
            findings.add(Spot.START, "the file is empty" + (needed.isEmpty() ? "" : "; it needs " + needed));
            return Optional.empty();
        }
        Optional<Object> bound = type.isRecord()
                ? rootRecord(type, file.get())
                : value(Shape.of(type, kinds), file.get(), Naming.noun(type));
        references.check(findings);
        return bound;
    }

    private Optional<Object> rootRecord(Class<?> type, Tree tree) {
        if (!(tree instanceof Tree.Keys keys)) {
            findings.add(tree.at(), "a configuration is a map, one 'key: value' to a line, got " + tree.described());
            return Optional.empty();
        }
        List<Component> components = Component.of(type, kinds);
        for (Component component : components) {
            if (holdsNames(component.shape())) {
                references.holds(component.key());
            }
        }
        return cells(components, keys, "", Set.of(), this::rootValue)
                .flatMap(cells -> construct(type, components, first(cells), keys.at(), ""));
    }

    private static boolean holdsNames(Shape shape) {
        return switch (shape) {
            case Shape.Maybe maybe -> holdsNames(maybe.of());
            case Shape.MapOf map -> true;
            case Shape.ListOf list -> true;
            case Shape.Spanned grid -> true;
            default -> false;
        };
    }

    /** A value directly under a key of the root: its entries have names that others may use. */
    private Optional<List<Cell>> rootValue(Component component, Tree tree, Origin origin) {
        Shape shape = component.shape() instanceof Shape.Maybe maybe ? maybe.of() : component.shape();
        if (shape instanceof Shape.MapOf map && tree instanceof Tree.Keys keys) {
            return single(entries(map, keys, component.key()).map(value -> wrapped(component, value)), tree, origin);
        }
        Optional<List<Cell>> cells = singleCell(component, tree, origin);
        List<?> list = cells.map(bound -> bound.get(0).value())
                .map(value -> value instanceof Optional<?> present ? present.orElse(null) : value)
                .filter(List.class::isInstance)
                .map(List.class::cast)
                .orElse(List.of());
        if (shape instanceof Shape.ListOf && tree instanceof Tree.Items items) {
            ids(component.key(), list, items);
        }
        if (cells.isEmpty()) {
            references.incomplete(component.key());
        }
        cells.map(bound -> bound.get(0).value())
                .filter(Grid.class::isInstance)
                .map(Grid.class::cast)
                .ifPresent(grid -> ((Grid<?>) grid)
                        .variants()
                        .forEach(variant ->
                                references.declare(new References.Name(component.key(), variant.id()), tree.at())));
        return cells;
    }

    /** Entries of a list have names if they have an {@code id}. */
    private void ids(String holder, List<?> values, Tree.Items items) {
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            Spot at = items.items().get(i).at();
            if (!value.getClass().isRecord()) {
                continue;
            }
            for (Component component : Component.of(value.getClass(), kinds)) {
                if (component.key().equals("id")) {
                    String id = String.valueOf(component.in(value));
                    references
                            .declare(new References.Name(holder, id), at)
                            .ifPresent(earlier -> findings.add(
                                    at,
                                    "two entries of " + holder + " have the id '" + id + "', the first at line "
                                            + earlier.line() + "; give one of them another id"));
                }
            }
        }
    }

    private Optional<Object> entries(Shape.MapOf map, Tree.Keys keys, String holder) {
        keys.entries().forEach((name, entry) -> references.declare(new References.Name(holder, name), entry.keyAt()));
        Map<String, Object> values = new LinkedHashMap<>();
        keys.entries().forEach((name, entry) -> {
            owner = Optional.of(new References.Name(holder, name));
            value(map.of(), entry.value(), name).ifPresent(value -> values.put(name, value));
            owner = Optional.empty();
        });
        return values.size() == keys.entries().size()
                ? Optional.of(Collections.unmodifiableMap(values))
                : Optional.empty();
    }

    private Optional<Object> value(Shape shape, Tree tree, String label) {
        if (tree.isNull()) {
            findings.add(tree.at(), label + " has no value; give it one or remove it");
            return Optional.empty();
        }
        return switch (shape) {
            case Scalar scalar -> word(scalar, tree, label).map(Cell::value);
            case Shape.Maybe maybe -> value(maybe.of(), tree, label).map(Optional::of);
            case Shape.ListOf list -> list(list, tree, label);
            case Shape.MapOf map -> map(map, tree, label);
            case Shape.Nested nested -> nested(nested.type(), tree, label);
            case Shape.OneOf family ->
                tree instanceof Tree.Word word && kinds.known(family.family()).containsKey(word.text())
                        ? known(family, word)
                        : choose(family, tree, label)
                                .flatMap(choice -> record(choice.type(), choice.keys(), choice.use(), Set.of(USE)));
            case Shape.Spanned grid -> new GridBinding(this, findings).grid(grid.of(), tree, label);
            case Shape.Free free -> new FreeBinding(this).value(tree).map(Function.identity());
        };
    }

    /** A word, with its variables replaced, as a value of the type. */
    Optional<Cell> word(Scalar scalar, Tree tree, String label) {
        if (!(tree instanceof Tree.Word word)) {
            findings.add(tree.at(), label + " must be " + scalar.described() + ", got " + tree.described());
            return Optional.empty();
        }
        return expanded(word, scalar.type()).flatMap(text -> {
            try {
                return Optional.of(new Cell(scalar.reading().read(label, text, folder), word.at(), text, Origin.GIVEN));
            } catch (IllegalArgumentException e) {
                findings.add(word.at(), String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        });
    }

    Optional<String> expanded(Tree.Word word, Class<?> type) {
        Variables.Expanded expanded = variables.expand(
                word.text(),
                type == Path.class
                        ? "export it to the folder that holds the data"
                        : "export it, or write ${NAME:-value} to say what it is otherwise");
        expanded.problems().forEach(problem -> findings.add(word.at(), problem));
        return expanded.text();
    }

    private Optional<Object> list(Shape.ListOf list, Tree tree, String label) {
        if (!(tree instanceof Tree.Items items)) {
            findings.add(
                    tree.at(),
                    label + " must be a list, got " + tree.described()
                            + (tree instanceof Tree.Word word ? "; write [" + word.text() + "]" : ""));
            return Optional.empty();
        }
        List<Object> values = new ArrayList<>();
        items.items()
                .forEach(item -> value(list.of(), item, Naming.singular(label)).ifPresent(values::add));
        return values.size() == items.items().size() ? Optional.of(List.copyOf(values)) : Optional.empty();
    }

    private Optional<Object> map(Shape.MapOf map, Tree tree, String label) {
        if (!(tree instanceof Tree.Keys keys)) {
            findings.add(tree.at(), label + " must be a map by name, got " + tree.described());
            return Optional.empty();
        }
        Map<String, Object> values = new LinkedHashMap<>();
        keys.entries().forEach((name, entry) -> value(map.of(), entry.value(), name)
                .ifPresent(value -> values.put(name, value)));
        return values.size() == keys.entries().size()
                ? Optional.of(Collections.unmodifiableMap(values))
                : Optional.empty();
    }

    private Optional<Object> nested(Class<?> type, Tree tree, String label) {
        if (!(tree instanceof Tree.Keys keys)) {
            String known =
                    Component.of(type, kinds).stream().map(Component::key).collect(Collectors.joining(", "));
            findings.add(tree.at(), label + " must be a map with the keys " + known + ", got " + tree.described());
            return Optional.empty();
        }
        return record(type, keys, label, Set.of());
    }

    private Optional<Object> record(Class<?> type, Tree.Keys keys, String what, Set<String> also) {
        List<Component> components = Component.of(type, kinds);
        return cells(components, keys, what, also, this::singleCell)
                .flatMap(cells -> construct(type, components, first(cells), keys.at(), what));
    }

    private static List<Cell> first(List<List<Cell>> cells) {
        return cells.stream().map(values -> values.get(0)).toList();
    }

    /** The kind that a word or the key {@code use} names. */
    Optional<Choice> choose(Shape.OneOf family, Tree tree, String label) {
        return switch (tree) {
            case Tree.Word word ->
                kind(family, word).flatMap(choice -> {
                    String needed = needed(choice.type());
                    if (needed.isEmpty()) {
                        return Optional.of(choice);
                    }
                    findings.add(
                            word.at(), choice.use() + " needs " + needed + "; write {use: " + choice.use() + ", ...}");
                    return Optional.empty();
                });
            case Tree.Keys keys -> {
                Tree.Entry use = keys.entries().get(USE);
                if (use == null) {
                    findings.add(
                            keys.at(),
                            "missing key 'use', which names the " + family.noun() + "; known are "
                                    + String.join(", ", family.kinds().keySet()));
                    yield Optional.empty();
                }
                if (!(use.value() instanceof Tree.Word word) || word.isNull()) {
                    findings.add(
                            use.value().at(),
                            "use must name " + family.described() + "; known are "
                                    + String.join(", ", family.kinds().keySet()));
                    yield Optional.empty();
                }
                yield kind(family, word).map(choice -> new Choice(choice.use(), choice.type(), keys));
            }
            case Tree.Items items -> {
                findings.add(
                        items.at(),
                        label + " must be " + family.described() + ", a name or a map with 'use', got a list");
                yield Optional.empty();
            }
        };
    }

    private Set<String> names(Shape.OneOf family) {
        Set<String> names = new HashSet<>(family.kinds().keySet());
        names.addAll(kinds.known(family.family()).keySet());
        return names;
    }

    private Optional<Object> known(Shape.OneOf family, Tree.Word word) {
        try {
            return Optional.of(kinds.known(family.family()).get(word.text()).get());
        } catch (InputException e) {
            e.problems()
                    .forEach(problem -> findings.add(word.at(), family.noun() + " '" + word.text() + "': " + problem));
            return Optional.empty();
        }
    }

    private Optional<Choice> kind(Shape.OneOf family, Tree.Word word) {
        return expanded(word, String.class).flatMap(name -> {
            Class<?> type = family.kinds().get(name);
            if (type == null) {
                findings.add(
                        word.at(), "unknown " + family.noun() + " '" + name + "'" + Suggestion.of(name, names(family)));
                return Optional.empty();
            }
            return Optional.of(new Choice(name, type, new Tree.Keys(word.at(), Map.of())));
        });
    }

    /** The keys that must be given, as a message lists them; empty if none must. */
    private String needed(Class<?> type) {
        List<String> keys = Component.of(type, kinds).stream()
                .filter(Component::required)
                .map(component -> "'" + component.key() + "'")
                .toList();
        return keys.isEmpty() ? "" : (keys.size() == 1 ? "the key " : "the keys ") + String.join(", ", keys);
    }

    /** How one key is read. */
    @FunctionalInterface
    interface Reading {
        Optional<List<Cell>> read(Component component, Tree tree, Origin origin);
    }

    /**
     * The values of each component.
     *
     * @param what the kind or key that the keys belong to, for messages; empty for the root
     * @param also keys that are allowed besides the components
     */
    Optional<List<List<Cell>>> cells(
            List<Component> components, Tree.Keys keys, String what, Set<String> also, Reading reading) {
        Set<String> meant = unknownKeys(components, keys, what, also);
        List<List<Cell>> cells = new ArrayList<>();
        for (Component component : components) {
            Tree.Entry entry = keys.entries().get(component.key());
            if (entry != null) {
                name(component, entry.value());
                reading.read(component, entry.value(), Origin.GIVEN).ifPresent(cells::add);
            } else if (component.preset().isPresent()) {
                Tree preset = preset(component, component.preset().get(), keys.at());
                name(component, preset);
                reading.read(component, preset, Origin.DEFAULT).ifPresent(cells::add);
            } else if (!component.required()) {
                cells.add(List.of(new Cell(Optional.empty(), keys.at(), "", Origin.ABSENT)));
            } else if (!meant.contains(component.key())) {
                findings.add(
                        keys.at(),
                        "missing key '" + component.key() + "'" + (what.isEmpty() ? "" : " in " + what)
                                + "; it must be " + component.shape().described());
            }
        }
        return cells.size() == components.size() ? Optional.of(cells) : Optional.empty();
    }

    /** Reports the keys that do not exist; the result are those they were probably meant to be. */
    private Set<String> unknownKeys(List<Component> components, Tree.Keys keys, String what, Set<String> also) {
        List<String> known =
                new ArrayList<>(components.stream().map(Component::key).toList());
        known.addAll(also);
        Set<String> meant = new HashSet<>();
        keys.entries().forEach((key, entry) -> {
            if (!known.contains(key)) {
                findings.add(
                        entry.keyAt(),
                        "unknown key '" + key + "'" + (what.isEmpty() ? "" : " in " + what)
                                + Suggestion.of(key, known));
                Suggestion.nearest(key, known).ifPresent(meant::add);
            }
        });
        return meant;
    }

    /** The value that stands for a key that is left out. */
    Tree preset(Component component, String yaml, Spot at) {
        if (Shape.scalar(component.shape()).isPresent()) {
            return new Tree.Word(at, yaml, Tree.Style.QUOTED);
        }
        return YamlText.parse("the default of " + component.key(), yaml, findings)
                .orElseThrow(() -> new IllegalStateException(component.key() + " has an empty default"))
                .movedTo(at);
    }

    private void name(Component component, Tree tree) {
        component.refersTo().ifPresent(holder -> {
            List<Tree> words = tree instanceof Tree.Items items ? items.items() : List.of(tree);
            for (Tree word : words) {
                if (word instanceof Tree.Word text && !text.isNull()) {
                    variables
                            .expand(text.text(), "")
                            .text()
                            .ifPresent(entry -> references.use(owner, new References.Name(holder, entry), text.at()));
                }
            }
        });
    }

    Optional<List<Cell>> singleCell(Component component, Tree tree, Origin origin) {
        return single(value(component.shape(), tree, component.key()), tree, origin);
    }

    private Optional<List<Cell>> single(Optional<Object> value, Tree tree, Origin origin) {
        return value.map(bound -> List.of(new Cell(bound, tree.at(), inline(tree), origin)));
    }

    private String inline(Tree tree) {
        return variables.expand(tree.inline(), "").text().orElseGet(tree::inline);
    }

    static Object wrapped(Component component, Object value) {
        return component.shape() instanceof Shape.Maybe ? Optional.of(value) : value;
    }

    /** The record, unless its constructor says that the values are out of range. */
    Optional<Object> construct(Class<?> type, List<Component> components, List<Cell> cells, Spot at, String what) {
        try {
            return Optional.of(
                    Component.construct(type, cells.stream().map(Cell::value).toList()));
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case IllegalArgumentException rule -> outOfRange(rule, components, cells, at, what);
                case InputException several -> {
                    for (Problem problem : several.problems()) {
                        findings.add(at, (what.isEmpty() ? "" : what + ": ") + problem.message());
                    }
                }
                default -> throw new IllegalStateException("cannot construct " + type.getName(), e.getCause());
            }
            return Optional.empty();
        }
    }

    /** A message that begins with a key belongs to that key's value, if the file gives it. */
    private void outOfRange(
            IllegalArgumentException rule, List<Component> components, List<Cell> cells, Spot at, String what) {
        String message = String.valueOf(rule.getMessage());
        Optional<Component> named = components.stream()
                .filter(component -> message.matches("(?s)(?:" + component.key() + "|"
                        + component.component().getName() + ")(?![A-Za-z0-9-]).*"))
                .max(Comparator.comparingInt(component -> component.key().length()));
        if (named.isPresent()) {
            Cell cell = cells.get(components.indexOf(named.get()));
            String key = named.get().key();
            String said = message.startsWith(key)
                    ? message
                    : key + message.substring(named.get().component().getName().length());
            if (cell.origin() == Origin.GIVEN || cell.origin() == Origin.VARYING) {
                findings.add(cell.at(), said);
                return;
            }
            findings.add(at, (what.isEmpty() ? "" : what + ": ") + said);
            return;
        }
        findings.add(at, (what.isEmpty() || message.startsWith(what + " ") ? "" : what + ": ") + message);
    }
}
