package dev.winnow.pipelines.model.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PacingTest {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final VirtualTime time = new VirtualTime();

    /** Waits for a place and takes it; gives how long that was. */
    private static Duration next(Pacing pacing, VirtualTime time, long tokens) {
        Duration wait = pacing.waitFor();
        time.pass(wait);
        pacing.begun(tokens);
        return wait;
    }

    @Test
    void without_limits_nothing_waits() {
        Pacing pacing = new Pacing(Optional.empty(), Optional.empty(), time);
        assertThat(next(pacing, time, 1_000_000)).isZero();
        assertThat(next(pacing, time, 1_000_000)).isZero();
    }

    @Test
    void requests_are_spread_evenly_and_each_gets_a_place_of_its_own() {
        Pacing pacing = new Pacing(Optional.of(120), Optional.empty(), time);
        assertThat(List.of(next(pacing, time, 1), next(pacing, time, 1), next(pacing, time, 1)))
                .containsExactly(Duration.ZERO, Duration.ofMillis(500), Duration.ofMillis(500));
        time.pass(Duration.ofMillis(200));
        assertThat(next(pacing, time, 1)).isEqualTo(Duration.ofMillis(300));
        time.pass(Duration.ofMinutes(5));
        assertThat(next(pacing, time, 1)).isZero();
        assertThat(next(pacing, time, 1)).as("nothing is saved up").isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void a_call_larger_than_a_minute_is_let_through_and_those_after_it_wait_for_it() {
        Pacing pacing = new Pacing(Optional.empty(), Optional.of(1_000), time);
        assertThat(next(pacing, time, 3_000)).isZero();
        assertThat(next(pacing, time, 500)).isEqualTo(Duration.ofMinutes(3));
        assertThat(next(pacing, time, 1)).isEqualTo(Duration.ofSeconds(30));
    }

    @Property(tries = 200)
    void no_minute_has_more_requests_than_it_may_nor_more_tokens_but_for_its_last_request(
            @ForAll @IntRange(min = 1, max = 90) int requests,
            @ForAll @IntRange(min = 1, max = 50_000) int tokens,
            @ForAll @Size(min = 2, max = 60) List<@IntRange(min = 1, max = 9_000) Integer> sizes,
            @ForAll @IntRange(min = 0, max = 3_000) int idleMillis) {
        VirtualTime clock = new VirtualTime();
        Pacing pacing = new Pacing(Optional.of(requests), Optional.of(tokens), clock);
        List<Long> begun = new ArrayList<>();
        for (int size : sizes) {
            clock.pass(Duration.ofMillis(idleMillis));
            next(pacing, clock, size);
            begun.add(clock.nanos());
        }
        for (int first = 0; first < sizes.size(); first++) {
            long used = 0;
            for (int i = first; i < sizes.size() && begun.get(i) < begun.get(first) + MINUTE; i++) {
                assertThat(i - first + 1).isLessThanOrEqualTo(requests);
                assertThat(used).isLessThanOrEqualTo(tokens);
                used += sizes.get(i);
            }
        }
    }
}
