package dev.winnow.app.config;

import dev.winnow.indexer.spec.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who names whom in one configuration. */
final class References {
    /** An entry under a key of the root: {@code bm25} of {@code retrievers}. */
    record Name(String holder, String entry) {}

    private record Use(Optional<Name> owner, Name target, Spot at) {}

    private final Map<String, Map<String, Spot>> holders = new LinkedHashMap<>();
    private final Set<String> incomplete = new LinkedHashSet<>();
    private final List<Use> uses = new ArrayList<>();

    /** The root has such a key with named entries, even if the file gives none. */
    void holds(String holder) {
        holders.putIfAbsent(holder, new LinkedHashMap<>());
    }

    /** An entry; the place of an earlier one of the same name is given back. */
    Optional<Spot> declare(Name name, Spot at) {
        holds(name.holder());
        return Optional.ofNullable(holders.get(name.holder()).putIfAbsent(name.entry(), at));
    }

    /** Some names of the holder could not be read, so that nobody can be told that a name is missing. */
    void incomplete(String holder) {
        incomplete.add(holder);
    }

    /** Somewhere, in an entry or outside all of them, an entry is named. */
    void use(Optional<Name> owner, Name target, Spot at) {
        uses.add(new Use(owner, target, at));
    }

    void check(Findings findings) {
        for (Use use : uses) {
            Map<String, Spot> entries = holders.get(use.target().holder());
            if (entries != null
                    && !entries.containsKey(use.target().entry())
                    && !incomplete.contains(use.target().holder())) {
                findings.add(
                        use.at(),
                        "no " + Naming.singular(use.target().holder()) + " is named '"
                                + use.target().entry() + "'"
                                + (entries.isEmpty()
                                        ? "; " + use.target().holder() + " has no entries"
                                        : Suggestion.of(use.target().entry(), entries.keySet())));
            }
        }
        circles(findings);
    }

    private void circles(Findings findings) {
        Map<Name, List<Use>> from = new LinkedHashMap<>();
        for (Use use : uses) {
            use.owner().ifPresent(owner -> from.computeIfAbsent(owner, name -> new ArrayList<>())
                    .add(use));
        }
        Set<Name> done = new LinkedHashSet<>();
        for (Name start : List.copyOf(from.keySet())) {
            walk(start, from, new ArrayList<>(), done, findings);
        }
    }

    /** Goes on from a name, over the uses in {@code trail}; a name seen twice on one trail closes a circle. */
    private static void walk(Name name, Map<Name, List<Use>> from, List<Use> trail, Set<Name> done, Findings findings) {
        for (int i = 0; i < trail.size(); i++) {
            if (trail.get(i).owner().equals(Optional.of(name))) {
                List<Use> circle = trail.subList(i, trail.size());
                findings.add(circle.get(0).at(), described(circle));
                return;
            }
        }
        if (!done.contains(name)) {
            for (Use use : from.getOrDefault(name, List.of())) {
                trail.add(use);
                walk(use.target(), from, trail, done, findings);
                trail.remove(trail.size() - 1);
            }
            done.add(name);
        }
    }

    private static String described(List<Use> circle) {
        List<Name> names = circle.stream().flatMap(use -> use.owner().stream()).toList();
        if (names.size() == 1) {
            return Naming.singular(names.get(0).holder()) + " '" + names.get(0).entry() + "' refers to itself";
        }
        boolean alike = names.stream().map(Name::holder).distinct().count() == 1;
        List<String> said = names.stream()
                .map(name -> (alike ? "" : Naming.singular(name.holder()) + " ") + "'" + name.entry() + "'")
                .toList();
        return (alike ? names.get(0).holder() + " " : "")
                + String.join(", ", said.subList(0, said.size() - 1)) + " and " + said.get(said.size() - 1)
                + " refer to each other: "
                + names.stream().map(Name::entry).collect(Collectors.joining(" -> "))
                + " -> " + names.get(0).entry();
    }
}
