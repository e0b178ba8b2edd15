package dev.winnow.app.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.app.PythonReference;
import dev.winnow.indexer.corpus.Seed;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Expected values are those of {@code statistics_reference.py}: SciPy's, or counted case by case. */
class StatisticsReferenceTest {
    private static final Path FILE = Path.of("dev", "winnow", "app", "statistics", "reference.json");
    private static final JsonNode EXPECTED = expected();
    private static final Offset<Double> CLOSE = within(1e-12);

    @Test
    void wilcoxon_with_zeros_and_ties_is_what_counting_all_sign_patterns_gives() {
        assertThat(EXPECTED.get("wilcoxonCounted")).hasSize(36);
        for (JsonNode row : EXPECTED.get("wilcoxonCounted")) {
            assertThat(Wilcoxon.of(doubles(row.get("d"))).p())
                    .as(row.toString())
                    .isCloseTo(number(row, "p"), CLOSE);
        }
    }

    @Test
    void wilcoxon_is_exactly_that_of_scipy_without_zeros_and_ties() {
        for (JsonNode row : EXPECTED.get("wilcoxonExact")) {
            Wilcoxon test = Wilcoxon.of(doubles(row.get("d")));
            assertThat(test.method()).isEqualTo(Wilcoxon.Method.EXACT);
            assertThat(test.p()).isCloseTo(number(row, "p"), CLOSE);
            assertThat(Math.min(test.positive(), test.negative())).isEqualTo(number(row, "smaller"));
        }
    }

    @Test
    void wilcoxon_of_many_differences_is_that_of_scipy_by_pratt() {
        for (JsonNode row : EXPECTED.get("wilcoxonNormal")) {
            Wilcoxon test = Wilcoxon.of(doubles(row.get("d")), Wilcoxon.Method.NORMAL);
            assertThat(test.p()).isCloseTo(number(row, "p"), Percentage.withPercentage(1e-8));
            assertThat(Math.min(test.positive(), test.negative())).isEqualTo(number(row, "smaller"));
        }
    }

    @Test
    void mcnemar_is_the_binomial_and_the_chi_squared_of_scipy() {
        for (JsonNode row : EXPECTED.get("mcnemar")) {
            McNemar test = new McNemar(row.get("b").asInt(), row.get("c").asInt());
            assertThat(test.exact()).isCloseTo(number(row, "exact"), Percentage.withPercentage(1e-7));
            assertThat(test.statistic()).isCloseTo(number(row, "statistic"), CLOSE);
            assertThat(test.correctedStatistic()).isCloseTo(number(row, "correctedStatistic"), CLOSE);
            assertThat(test.asymptotic()).isCloseTo(number(row, "asymptotic"), Percentage.withPercentage(1e-7));
            assertThat(test.corrected()).isCloseTo(number(row, "corrected"), Percentage.withPercentage(1e-7));
        }
    }

    @Test
    void adjusted_p_values_are_those_of_the_definition() {
        for (JsonNode row : EXPECTED.get("benjaminiHochberg")) {
            assertThat(FalseDiscovery.adjusted(doubles(row.get("p"))))
                    .containsExactly(doubles(row.get("adjusted")), CLOSE);
        }
    }

    @Test
    void the_bootstrap_agrees_with_scipys_as_far_as_two_draws_can() {
        for (JsonNode row : EXPECTED.get("bootstrap")) {
            double[] values = doubles(row.get("values"));
            Interval ours =
                    Bootstrap.mean(values, 0.95, 20_000, new Seed(1).random()).orElseThrow();
            // The end of a 95 % interval of 20,000 normal draws is itself known to about 0.02 standard errors.
            Offset<Double> luck = within(0.06 * number(row, "error"));
            assertThat(ours.low()).isCloseTo(number(row, "low"), luck);
            assertThat(ours.high()).isCloseTo(number(row, "high"), luck);
            // The bootstrap's variance has n below where the sample's has n - 1.
            double n = values.length;
            assertThat(Sample.independent(values).standardError())
                    .isCloseTo(number(row, "error") * Math.sqrt(n / (n - 1)), Percentage.withPercentage(2));
        }
    }

    @Test
    void whole_clusters_are_drawn_and_their_values_counted() {
        JsonNode row = EXPECTED.get("clustered");
        List<Integer> clusters = new ArrayList<>();
        row.get("clusters").forEach(cluster -> clusters.add(cluster.asInt()));
        Sample sample = Sample.clustered(
                doubles(row.get("values")), clusters.stream().mapToInt(i -> i).toArray());
        double[] means = Bootstrap.means(sample, 50_000, new Seed(2).random());
        assertThat(Moments.of(means).deviation()).isCloseTo(number(row, "deviation"), Percentage.withPercentage(1.5));
        Interval interval =
                Bootstrap.mean(sample, 0.95, 50_000, new Seed(2).random()).orElseThrow();
        // The distribution has atoms: an end may lie one of them away.
        assertThat(interval.low()).isCloseTo(number(row, "low"), within(0.02));
        assertThat(interval.high()).isCloseTo(number(row, "high"), within(0.02));
    }

    @Test
    void kappa_and_its_error_are_those_of_the_delta_method() {
        for (JsonNode row : EXPECTED.get("kappa")) {
            int size = row.get("table").size();
            int[][] table = new int[size][size];
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    table[i][j] = row.get("table").get(i).get(j).asInt();
                }
            }
            Kappa kappa =
                    Kappa.of(table, Kappa.Weights.valueOf(row.get("weights").asText()));
            assertThat(kappa.value()).isCloseTo(number(row, "kappa"), within(1e-11));
            assertThat(kappa.standardError()).isCloseTo(number(row, "error"), within(1e-6));
        }
    }

    @Test
    void power_is_that_of_the_normal_distribution() {
        for (JsonNode row : EXPECTED.get("power")) {
            Power power = new Power(
                    number(row, "difference"),
                    number(row, "error"),
                    row.get("questions").asInt());
            assertThat(power.questionsToSettle()).hasValue(row.get("needed").asLong());
            assertThat(power.detectable()).isCloseTo(number(row, "detectable"), CLOSE);
            assertThat(power.achieved().orElseThrow()).isCloseTo(number(row, "achieved"), CLOSE);
        }
    }

    @Test
    void components_of_variance_are_those_of_the_f_ratio() {
        JsonNode row = EXPECTED.get("repeated");
        List<double[]> scores = new ArrayList<>();
        row.get("scores").forEach(own -> scores.add(doubles(own)));
        Repeated repeated = Repeated.of(scores);
        assertThat(repeated.within()).isCloseTo(number(row, "within"), CLOSE);
        assertThat(repeated.between()).isCloseTo(number(row, "between"), CLOSE);
        assertThat(repeated.mean()).isCloseTo(number(row, "mean"), CLOSE);
    }

    @Test
    void the_expected_values_are_what_the_script_makes(@TempDir Path folder) throws Exception {
        PythonReference.assertSame(
                "statistics_reference.py",
                "import scipy; assert scipy.__version__ == '"
                        + EXPECTED.get("scipy").asText() + "'",
                FILE,
                folder);
    }

    private static double number(JsonNode row, String name) {
        return row.get(name).asDouble();
    }

    private static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asDouble();
        }
        return values;
    }

    private static JsonNode expected() {
        try (InputStream in = StatisticsReferenceTest.class.getResourceAsStream("reference.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
