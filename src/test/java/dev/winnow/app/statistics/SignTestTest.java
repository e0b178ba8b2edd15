package dev.winnow.app.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Expected values are SciPy's, {@code binomtest(worse, worse + better).pvalue}, or the formula. */
class SignTestTest {
    @Test
    void it_is_twice_the_smaller_tail() {
        assertThat(SignTest.twoSided(1, 6)).isCloseTo(2 * (1 + 7) / 128.0, within(1e-12));
        assertThat(SignTest.twoSided(6, 1)).isCloseTo(0.125, within(1e-12));
        assertThat(SignTest.twoSided(0, 6)).isCloseTo(2 / 64.0, within(1e-12));
    }

    @Test
    void an_even_split_and_no_draw_say_nothing() {
        assertThat(SignTest.twoSided(5, 5)).isEqualTo(1);
        assertThat(SignTest.twoSided(0, 0)).isEqualTo(1);
    }

    @Test
    void many_draws_are_no_trouble() {
        assertThat(SignTest.twoSided(400, 600)).isCloseTo(2.728464156065947e-10, Percentage.withPercentage(1e-6));
        assertThat(SignTest.twoSided(0, 2000)).isZero();
    }

    @Test
    void counts_below_zero_are_refused() {
        assertThatThrownBy(() -> SignTest.twoSided(-1, 2)).hasMessage("counts must not be negative, got -1 and 2");
    }
}
