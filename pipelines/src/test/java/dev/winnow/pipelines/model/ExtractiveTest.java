package dev.winnow.pipelines.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.tokens.TokenSize;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExtractiveTest {
    private static Extractive spec(int words, double refuseBelow, int concurrency) {
        return new Extractive("extractive", Optional.empty(), words, refuseBelow, concurrency);
    }

    @Test
    void it_can_be_named_in_configurations_and_costs_nothing() {
        assertThat(ModelSpec.KINDS).containsEntry("extractive", Extractive.class);
        assertThat(spec(12, 0.2, 0).price()).isEmpty();
    }

    @Test
    void whatever_changes_its_replies_is_part_of_its_identity() {
        assertThat(spec(12, 0.2, 1).identity()).isEqualTo(spec(12, 0.2, 4).identity());
        assertThat(spec(12, 0.2, 1).identity()).isNotEqualTo(spec(10, 0.2, 1).identity());
        assertThat(spec(12, 0.2, 1).identity()).isNotEqualTo(spec(12, 0.3, 1).identity());
    }

    @Test
    void no_concurrency_means_all_processors() {
        assertThat(spec(12, 0.2, 0).concurrency())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(spec(12, 0.2, 3).concurrency()).isEqualTo(3);
    }

    @Test
    void a_window_can_be_set() {
        Extractive narrow = new Extractive("small", Optional.of(new TokenSize(4000)), 12, 0.2, 0);

        assertThat(narrow.window()).contains(new TokenSize(4000));
        assertThat(spec(12, 0.2, 0).window()).isEmpty();
    }

    @Test
    void values_out_of_range_are_refused_with_the_rule_and_the_value() {
        assertThatThrownBy(() -> spec(0, 0.2, 0)).hasMessageContaining("max-answer-words must be at least 1, got 0");
        assertThatThrownBy(() -> spec(12, 1.5, 0))
                .hasMessageContaining("refuse-below must be between 0 and 1, got 1.5");
        assertThatThrownBy(() -> spec(12, 0.2, -1)).hasMessageContaining("concurrency");
    }
}
