package dev.winnow.app.report;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Milliseconds; empty where nothing was timed.
 *
 * @param median the 50th percentile by nearest rank
 * @param p90 the 90th percentile by nearest rank
 * @param p95 the 95th percentile by nearest rank
 */
record Latency(OptionalDouble mean, OptionalDouble median, OptionalDouble p90, OptionalDouble p95) {
    static Latency of(double[] millis) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        return new Latency(
                Arrays.stream(sorted).average(),
                percentile(sorted, 0.5),
                percentile(sorted, 0.9),
                percentile(sorted, 0.95));
    }

    private static OptionalDouble percentile(double[] sorted, double share) {
        return Optional.of(sorted)
                .filter(values -> values.length > 0)
                .map(values -> OptionalDouble.of(values[(int) Math.ceil(share * values.length) - 1]))
                .orElseGet(OptionalDouble::empty);
    }
}
