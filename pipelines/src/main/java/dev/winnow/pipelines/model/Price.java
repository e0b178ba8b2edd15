package dev.winnow.pipelines.model;

import java.util.Optional;

/**
 * What a model costs.
 *
 * @param prompt US dollars per million prompt tokens
 * @param cachedPrompt US dollars per million prompt tokens that the server held in its prefix cache; as {@code prompt}
 *     where left out
 * @param cacheWrite US dollars per million prompt tokens written to that cache; as {@code prompt} where left out
 * @param completion US dollars per million reply tokens, thoughts included
 */
public record Price(double prompt, Optional<Double> cachedPrompt, Optional<Double> cacheWrite, double completion) {
    public Price {
        require("prompt", prompt);
        cachedPrompt.ifPresent(price -> require("cached-prompt", price));
        cacheWrite.ifPresent(price -> require("cache-write", price));
        require("completion", completion);
    }

    /** A price that knows of no cache. */
    public Price(double prompt, double completion) {
        this(prompt, Optional.empty(), Optional.empty(), completion);
    }

    private static void require(String key, double price) {
        if (!(price >= 0) || Double.isInfinite(price)) {
            throw new IllegalArgumentException("price: " + key + " must be at least 0, got " + price);
        }
    }

    /** Dollars for this usage. */
    public double of(ReportedUsage usage) {
        long fresh = usage.prompt() - usage.cached() - usage.written();
        return (fresh * prompt
                        + usage.cached() * cachedPrompt.orElse(prompt)
                        + usage.written() * cacheWrite.orElse(prompt)
                        + usage.completion() * completion)
                / 1e6;
    }

    /** US dollars per million prompt tokens at most, whatever the cache does. */
    public double dearestPrompt() {
        return Math.max(prompt, Math.max(cachedPrompt.orElse(prompt), cacheWrite.orElse(prompt)));
    }

    /** Dollars that a prompt and a reply of so many tokens can cost at most, whatever the cache does. */
    public double most(TokenUsage usage) {
        return (usage.prompt() * dearestPrompt() + usage.completion() * completion) / 1e6;
    }

    /** Dollars for this usage had the server had no prefix cache. */
    public double withoutCache(ReportedUsage usage) {
        return (usage.prompt() * prompt + usage.completion() * completion) / 1e6;
    }
}
