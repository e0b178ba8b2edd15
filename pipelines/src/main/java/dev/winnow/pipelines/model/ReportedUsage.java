package dev.winnow.pipelines.model;

/**
 * Tokens of a call by the provider's account: what is paid for.
 *
 * @param prompt tokens of the whole prompt, with what a cache held and with what was written to it
 * @param cached tokens of the prompt that the server had read before and held in its prefix cache
 * @param written tokens of the prompt that were written to the cache, where the provider charges for that
 * @param completion tokens of the whole reply, thoughts included
 * @param reasoning tokens of the reply that were thoughts and are not in its text
 */
public record ReportedUsage(long prompt, long cached, long written, long completion, long reasoning) {
    public static final ReportedUsage NONE = new ReportedUsage(0, 0, 0, 0, 0);

    public ReportedUsage {
        if (prompt < 0 || cached < 0 || written < 0 || completion < 0 || reasoning < 0) {
            throw new IllegalArgumentException("tokens must not be negative, got prompt " + prompt + ", cached "
                    + cached + ", written " + written + ", completion " + completion + ", reasoning " + reasoning);
        }
        if (cached + written > prompt) {
            throw new IllegalArgumentException("of a prompt of " + prompt + " tokens no more can be cached and written,"
                    + " got " + cached + " and " + written);
        }
        if (reasoning > completion) {
            throw new IllegalArgumentException(
                    "of a reply of " + completion + " tokens no more can be thoughts, got " + reasoning);
        }
    }

    /** An account that knows of no cache and no thoughts. */
    public static ReportedUsage of(long prompt, long completion) {
        return new ReportedUsage(prompt, 0, 0, completion, 0);
    }

    /** Our own count, where the provider gives no account. */
    public static ReportedUsage of(TokenUsage counted) {
        return of(counted.prompt(), counted.completion());
    }

    public ReportedUsage plus(ReportedUsage other) {
        return new ReportedUsage(
                prompt + other.prompt,
                cached + other.cached,
                written + other.written,
                completion + other.completion,
                reasoning + other.reasoning);
    }

    /**
     * This without a part of it.
     *
     * @throws IllegalArgumentException if that is no part of it
     */
    public ReportedUsage minus(ReportedUsage part) {
        return new ReportedUsage(
                prompt - part.prompt,
                cached - part.cached,
                written - part.written,
                completion - part.completion,
                reasoning - part.reasoning);
    }

    public long total() {
        return prompt + completion;
    }
}
