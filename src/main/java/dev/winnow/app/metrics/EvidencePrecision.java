package dev.winnow.app.metrics;

/**
 * Share of the shown passages that have a character in common with any known evidence. It does not apply where nothing
 * was shown.
 */
public record EvidencePrecision() implements MetricSpec {
    @Override
    public String name() {
        return "evidence-precision";
    }

    @Override
    public Needs needs() {
        return Needs.EVIDENCE;
    }

    @Override
    public Metric open() {
        EvidenceMetric metric = (evidence, shown) -> EvidenceMetric.share(
                shown.stream()
                        .filter(span -> evidence.stream().anyMatch(piece -> EvidenceMetric.overlap(span, piece)))
                        .count(),
                shown.size());
        return metric;
    }
}
