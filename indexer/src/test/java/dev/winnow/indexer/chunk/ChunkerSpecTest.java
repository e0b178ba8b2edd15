package dev.winnow.indexer.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkerSpecTest {
    @ParameterizedTest
    @CsvSource({
        "whole, whole",
        "tokens:128, tokens:128",
        "tokens:128/0, tokens:128",
        "tokens:128/32, tokens:128/32",
        "tokens:1K, tokens:1000",
        "sentences:600/100, sentences:600/100",
        "' sentences:1Ki ', sentences:1024",
        "paragraphs, paragraphs",
        "paragraphs:400, paragraphs:400"
    })
    void what_is_written_is_read_and_has_one_canonical_form(String written, String canonical) {
        assertThat(ChunkerSpec.parse(written)).hasToString(canonical);
        assertThat(ChunkerSpec.parse(canonical)).isEqualTo(ChunkerSpec.parse(written));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            tokens            | 'tokens' lacks its size in tokens; write for example tokens:128
            sentences:        | 'sentences:' lacks its size in tokens; write for example sentences:600/100
            whole:3           | 'whole' takes no size, got 'whole:3'; write whole
            paragraphs:400/50 | paragraphs do not overlap, got 'paragraphs:400/50'; write paragraphs or paragraphs:400
            tokens:many       | passages 'tokens:many': a size is a whole number
            tokens:0          | passages 'tokens:0': a size must be at least 1 token, got 0
            tokens:10/10      | tokens: the overlap must be from 0 to below the size (10), got 10
            sentences:5/-1    | passages 'sentences:5/-1': a size is a whole number
            token:128         | unknown passages 'token:128'; did you mean 'tokens'?
            Tokens 128        | passages are a kind with sizes in tokens, as in tokens:128 or sentences:600/100
            """)
    void what_cannot_be_read_is_told_the_rule_and_an_example(String written, String message) {
        assertThatThrownBy(() -> ChunkerSpec.parse(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void sizes_are_checked_in_java_too() {
        assertThatThrownBy(() -> new ChunkerSpec.Tokens(0, 0)).hasMessageContaining("room for 1 token or more, got 0");
        assertThatThrownBy(() -> new ChunkerSpec.SentenceWise(10, -1)).hasMessageContaining("got -1");
    }
}
