package dev.winnow.pipelines.model.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.pipelines.model.ReportedUsage;
import java.util.Optional;

/** Makes an account that holds together of the numbers that a provider gives. */
final class Account {
    /** More tokens than any reply can have; beyond it a number is a mistake. */
    private static final long MOST = 1L << 40;

    private Account() {}

    /** A number of tokens; empty where there is none, and where it cannot be one. */
    static Optional<Long> number(JsonNode value) {
        return value.isNumber() && value.asLong() >= 0 && value.asLong() <= MOST
                ? Optional.of(value.asLong())
                : Optional.empty();
    }

    /** A number of tokens, 0 where there is none. */
    static long part(JsonNode value) {
        return number(value).orElse(0L);
    }

    /** The account; parts larger than their whole are cut to it. */
    static ReportedUsage of(long prompt, long cached, long written, long completion, long reasoning) {
        long held = Math.min(cached, prompt);
        return new ReportedUsage(
                prompt, held, Math.min(written, prompt - held), completion, Math.min(reasoning, completion));
    }
}
