package dev.winnow.app.config;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The families of specs that a configuration may name, and the kinds of each. A value: {@link #with} gives another. */
public final class Kinds {
    private static final Kinds NONE = new Kinds(Map.of(), Map.of());

    private final Map<Class<?>, SortedMap<String, Class<?>>> families;
    private final Map<Class<?>, SortedMap<String, Supplier<?>>> known;

    private Kinds(
            Map<Class<?>, SortedMap<String, Class<?>>> families, Map<Class<?>, SortedMap<String, Supplier<?>>> known) {
        this.families = Map.copyOf(families);
        this.known = Map.copyOf(known);
    }

    /** No family. */
    public static Kinds none() {
        return NONE;
    }

    /**
     * These and one family more.
     *
     * @param kinds records by the name that {@code use} takes
     * @throws IllegalStateException if the family is already there or a kind is not a record
     */
    public <S> Kinds with(Class<S> family, Map<String, ? extends Class<? extends S>> kinds) {
        if (families.containsKey(family)) {
            throw new IllegalStateException(family.getName() + " is given twice");
        }
        kinds.forEach((name, kind) -> {
            if (!kind.isRecord()) {
                throw new IllegalStateException("kind '" + name + "' is not a record: " + kind.getName());
            }
        });
        Map<Class<?>, SortedMap<String, Class<?>>> more = new HashMap<>(families);
        more.put(family, Collections.unmodifiableSortedMap(new TreeMap<>(kinds)));
        return new Kinds(more, known);
    }

    /**
     * These, and members of a family that are known by a name of their own, such as the data sets of a catalogue: the
     * name alone stands for the whole. A supplier may throw {@link dev.winnow.indexer.spec.InputException}.
     */
    public <S> Kinds knowing(Class<S> family, Map<String, ? extends Supplier<? extends S>> members) {
        Map<Class<?>, SortedMap<String, Supplier<?>>> more = new HashMap<>(known);
        more.put(family, Collections.unmodifiableSortedMap(new TreeMap<>(members)));
        return new Kinds(families, more);
    }

    /** The name that {@code use} takes for a record that is a kind of some family. */
    Optional<String> nameOf(Class<?> kind) {
        return families.values().stream()
                .flatMap(kinds -> kinds.entrySet().stream())
                .filter(named -> named.getValue() == kind)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    SortedMap<String, Supplier<?>> known(Class<?> family) {
        return known.getOrDefault(family, Collections.emptySortedMap());
    }

    Optional<SortedMap<String, Class<?>>> of(Class<?> family) {
        return Optional.ofNullable(families.get(family));
    }
}
