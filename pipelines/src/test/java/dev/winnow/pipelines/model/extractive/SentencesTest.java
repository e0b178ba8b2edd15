package dev.winnow.pipelines.model.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SentencesTest {
    private static List<String> texts(String text) {
        return Sentences.of(text).stream().map(Sentence::text).toList();
    }

    @Test
    void a_full_stop_before_a_capital_ends_a_sentence() {
        assertThat(texts("It rained. Nobody came! Why? \"Ask her.\" She knew."))
                .containsExactly("It rained.", "Nobody came!", "Why?", "\"Ask her.\"", "She knew.");
    }

    @Test
    void abbreviations_initials_and_decimals_do_not() {
        assertThat(texts("Dr. J. R. Lowe paid 3.5 million to St. Anne in the U.S. Navy. He left."))
                .containsExactly("Dr. J. R. Lowe paid 3.5 million to St. Anne in the U.S. Navy.", "He left.");
    }

    @Test
    void an_empty_line_and_a_list_item_end_one_but_a_wrapped_line_does_not() {
        assertThat(texts("A wrapped\nline\n\nNew paragraph\n- item one\n- item two"))
                .containsExactly("A wrapped line", "New paragraph", "- item one", "- item two");
    }

    @Test
    void a_list_without_stops_is_cut() {
        assertThat(Sentences.of("word ".repeat(1000))).hasSizeGreaterThan(5);
    }

    @Test
    void an_empty_text_has_none() {
        assertThat(Sentences.of("")).isEmpty();
    }
}
