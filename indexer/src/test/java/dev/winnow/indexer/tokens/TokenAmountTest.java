package dev.winnow.indexer.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenAmountTest {
    @ParameterizedTest
    @CsvSource({
        "7, 7, 7",
        "16K, 16000, 16K",
        "16Ki, 16384, 16Ki",
        "500M, 500000000, 500M",
        "1Mi, 1048576, 1024Ki",
        "10G, 10000000000, 10G",
        "10000M, 10000000000, 10G",
        "2Gi, 2147483648, 2097152Ki"
    })
    void numbers_beyond_an_int_are_read_and_written_shortly(String written, long tokens, String shortest) {
        assertThat(TokenAmount.parse(written))
                .isEqualTo(new TokenAmount(tokens))
                .hasToString(shortest);
        assertThat(TokenAmount.parse(shortest)).isEqualTo(new TokenAmount(tokens));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "K", "5T", "-1", "1.5M", "5 K", "99999999999"})
    void anything_else_is_refused(String written) {
        assertThatThrownBy(() -> TokenAmount.parse(written))
                .hasMessageContaining("K (1,000), Ki (1,024), M, Mi, G or Gi");
    }

    @Test
    void nothing_and_more_than_can_be_counted_are_refused() {
        assertThatThrownBy(() -> TokenAmount.parse("0")).hasMessage("a number of tokens must be at least 1, got 0");
        assertThatThrownBy(() -> TokenAmount.parse("9999999999Gi"))
                .hasMessage("a number of tokens must be below 2^63, got 9999999999Gi");
    }
}
