package dev.winnow.pipelines.model.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTimeTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private static Map<String, List<String>> header(String name, String value) {
        return Map.of(name, List.of(value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "retry-after    | 7                             | PT7S",
                "retry-after    | ' 0.5 '                       | PT0.5S",
                "retry-after    | 0                             | PT0S",
                "retry-after    | 20s                           | PT20S",
                "retry-after-ms | 1500                          | PT1.5S",
                "retry-after    | Sat, 31 Jan 2026 12:00:09 GMT | PT9S",
                "retry-after    | Sat, 31 Jan 2026 11:00:00 GMT | PT0S",
                "retry-after    | 1769860830                    | PT30S"
            })
    void a_server_says_in_several_ways_how_long_to_wait(String name, String value, Duration wait) {
        assertThat(HeaderTime.retryAfter(header(name, value), NOW)).contains(wait);
    }

    @Test
    void milliseconds_are_more_exact_than_seconds() {
        assertThat(HeaderTime.retryAfter(Map.of("retry-after", List.of("2"), "retry-after-ms", List.of("1203")), NOW))
                .contains(Duration.ofMillis(1203));
    }

    @Test
    void a_date_is_read_by_the_clock_of_the_server_that_wrote_it() {
        assertThat(HeaderTime.retryAfter(
                        Map.of(
                                "date", List.of("Sat, 31 Jan 2026 14:00:00 GMT"),
                                "retry-after", List.of("Sat, 31 Jan 2026 14:00:05 GMT")),
                        NOW))
                .contains(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({
        "1s, PT1S",
        "6m0s, PT6M",
        "20ms, PT0.02S",
        "1h2m3.5s, PT1H2M3.5S",
        "2m59.56s, PT2M59.56S",
        "1d, PT24H",
        "45, PT45S",
        "1769860845, PT45S",
        "1769860845250, PT45.25S",
        "1769860000000, PT0S",
        "2026-01-31T12:01:00Z, PT1M",
        "2026-01-31T13:01:00+01:00, PT1M"
    })
    void limits_are_filled_again_after(String value, Duration wait) {
        assertThat(HeaderTime.until(header("reset", value), "reset", NOW)).contains(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-3", "1x", "1e9", "Sat, 99 Jan 2026 12:00:09 GMT", "999999999999999999999"})
    void what_cannot_be_read_is_as_if_not_said(String value) {
        assertThat(HeaderTime.retryAfter(header("retry-after", value), NOW)).isEmpty();
    }

    @Property(tries = 500)
    void no_text_is_a_fault(@ForAll String value) {
        assertThat(HeaderTime.retryAfter(header("retry-after", value), NOW))
                .satisfiesAnyOf(wait -> assertThat(wait).isEmpty(), wait -> assertThat(wait.orElseThrow())
                        .isGreaterThanOrEqualTo(Duration.ZERO));
    }
}
