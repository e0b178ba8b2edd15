package dev.winnow.pipelines.model;

/**
 * What a model costs.
 *
 * @param prompt US dollars per million prompt tokens
 * @param completion US dollars per million reply tokens
 */
public record Price(double prompt, double completion) {
    public Price {
        if (!(prompt >= 0) || !(completion >= 0)) {
            throw new IllegalArgumentException("prices must not be negative, got " + prompt + " and " + completion);
        }
    }

    /** Dollars for this usage. */
    public double of(TokenUsage usage) {
        return (usage.prompt() * prompt + usage.completion() * completion) / 1e6;
    }
}
