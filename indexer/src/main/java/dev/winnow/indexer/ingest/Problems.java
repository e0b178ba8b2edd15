package dev.winnow.indexer.ingest;

import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Collects what is wrong with files, so that all of it can be reported at once. Of one file the first {@value #SHOWN}
 * problems are kept and the rest are counted, so a large broken file takes little memory and a readable page.
 */
public final class Problems {
    /** How many problems of one file are shown. */
    public static final int SHOWN = 20;

    private final Map<String, List<Problem>> shown = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final List<Problem> others = new ArrayList<>();

    /** Notes a problem with a line of a file, counted from 1. */
    public void at(Path file, int line, String message) {
        add(file, Problem.at(file, line, message));
    }

    /** Notes a problem with a file or folder as a whole. */
    public void at(Path file, String message) {
        add(file, new Problem(file.toString(), message));
    }

    private void add(Path file, Problem problem) {
        counts.merge(file.toString(), 1, Integer::sum);
        List<Problem> ofFile = shown.computeIfAbsent(file.toString(), name -> new ArrayList<>());
        if (ofFile.size() < SHOWN) {
            ofFile.add(problem);
        }
    }

    /** What the supplier gives; empty if it throws an {@link InputException}, whose problems are then added to these. */
    public <T> Optional<T> gather(Supplier<T> supplier) {
        try {
            return Optional.of(supplier.get());
        } catch (InputException e) {
            others.addAll(e.problems());
            return Optional.empty();
        }
    }

    /** How many were noted so far, those that are not shown among them. */
    public int count() {
        return others.size()
                + counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The problems, file by file; where a file has too many, the last line says how many are left out. */
    public List<Problem> all() {
        List<Problem> all = new ArrayList<>(others);
        shown.forEach((file, problems) -> {
            all.addAll(problems);
            int left = counts.get(file) - problems.size();
            if (left > 0) {
                all.add(new Problem(file, "and " + left + (left == 1 ? " more problem" : " more problems")));
            }
        });
        return all;
    }

    /**
     * Goes on if nothing was noted.
     *
     * @throws InputException with {@link #all()} otherwise
     */
    public void throwIfAny() {
        if (count() > 0) {
            throw new InputException(all());
        }
    }
}
