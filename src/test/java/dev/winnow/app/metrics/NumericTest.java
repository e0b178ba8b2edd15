package dev.winnow.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.app.dataset.Gold;
import dev.winnow.app.metrics.Numeric.Choice;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.pipelines.QuestionId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumericTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ENGLISH | $2,576,340.                     | 2576340
                    ENGLISH | 33,592,055 shares               | 33592055
                    ENGLISH | about US$ 3.7 million           | 3700000
                    ENGLISH | 1.2bn                           | 1200000000
                    ENGLISH | 5k, 6m and 7 m                  | 5000 6000000 7
                    ENGLISH | a $50-million loan              | 50000000
                    ENGLISH | 12.5 % and 12.5 percent         | 12.5% 12.5%
                    ENGLISH | 25 basis points                 | 0.25%
                    ENGLISH | -3, −4 and ($1,093,095)         | -3 -4 ±1093095
                    ENGLISH | -$5 or $-5                      | -5 -5
                    ENGLISH | - 42 and Total - 42             | 42 42
                    ENGLISH | COVID-19, Q1, 10-12             | 19 10 12
                    ENGLISH | .5, 0.5, 1e3, 2.5E-2            | 0.5 0.5 1000 0.025
                    ENGLISH | 12,34,567                       | 1234567
                    ENGLISH | 1,2,3                           | 1 2 3
                    ENGLISH | ٣٫٥ and １９１１                  | 3.5 1911
                    ENGLISH | no number, three at most        | ''
                    GERMAN  | 1.234.567,89 EUR                | 1234567.89
                    GERMAN  | 3,7 Prozent, 12 345             | 3.7 12345
                    """)
    void numbers_are_read_as_they_are_written(Language language, String text, String numbers) {
        String read = String.join(
                " ",
                new Quantities(language)
                        .in(text).stream().map(NumericTest::text).toList());
        assertThat(read).isEqualTo(numbers);
    }

    private static String text(Quantities.Quantity quantity) {
        String value = BigDecimal.valueOf(quantity.value()).stripTrailingZeros().toPlainString();
        return (quantity.sign() == Quantities.Sign.BRACKETS ? "±" : "")
                + value
                + (quantity.kind() == Quantities.Kind.PERCENT ? "%" : "");
    }

    @Test
    void a_space_that_does_not_break_joins_thousands_in_every_language() {
        assertThat(new Quantities(Language.ENGLISH).in("1 234 and 1\u00A0234"))
                .extracting(Quantities.Quantity::value)
                .containsExactly(1.0, 234.0, 1234.0);
    }

    @Test
    void the_number_counts_and_not_its_wording() {
        assertThat(score(exact(), "It was 2,576,340 dollars as of March 31, 2024.", "$2,576,340."))
                .hasValue(1);
        assertThat(score(exact(), "3,700,000", "$3.7 million")).hasValue(1);
        assertThat(score(exact(), "3.7", "$3.7 million")).hasValue(0);
        assertThat(score(exact(), "a net loss of $(1,093,095)", "$1,093,095.")).hasValue(1);
        assertThat(score(exact(), "-1,093,095", "$1,093,095.")).hasValue(0);
        assertThat(score(exact(), "none", "$0")).hasValue(0);
    }

    @Test
    void a_percentage_may_be_written_as_a_fraction() {
        assertThat(score(exact(), "0.125", "12.5%")).hasValue(1);
        assertThat(score(exact(), "12.5", "12.5%")).hasValue(1);
        assertThat(score(exact(), "12.5 %", "0.125")).hasValue(1);
        assertThat(score(exact(), "125%", "12.5%")).hasValue(0);
    }

    @Test
    void tolerances_are_shares_of_the_gold_number_or_its_own_units() {
        Numeric hundredth = new Numeric(0.01, 0, Choice.ANY, Optional.empty());
        assertThat(score(hundredth, "101", "100")).hasValue(1);
        assertThat(score(hundredth, "101.1", "100")).hasValue(0);
        Numeric half = new Numeric(0, 0.5, Choice.ANY, Optional.empty());
        assertThat(score(half, "12.9 %", "12.5%")).hasValue(1);
        assertThat(score(half, "13.1 %", "12.5%")).hasValue(0);
        assertThat(hundredth.name()).isEqualTo("numeric-within-1%");
        assertThat(half.name()).isEqualTo("numeric-within-0.5");
    }

    @Test
    void an_answer_of_many_numbers_can_be_held_to_one() {
        String listed = "1999, 2000 or 2001";
        assertThat(score(exact(), listed, "2000")).hasValue(1);
        assertThat(score(chosen(Choice.FIRST), listed, "1999")).hasValue(1);
        assertThat(score(chosen(Choice.FIRST), listed, "2000")).hasValue(0);
        assertThat(score(chosen(Choice.LAST), listed, "2001")).hasValue(1);
        assertThat(score(chosen(Choice.ONLY), listed, "2000")).hasValue(0);
        assertThat(score(chosen(Choice.ONLY), "2000.", "2000")).hasValue(1);
        assertThat(chosen(Choice.ONLY).name()).isEqualTo("numeric-only");
    }

    @Test
    void questions_whose_answer_is_no_single_number_are_left_out() {
        assertThat(score(exact(), "1", "It rose from 5 to 7.")).isEmpty();
        assertThat(score(exact(), "1", "a lighthouse")).isEmpty();
    }

    @Test
    void tolerances_out_of_range_are_refused() {
        assertThatThrownBy(() -> new Numeric(1, 0, Choice.ANY, Optional.empty()))
                .hasMessage("relative must be at least 0 and below 1, got 1.0");
        assertThatThrownBy(() -> new Numeric(0, -1, Choice.ANY, Optional.empty()))
                .hasMessage("absolute must be at least 0, got -1.0");
    }

    private static Numeric exact() {
        return chosen(Choice.ANY);
    }

    private static Numeric chosen(Choice numbers) {
        return new Numeric(0, 0, numbers, Optional.empty());
    }

    private static OptionalDouble score(Numeric metric, String answer, String gold) {
        return metric.open().score(new Gold(new QuestionId("q"), List.of(gold), List.of()), MetricsTest.gave(answer));
    }
}
