package dev.winnow.app.trec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunComparisonTest {
    private static final List<Measure> RECIPROCAL = Measure.named(List.of("recip_rank"));
    private static final Measure MEASURE = RECIPROCAL.get(0);

    @Test
    void runs_are_compared_with_the_first_over_the_queries_that_all_rank() {
        RunComparison comparison = RunComparison.of(
                runs(Map.of("q1", 1.0, "q2", 0.5, "q3", 0.0), Map.of("q1", 0.5, "q2", 0.5, "q4", 1.0)), RECIPROCAL);

        assertThat(comparison.queries()).isEqualTo(2);
        assertThat(comparison.rows()).extracting(RunComparison.Row::run).containsExactly("first", "second");
        assertThat(comparison.rows().get(0).mean().mean()).isEqualTo(0.75, within(1e-12));
        assertThat(comparison.rows().get(0).difference()).isEmpty();
        assertThat(comparison.rows().get(1).difference().orElseThrow().mean()).isEqualTo(-0.25, within(1e-12));
    }

    @Test
    void a_run_compared_with_an_equal_one_differs_by_nothing() {
        Map<String, Double> values = Map.of("q1", 1.0, "q2", 0.5, "q3", 0.25);

        RunComparison.Row same =
                RunComparison.of(runs(values, values), RECIPROCAL).rows().get(1);

        assertThat(same.difference()).hasValueSatisfying(difference -> {
            assertThat(difference.low()).isZero();
            assertThat(difference.high()).isZero();
        });
    }

    @Test
    void runs_of_different_queries_cannot_be_compared() {
        assertThatThrownBy(() -> RunComparison.of(runs(Map.of("q1", 1.0), Map.of("q2", 1.0)), RECIPROCAL))
                .hasMessageContaining("no query is ranked by all");
    }

    private static Map<String, Evaluation> runs(Map<String, Double> first, Map<String, Double> second) {
        Map<String, Evaluation> runs = new LinkedHashMap<>();
        runs.put("first", evaluation(first));
        runs.put("second", evaluation(second));
        return runs;
    }

    private static Evaluation evaluation(Map<String, Double> values) {
        Map<String, Map<Measure, Double>> queries = new LinkedHashMap<>();
        values.forEach((query, value) -> queries.put(query, Map.of(MEASURE, value)));
        return new Evaluation("tag", RECIPROCAL, queries, Map.of());
    }
}
