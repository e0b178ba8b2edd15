package dev.winnow.pipelines.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What is wrong with a template. */
final class TemplateChecks {
    private TemplateChecks() {}

    static List<String> version(int version) {
        return version < 1 ? List.of("version must be at least 1, got " + version) : List.of();
    }

    /** Slots that must stand in a text, and those that may besides. */
    static List<String> slots(String key, String text, Set<String> required, Set<String> others) {
        Set<String> known = new TreeSet<>(required);
        known.addAll(others);
        Wording wording = Wording.of(text);
        List<String> problems = new ArrayList<>(wording.problems(key, known, Wording.Attributes.NONE));
        new TreeSet<>(required)
                .stream()
                        .filter(slot -> !wording.names(slot))
                        .forEach(slot -> problems.add(key + " must have the placeholder {{" + slot + "}}"));
        return problems;
    }

    /** @throws IllegalArgumentException with all problems, if there are any */
    static void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }
}
