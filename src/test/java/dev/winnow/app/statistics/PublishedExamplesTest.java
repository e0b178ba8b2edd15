package dev.winnow.app.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Examples that books and papers work through. */
class PublishedExamplesTest {
    /** Darwin's cross- and self-fertilised maize, in eighths of an inch: Wilcoxon's test in many text books. */
    @Test
    void darwins_plants() {
        Wilcoxon test = Wilcoxon.of(new double[] {6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75});
        assertThat(test.negative()).isEqualTo(24);
        assertThat(test.positive()).isEqualTo(96);
        // 676 of 2^15 sign patterns have a sum of at most 24.
        assertThat(test.p()).isEqualTo(2 * 676 / 32_768.0);
        assertThat(test.rankBiserial()).isCloseTo((96 - 24) / 120.0, within(1e-12));
    }

    /** Hollander and Wolfe, Nonparametric Statistical Methods, 1973, page 29: a depression scale before and after therapy. */
    @Test
    void hollander_and_wolfes_depression_scores() {
        double[] before = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};
        double[] after = {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};
        double[] differences = new double[9];
        Arrays.setAll(differences, i -> before[i] - after[i]);
        Wilcoxon test = Wilcoxon.of(differences);
        assertThat(test.positive()).isEqualTo(40);
        // One-sided 0.01953: 10 of 512.
        assertThat(test.p()).isEqualTo(20 / 512.0);
    }

    /** Benjamini and Hochberg, 1995, section 3.2: fifteen p values, of which four are discoveries at 0.05. */
    @Test
    void benjamini_and_hochbergs_thrombolysis_trial() {
        double[] p = {
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.000
        };
        double[] adjusted = FalseDiscovery.adjusted(p);
        assertThat(Arrays.stream(adjusted).filter(value -> value <= 0.05).count())
                .isEqualTo(4);
        assertThat(adjusted[3]).isCloseTo(15 * 0.0095 / 4, within(1e-12));
    }

    /** Agresti, Categorical Data Analysis, 2002, section 10.1: approval of a Prime Minister in two surveys of the same people. */
    @Test
    void agrestis_approval_ratings() {
        McNemar test = new McNemar(150, 86);
        assertThat(test.statistic()).isCloseTo(17.36, within(0.005));
        assertThat(test.correctedStatistic()).isCloseTo(63 * 63 / 236.0, within(1e-12));
        assertThat(test.oddsRatio()).isCloseTo(150 / 86.0, within(1e-12));
        Interval interval = test.oddsRatioInterval(0.95);
        double factor = Math.exp(1.959963985 * Math.sqrt(1 / 150.0 + 1 / 86.0));
        assertThat(interval.low()).isCloseTo(150 / 86.0 / factor, within(1e-8));
        assertThat(interval.high()).isCloseTo(150 / 86.0 * factor, within(1e-8));
    }

    /** Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 2003, section 18.1: two raters' diagnoses of 100. */
    @Test
    void fleisss_diagnoses() {
        Kappa kappa = Kappa.of(new int[][] {{75, 1, 4}, {5, 4, 1}, {0, 0, 10}}, Kappa.Weights.NONE);
        assertThat(kappa.value()).isCloseTo(0.68, within(0.005));
        assertThat(kappa.standardError()).isCloseTo(0.088, within(0.0005));
    }

    @Test
    void nothing_and_single_values_have_their_answer() {
        assertThat(Wilcoxon.of(new double[0]).p()).isEqualTo(1);
        assertThat(Wilcoxon.of(new double[] {0, 0}).p()).isEqualTo(1);
        assertThat(Wilcoxon.of(new double[] {0, 0}).zeros()).isEqualTo(2);
        assertThat(Wilcoxon.of(new double[] {2}).p()).isEqualTo(1);
        assertThat(new McNemar(0, 0).exact()).isEqualTo(1);
        assertThat(new McNemar(3, 0).oddsRatioInterval(0.95).high()).isInfinite();
        assertThat(Moments.of(new double[] {0, 0, 0}).cohensDz()).isZero();
        assertThat(Moments.of(new double[] {1, 2, 3}).cohensDz()).isCloseTo(2 / 1.0, within(1e-12));
        assertThat(new Power(0, 0.1, 10).questionsToSettle()).isEmpty();
        assertThat(Kappa.of(new int[][] {{5, 0}, {0, 0}}, Kappa.Weights.NONE).value())
                .isEqualTo(1);
        Repeated same = Repeated.of(List.of(new double[] {1, 1}, new double[] {0, 0}));
        assertThat(same.within()).isZero();
        assertThat(same.between()).isCloseTo(0.5, within(1e-12));
        assertThat(same.luck()).isZero();
    }

    @Test
    void luck_of_unequal_repetitions_is_that_of_the_mean_of_questions_means() {
        Repeated repeated = Repeated.of(List.of(new double[] {0, 1}, new double[] {0, 1, 0, 1, 0, 1, 0, 1, 0, 1}));

        assertThat(repeated.standardErrorOfLuck())
                .isCloseTo(Math.sqrt(repeated.within() * (1.0 / 2 + 1.0 / 10)) / 2, within(1e-12));
    }

    @Test
    void arguments_out_of_range_are_refused() {
        assertThatThrownBy(() -> Wilcoxon.of(new double[] {Double.NaN})).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Wilcoxon.of(ones(51), Wilcoxon.Method.EXACT)).hasMessageContaining("got 51");
        assertThatThrownBy(() -> new McNemar(-1, 2)).hasMessage("counts must not be negative, got -1 and 2");
        assertThatThrownBy(() -> Kappa.of(new int[][] {{1, 2}}, Kappa.Weights.NONE))
                .hasMessageContaining("1 and 2");
        assertThatThrownBy(() -> new Power(1, -1, 3)).hasMessageContaining("-1.0");
        assertThatThrownBy(() -> Repeated.of(List.of(new double[] {1}, new double[] {1, 2})))
                .hasMessageContaining("got 1");
        assertThatThrownBy(() -> Sample.clustered(ones(2), new int[1])).hasMessageContaining("2 values and 1 clusters");
    }

    @Test
    void more_than_fifty_differences_are_done_by_the_normal_distribution() {
        assertThat(Wilcoxon.of(ones(50)).method()).isEqualTo(Wilcoxon.Method.EXACT);
        assertThat(Wilcoxon.of(ones(50)).p()).isEqualTo(2 / Math.pow(2, 50));
        assertThat(Wilcoxon.of(ones(51)).method()).isEqualTo(Wilcoxon.Method.NORMAL);
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
