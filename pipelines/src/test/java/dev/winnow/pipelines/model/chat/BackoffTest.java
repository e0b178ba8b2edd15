package dev.winnow.pipelines.model.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Property(tries = 500)
    void waits_stay_within_what_doubles_up_to_the_longest(
            @ForAll @IntRange(min = 1, max = 2_000) int failed, @ForAll @AlphaChars String key) {
        Duration wait = Backoff.after(failed, key);
        double most = Math.min(30, 0.5 * Math.pow(2, failed - 1));
        assertThat(wait).isBetween(Duration.ZERO, Duration.ofNanos((long) (most * 1e9)));
        assertThat(Backoff.after(failed, key)).isEqualTo(wait);
    }

    @Property(tries = 200)
    void what_a_server_asks_for_is_kept_and_a_tenth_added_at_most(
            @ForAll @IntRange(min = 1, max = 300_000) int millis, @ForAll @AlphaChars String key) {
        Duration asked = Duration.ofMillis(millis);
        assertThat(Backoff.spread(asked, 1, key)).isBetween(asked, asked.plus(asked.dividedBy(10)));
    }

    @Test
    void calls_that_failed_together_come_back_spread_over_the_whole_time() {
        int[] quarters = new int[4];
        for (int i = 0; i < 4_000; i++) {
            quarters[(int) (4 * Backoff.after(3, "call " + i).toNanos() / 2e9)]++;
        }
        assertThat(quarters).satisfies(all -> {
            for (int count : all) {
                assertThat(count).isBetween(900, 1_100);
            }
        });
    }
}
