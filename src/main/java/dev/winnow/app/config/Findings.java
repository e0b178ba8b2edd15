package dev.winnow.app.config;

import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The problems found so far in one file. */
final class Findings {
    private record Finding(Spot at, String message) {}

    private final String file;
    private final List<Finding> found = new ArrayList<>();

    Findings(String file) {
        this.file = file;
    }

    String file() {
        return file;
    }

    /** A copy that can grow on its own. */
    Findings copy() {
        Findings copy = new Findings(file);
        copy.found.addAll(found);
        return copy;
    }

    void add(Spot at, String message) {
        found.add(new Finding(at, message));
    }

    boolean any() {
        return !found.isEmpty();
    }

    String place(Spot at) {
        return file + ":" + at.line() + ":" + at.column();
    }

    /** All problems in the order of their places; the same problem met twice, as through an alias, is said once. */
    InputException exception() {
        List<Problem> problems = found.stream()
                .sorted(Comparator.comparing(Finding::at))
                .distinct()
                .map(finding -> new Problem(place(finding.at()), finding.message()))
                .toList();
        return new InputException(problems);
    }
}
