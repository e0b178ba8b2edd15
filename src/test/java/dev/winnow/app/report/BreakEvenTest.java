package dev.winnow.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.app.report.BreakEven.Kind;
import dev.winnow.app.report.BreakEven.Reading;
import dev.winnow.app.report.BreakEven.Retrieving;
import dev.winnow.pipelines.model.Price;
import java.util.Optional;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BreakEvenTest {
    private static final long FAR = 400;

    @Test
    void the_first_question_pays_its_prompt_in_full_and_later_ones_what_the_cache_leaves() {
        Price price = new Price(2, Optional.of(0.2), Optional.empty(), 8);

        Reading reading = Reading.of(price, 10_000, 50, 0.9, 0);

        assertThat(reading.first()).isCloseTo((10_000 * 2 + 50 * 8) / 1e6, within(1e-12));
        assertThat(reading.next()).isCloseTo((9_000 * 0.2 + 1_000 * 2 + 50 * 8) / 1e6, within(1e-12));
        assertThat(reading.of(3)).isCloseTo((20_400 + 2 * 4_200) / 1e6, within(1e-12));
    }

    @Test
    void where_writing_is_charged_the_first_question_writes_all_that_is_shared_and_later_ones_what_was_forgotten() {
        Price price = new Price(3, Optional.of(0.3), Optional.of(3.75), 15);

        Reading reading = Reading.of(price, 10_000, 100, 0.8, 0.1);

        assertThat(reading.first()).isCloseTo((9_000 * 3.75 + 1_000 * 3 + 100 * 15) / 1e6, within(1e-12));
        assertThat(reading.next()).isCloseTo((8_000 * 0.3 + 1_000 * 3.75 + 1_000 * 3 + 100 * 15) / 1e6, within(1e-12));
    }

    @Test
    void without_a_price_for_what_is_cached_all_questions_cost_the_same() {
        Reading reading = Reading.of(new Price(2, 8), 10_000, 50, 0.9, 0);

        assertThat(reading.next()).isEqualTo(reading.first());
    }

    @Test
    void the_break_even_is_the_first_number_at_which_reading_costs_no_more() {
        // 20 + 3 (n - 1) against 1 + 8 n: at 4 it is 29 against 33, at 3 it is 26 against 25.
        assertThat(BreakEven.of(new Reading(20, 3), new Retrieving(1, 8))).isEqualTo(new BreakEven(Kind.FROM, 4));
        // 20 + 3 (n - 1) against 7 n + 1: both are 29 at 4.
        assertThat(BreakEven.of(new Reading(20, 3), new Retrieving(1, 7))).isEqualTo(new BreakEven(Kind.FROM, 4));
    }

    @Test
    void reading_that_is_cheaper_at_first_and_later_is_so_at_once() {
        assertThat(BreakEven.of(new Reading(8, 3), new Retrieving(0, 8)).text()).isEqualTo("at once");
        assertThat(BreakEven.of(new Reading(8, 8), new Retrieving(0, 8)).text()).isEqualTo("at once");
    }

    @Test
    void a_later_question_that_costs_more_than_one_with_retrieval_never_pays() {
        assertThat(BreakEven.of(new Reading(20, 9), new Retrieving(1, 8)).text())
                .isEqualTo("never");
        assertThat(BreakEven.of(new Reading(20, 8), new Retrieving(1, 8)).text())
                .isEqualTo("never");
    }

    @Test
    void a_dear_index_is_paid_for_after_so_many_questions() {
        // 5 + 4 (n - 1) against 31 + n: at 11 it is 45 against 42, at 10 it is 41 against 41.
        assertThat(BreakEven.of(new Reading(5, 4), new Retrieving(31, 1)).text())
                .isEqualTo("1 to 10");
    }

    @Property(tries = 500)
    void no_other_number_of_questions_says_otherwise(
            @ForAll @IntRange(min = 1, max = 60) int first,
            @ForAll @IntRange(min = 1, max = 20) int next,
            @ForAll @IntRange(max = 60) int index,
            @ForAll @IntRange(min = 1, max = 20) int question) {
        Reading reading = new Reading(first / 1e5, next / 1e5);
        Retrieving retrieving = new Retrieving(index / 1e5, question / 1e5);

        long[] cheaper = LongStream.rangeClosed(1, FAR)
                .filter(n -> first + (n - 1) * next <= index + n * question)
                .toArray();

        BreakEven found = BreakEven.of(reading, retrieving);
        switch (found.kind()) {
            case AT_ONCE -> assertThat(cheaper).hasSize((int) FAR);
            case NEVER -> assertThat(cheaper).isEmpty();
            case FROM -> {
                assertThat(cheaper[0]).isEqualTo(found.questions()).isGreaterThan(1);
                assertThat(cheaper[cheaper.length - 1]).isEqualTo(FAR);
            }
            case UNTIL -> {
                assertThat(cheaper[0]).isEqualTo(1);
                assertThat(cheaper[cheaper.length - 1]).isEqualTo(found.questions());
            }
        }
    }
}
