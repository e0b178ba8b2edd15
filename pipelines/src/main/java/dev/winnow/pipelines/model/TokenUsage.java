package dev.winnow.pipelines.model;

/** Tokens sent to and received from a model. */
public record TokenUsage(long prompt, long completion) {
    public static final TokenUsage NONE = new TokenUsage(0, 0);

    public TokenUsage {
        if (prompt < 0 || completion < 0) {
            throw new IllegalArgumentException("tokens must not be negative, got " + prompt + " and " + completion);
        }
    }

    public TokenUsage plus(TokenUsage other) {
        return new TokenUsage(prompt + other.prompt, completion + other.completion);
    }

    public long total() {
        return prompt + completion;
    }
}
