package dev.winnow.app.judging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.app.judging.Agreement.Verdict;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How far a judge agrees with labels. */
class AgreementTest {
    /** So many answers of a kind: what the measure says, and the label. */
    private static void add(
            Map<String, Verdict> first, Map<String, Verdict> second, int count, Verdict own, Verdict label) {
        for (int i = 0; i < count; i++) {
            String key = "t" + first.size();
            first.put(key, own);
            second.put(key, label);
        }
    }

    @Test
    void kappa_is_that_of_a_table_computed_by_hand() {
        // The two readers of 50 proposals in Wikipedia's article on Cohen's kappa: 20 both yes, 5 and 10 apart, 15 both
        // no.
        Map<String, Verdict> measure = new HashMap<>();
        Map<String, Verdict> label = new HashMap<>();
        add(measure, label, 20, Verdict.RIGHT, Verdict.RIGHT);
        add(measure, label, 5, Verdict.RIGHT, Verdict.WRONG);
        add(measure, label, 10, Verdict.WRONG, Verdict.RIGHT);
        add(measure, label, 15, Verdict.WRONG, Verdict.WRONG);
        Agreement agreement = Agreement.of(measure, label, trial -> true);

        double observed = 35 / 50.0;
        double expected = 25 / 50.0 * (30 / 50.0) + 25 / 50.0 * (20 / 50.0);
        assertThat(agreement.kappa().orElseThrow().value())
                .isCloseTo((observed - expected) / (1 - expected), within(1e-12))
                .isCloseTo(0.4, within(1e-12));
        assertThat(agreement.share()).isEqualTo(observed);
        assertThat(agreement.leniency()).isEqualTo((5 - 10) / 50.0);
    }

    @Test
    void answers_without_a_verdict_bound_the_agreement_and_are_in_no_kappa() {
        Map<String, Verdict> measure = new HashMap<>();
        Map<String, Verdict> label = new HashMap<>();
        add(measure, label, 6, Verdict.RIGHT, Verdict.RIGHT);
        add(measure, label, 2, Verdict.WRONG, Verdict.RIGHT);
        add(measure, label, 2, Verdict.UNDECIDED, Verdict.WRONG);
        Agreement agreement = Agreement.of(measure, label, trial -> true);
        assertThat(agreement.count()).isEqualTo(10);
        assertThat(agreement.lowest()).isEqualTo(6 / 10.0);
        assertThat(agreement.highest()).isEqualTo(8 / 10.0);
        assertThat(agreement.kappa().orElseThrow().count()).isEqualTo(8);
    }

    @Test
    void a_judge_is_undecided_where_a_missing_verdict_could_tip_it() {
        assertThat(Verdict.of(new JudgedScore(0, 1, 1, Map.of(), 1))).isEqualTo(Verdict.UNDECIDED);
        assertThat(Verdict.of(new JudgedScore(2 / 3.0, 1, 3, Map.of(), 1))).isEqualTo(Verdict.RIGHT);
        assertThat(Verdict.of(new JudgedScore(0, 1 / 3.0, 3, Map.of(), 1))).isEqualTo(Verdict.WRONG);
    }

    @Test
    void the_best_threshold_parts_right_from_wrong_where_one_can() {
        Map<String, Double> scores = Map.of("a", 0.61, "b", 0.72, "c", 0.83, "d", 0.9);
        Map<String, Verdict> labels =
                Map.of("a", Verdict.WRONG, "b", Verdict.WRONG, "c", Verdict.RIGHT, "d", Verdict.RIGHT);
        assertThat(Agreement.bestThreshold(scores, labels)).isEqualTo(0.83);
    }
}
