package dev.winnow.pipelines.model.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitsTest {
    private final VirtualTime time = new VirtualTime();
    private final RateLimits limits = new RateLimits(time);

    private static Map<String, List<String>> headers(String... namesAndValues) {
        Map<String, List<String>> headers = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
        }
        return headers;
    }

    @ParameterizedTest
    @CsvSource({
        "x-ratelimit-remaining-requests, x-ratelimit-reset-requests, 0, 6m0s, 120",
        "x-ratelimit-remaining-requests, x-ratelimit-reset-requests, 0, 20s, 20",
        "x-ratelimit-remaining-requests, x-ratelimit-reset-requests, 2, 20s, 0",
        "x-ratelimit-remaining-tokens, x-ratelimit-reset-tokens, 99, 4s, 4",
        "x-ratelimit-remaining-tokens, x-ratelimit-reset-tokens, 100, 4s, 0",
        "anthropic-ratelimit-requests-remaining, anthropic-ratelimit-requests-reset, 0, 2026-01-31T12:00:08Z, 8",
        "anthropic-ratelimit-tokens-remaining, anthropic-ratelimit-tokens-reset, 0, 2026-01-31T12:00:08Z, 8",
        "anthropic-ratelimit-input-tokens-remaining, anthropic-ratelimit-input-tokens-reset, 9, 2026-01-31T12:00:08Z, 8",
        "ratelimit-remaining, ratelimit-reset, 0, 3, 3",
        "x-ratelimit-remaining, x-ratelimit-reset, 0, 1769860805, 5",
        "ratelimit-remaining, ratelimit-reset, 0, soon, 0",
        "ratelimit-remaining, other, 0, 5, 0"
    })
    void a_request_of_a_hundred_tokens_waits_until_there_is_room_for_it(
            String remaining, String reset, String left, String until, long seconds) {
        limits.heed(headers(remaining, left, reset, until));
        assertThat(limits.begin(100)).isEqualTo(Duration.ofSeconds(seconds));
        time.pass(Duration.ofSeconds(seconds));
        assertThat(limits.waitFor(seconds == 0 ? 0 : 100)).isZero();
    }

    @Test
    void requests_that_begin_use_up_what_was_left() {
        limits.heed(headers(
                "x-ratelimit-remaining-requests",
                "2",
                "x-ratelimit-reset-requests",
                "9s",
                "x-ratelimit-remaining-tokens",
                "1000",
                "x-ratelimit-reset-tokens",
                "5s"));
        assertThat(limits.begin(600)).isZero();
        assertThat(limits.begin(600)).isEqualTo(Duration.ofSeconds(5));
        assertThat(limits.begin(300)).isZero();
        assertThat(limits.begin(1)).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void a_prompt_larger_than_the_limit_waits_until_it_is_full_and_is_sent() {
        limits.heed(headers("x-ratelimit-remaining-tokens", "500", "x-ratelimit-reset-tokens", "30s"));
        assertThat(limits.begin(1_000_000)).isEqualTo(Duration.ofSeconds(30));
        time.pass(Duration.ofSeconds(30));
        assertThat(limits.begin(1_000_000)).isZero();
    }

    @Test
    void later_headers_replace_earlier_ones() {
        limits.heed(headers("ratelimit-remaining", "0", "ratelimit-reset", "60"));
        limits.heed(headers("ratelimit-remaining", "5", "ratelimit-reset", "60"));
        assertThat(limits.begin(1)).isZero();
    }

    @Test
    void what_one_request_is_told_to_wait_holds_for_all_and_the_longest_counts() {
        limits.hold(Duration.ofSeconds(4));
        limits.hold(Duration.ofSeconds(2));
        assertThat(limits.begin(1)).isEqualTo(Duration.ofSeconds(4));
        time.pass(Duration.ofSeconds(4));
        assertThat(limits.begin(1)).isZero();
    }
}
