package dev.winnow.pipelines;

import java.util.List;

/**
 * An answer, and everything that was done for it.
 *
 * @param citations where the answer says that it is from, in order; none unless it was asked to say so
 */
public record Attempt(Answer answer, Trace trace, List<Citation> citations) {
    public Attempt {
        citations = List.copyOf(citations);
    }

    /** An answer that cites nothing. */
    public Attempt(Answer answer, Trace trace) {
        this(answer, trace, List.of());
    }
}
