package dev.winnow.pipelines.model.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class NumeralsTest {
    @Test
    void digits_words_and_scales_have_values() {
        assertThat(Numerals.value("1,234 people")).hasValue(1234);
        assertThat(Numerals.value("$3.5 million")).hasValue(3.5e6);
        assertThat(Numerals.value("twenty-one novels")).hasValue(21);
        assertThat(Numerals.value("two thousand")).hasValue(2000);
        assertThat(Numerals.value("many")).isEmpty();
    }

    @Test
    void dates_sort_like_time_however_they_are_written() {
        OptionalDouble british = Numerals.date("14 March 1893");
        assertThat(Numerals.date("March 14, 1893")).isEqualTo(british);
        assertThat(Numerals.date("1893").getAsDouble()).isLessThan(british.getAsDouble());
        assertThat(Numerals.date("April 1893").getAsDouble()).isGreaterThan(british.getAsDouble());
        assertThat(Numerals.date("14 March")).isEmpty();
    }
}
