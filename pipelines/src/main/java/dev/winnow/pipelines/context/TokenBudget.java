package dev.winnow.pipelines.context;

/**
 * How many tokens of passages a context may hold, passages counted as they are rendered.
 *
 * @param cuts where a passage is left behind that finds no room: at a budget, or at a model's window
 */
public record TokenBudget(int tokens, Stage cuts) {
    /** No limit. */
    public static final TokenBudget UNLIMITED = new TokenBudget(Integer.MAX_VALUE);

    public TokenBudget {
        if (tokens < 0) {
            throw new IllegalArgumentException("a budget must not be negative, got " + tokens);
        }
    }

    /** What an experiment allows. */
    public TokenBudget(int tokens) {
        this(tokens, Stage.BUDGET);
    }

    /** What a model's window leaves. */
    public static TokenBudget ofWindow(int tokens) {
        return new TokenBudget(tokens, Stage.TRUNCATION);
    }

    /** Whether this many tokens are within the budget. */
    public boolean fits(int tokens) {
        return tokens <= this.tokens;
    }

    /** The smaller of the two; this one where they are equal. */
    public TokenBudget and(TokenBudget other) {
        return tokens <= other.tokens ? this : other;
    }
}
