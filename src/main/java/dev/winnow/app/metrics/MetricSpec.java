package dev.winnow.app.metrics;

import java.util.Map;

/** A metric that YAML can name. */
public interface MetricSpec {
    /** The kinds, by the name that {@code use} takes. */
    Map<String, Class<? extends MetricSpec>> KINDS = Map.of();

    /** The metric. */
    Metric open();
}
