package dev.winnow.indexer.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
    @Test
    void a_few_edits_away_is_near() {
        assertThat(Suggestion.of("bm52", List.of("bm25", "dense"))).isEqualTo("; did you mean 'bm25'?");
        assertThat(Suggestion.of("BM25", List.of("bm25", "dense"))).isEqualTo("; did you mean 'bm25'?");
    }

    @Test
    void the_only_name_that_begins_it_is_near() {
        assertThat(Suggestion.of("beta", List.of("k1", "b"))).isEqualTo("; did you mean 'b'?");
        assertThat(Suggestion.of("temp", List.of("temperature", "seed"))).isEqualTo("; did you mean 'temperature'?");
    }

    @Test
    void where_nothing_is_near_all_names_are_told() {
        assertThat(Suggestion.of("colour", List.of("k1", "b"))).isEqualTo("; known are b, k1");
        assertThat(Suggestion.of("be", List.of("bean", "bear", "beer"))).isEqualTo("; known are bean, bear, beer");
        assertThat(Suggestion.of("x", List.of())).isEmpty();
    }
}
