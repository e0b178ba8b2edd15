package dev.winnow.app.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FalseDiscoveryTest {
    @Test
    void adjusted_values_are_those_of_scipy() {
        // scipy.stats.false_discovery_control
        assertThat(FalseDiscovery.adjusted(new double[] {0.01, 0.04, 0.03, 0.005, 0.8, 0.04}))
                .containsExactly(new double[] {0.03, 0.048, 0.048, 0.03, 0.8, 0.048}, within(1e-12));
    }

    @Test
    void one_test_needs_no_adjusting_and_none_is_none() {
        assertThat(FalseDiscovery.adjusted(new double[] {0.2})).containsExactly(0.2);
        assertThat(FalseDiscovery.adjusted(new double[0])).isEmpty();
    }
}
