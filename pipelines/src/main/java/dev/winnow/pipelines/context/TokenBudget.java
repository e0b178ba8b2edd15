package dev.winnow.pipelines.context;

/** How many tokens of passages a context may hold, passages counted as they are rendered. */
public record TokenBudget(int tokens) {
    /** No limit. */
    public static final TokenBudget UNLIMITED = new TokenBudget(Integer.MAX_VALUE);

    public TokenBudget {
        if (tokens < 0) {
            throw new IllegalArgumentException("a budget must not be negative, got " + tokens);
        }
    }

    /** Whether this many tokens are within the budget. */
    public boolean fits(int tokens) {
        return tokens <= this.tokens;
    }

    /** The smaller of the two. */
    public TokenBudget and(TokenBudget other) {
        return tokens <= other.tokens ? this : other;
    }
}
