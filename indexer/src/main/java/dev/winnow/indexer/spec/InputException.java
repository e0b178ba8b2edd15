package dev.winnow.indexer.spec;

import java.util.List;
import java.util.stream.Collectors;

/** The user's input cannot be used. It holds every problem that was found, not only the first. */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public InputException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public InputException(Object place, String message) {
        this(List.of(new Problem(place.toString(), message)));
    }

    public InputException(String message) {
        this("", message);
    }

    public List<Problem> problems() {
        return problems;
    }
}
