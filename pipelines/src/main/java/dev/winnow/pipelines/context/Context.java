package dev.winnow.pipelines.context;

import java.util.List;

/**
 * What a model is shown.
 *
 * @param passages in the order in which they are shown
 * @param allowed tokens that could have been used, {@link TokenBudget#UNLIMITED} where nothing limited them
 * @param omitted how many passages or documents were left out or cut for lack of room
 */
public record Context(List<Shown> passages, TokenBudget allowed, int omitted) {
    public static final Context EMPTY = new Context(List.of(), TokenBudget.UNLIMITED, 0);

    public Context {
        passages = List.copyOf(passages);
    }

    /** The sum of the passages' tokens, each counted alone. */
    public int tokens() {
        return passages.stream().mapToInt(Shown::tokens).sum();
    }
}
