package dev.winnow.app.metrics;

import java.util.Optional;

/** A metric of what answers cite. */
interface CitationSpec extends MetricSpec {
    /** Characters of a cited span at most, to count; whatever its length where it is empty. */
    Optional<Integer> within();

    /** How citations and evidence are compared. */
    CitationMetric.Comparison comparison();

    @Override
    default Needs needs() {
        return Needs.EVIDENCE;
    }

    @Override
    default boolean readsCitations() {
        return true;
    }

    @Override
    default Metric open() {
        return new CitationMetric(within(), comparison());
    }
}
