package dev.winnow.pipelines.context;

import dev.winnow.retrievers.RetrievalUsage;
import java.util.List;

/**
 * What a model is shown.
 *
 * @param passages in the order in which they are shown
 * @param allowed tokens that could have been used, {@link TokenBudget#UNLIMITED} where nothing limited them
 * @param omitted how many passages or documents were left out or cut for lack of room
 * @param retrieval what finding the passages took
 * @param losses what was within reach and is not shown
 */
public record Context(List<Shown> passages, TokenBudget allowed, int omitted, RetrievalUsage retrieval, Losses losses) {
    public static final Context EMPTY = new Context(List.of(), TokenBudget.UNLIMITED, 0);

    public Context {
        passages = List.copyOf(passages);
    }

    /** What was chosen of which nothing is known to have been left behind. */
    public Context(List<Shown> passages, TokenBudget allowed, int omitted, RetrievalUsage retrieval) {
        this(passages, allowed, omitted, retrieval, Losses.NONE);
    }

    /** What was found for nothing but a search of the index, or chosen without one. */
    public Context(List<Shown> passages, TokenBudget allowed, int omitted) {
        this(passages, allowed, omitted, RetrievalUsage.NONE);
    }

    /** The same, of which this was left behind. */
    public Context losing(Losses other) {
        return new Context(passages, allowed, omitted, retrieval, other);
    }

    /** The sum of the passages' tokens, each counted alone. */
    public int tokens() {
        return passages.stream().mapToInt(Shown::tokens).sum();
    }
}
