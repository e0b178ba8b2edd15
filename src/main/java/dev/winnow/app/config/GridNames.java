package dev.winnow.app.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Gives the points of a grid ids that tell them apart, and finds those that are the same. */
final class GridNames {
    /** What an id keeps: letters and digits, points, and the capital K or M of a size. */
    private static final Pattern KEPT =
            Pattern.compile("(?<![\\p{Alnum}])\\d+(?:K|Ki|M|Mi)(?![\\p{Alnum}])|[\\p{Alnum}.]+");

    private static final Pattern SIZE = Pattern.compile("\\d+(?:K|Ki|M|Mi)");

    /** Characters of a value that an id tells; file names may have 255 in all. */
    private static final int LONGEST = 40;

    /**
     * A point without an id.
     *
     * @param varying the keys that were given lists, and their values here
     * @param settings the keys that were given
     * @param all every key that has a value
     */
    record Draft(
            Object spec,
            String use,
            Optional<String> name,
            Map<String, String> varying,
            Map<String, String> settings,
            Map<String, String> all,
            Spot at) {}

    private final Findings findings;
    private final String label;

    GridNames(Findings findings, String label) {
        this.findings = findings;
        this.label = label;
    }

    /** The variants, in order; fewer than drafts where a finding was added. */
    List<Variant<Object>> named(List<Draft> drafts) {
        List<Draft> distinct = withoutTwins(drafts);
        Map<String, List<Draft>> byId = distinct.stream()
                .collect(Collectors.groupingBy(draft -> id(draft, Set.of()), LinkedHashMap::new, Collectors.toList()));
        List<Variant<Object>> variants = new ArrayList<>();
        Map<String, Draft> taken = new LinkedHashMap<>();
        for (Draft draft : distinct) {
            List<Draft> alike = byId.getOrDefault(id(draft, Set.of()), List.of());
            String id = id(draft, alike.size() == 1 ? Set.of() : differing(alike));
            Draft other = taken.putIfAbsent(id.toLowerCase(Locale.ROOT), draft);
            if (other != null) {
                findings.add(
                        draft.at(),
                        "this entry of " + label + " and the one at line "
                                + other.at().line() + " would both be called '" + id + "'; give one of them a name");
                continue;
            }
            variants.add(new Variant<>(draft.spec(), draft.use(), id, draft.settings()));
        }
        return variants;
    }

    /** Equal specs are one thing run twice, unless the file gives them different names. */
    private List<Draft> withoutTwins(List<Draft> drafts) {
        Map<Object, Draft> seen = new LinkedHashMap<>();
        List<Draft> distinct = new ArrayList<>();
        for (Draft draft : drafts) {
            Draft twin = seen.putIfAbsent(List.of(draft.spec(), draft.name()), draft);
            if (twin == null) {
                distinct.add(draft);
            } else {
                same(twin, draft);
                same(draft, twin);
            }
        }
        return distinct;
    }

    private void same(Draft draft, Draft other) {
        findings.add(
                draft.at(),
                "two entries of " + label + " are the same (" + id(draft, Set.of()) + "): the other is at line "
                        + other.at().line() + "; change or remove one of them");
    }

    private static Set<String> differing(List<Draft> drafts) {
        Set<String> keys = new LinkedHashSet<>();
        drafts.forEach(draft -> keys.addAll(draft.all().keySet()));
        keys.removeIf(key -> drafts.stream()
                        .map(draft -> Optional.ofNullable(draft.all().get(key)))
                        .distinct()
                        .count()
                == 1);
        return keys;
    }

    /** The id of a point, in which these keys are told although they do not vary. */
    private static String id(Draft draft, Set<String> told) {
        StringBuilder id = new StringBuilder(safe(draft.name().orElse(draft.use())));
        draft.all().forEach((key, value) -> {
            String part = shortened(safe(value));
            if ((draft.varying().containsKey(key) || told.contains(key)) && !part.isEmpty()) {
                id.append('-').append(part);
            }
        });
        return id.toString();
    }

    private static String shortened(String part) {
        return part.length() <= LONGEST ? part : part.substring(0, LONGEST).replaceAll("[.-]+$", "");
    }

    /** The text as part of a file name: lower case letters, digits, points and dashes; sizes keep their K and M. */
    static String safe(String text) {
        List<String> parts = new ArrayList<>();
        Matcher kept = KEPT.matcher(text);
        while (kept.find()) {
            String part = kept.group();
            parts.add(SIZE.matcher(part).matches() ? part : part.toLowerCase(Locale.ROOT));
        }
        // A name that begins with a point is hidden, or a step up.
        return String.join("-", parts).replaceAll("^[.-]+|[.-]+$", "");
    }
}
