package dev.winnow.app.metrics;

import dev.winnow.app.evidence.Coverage;

/**
 * Share of the known pieces of evidence that were shown. A span counts when all of its characters stand in shown
 * passages, which may share the work; a region counts when any of its characters does. Nothing shown is 0. What a chunker
 * leaves out between two passages that follow each other is blank, and counts as shown when both are.
 */
public record EvidenceRecall() implements MetricSpec {
    @Override
    public String name() {
        return "evidence-recall";
    }

    @Override
    public Needs needs() {
        return Needs.EVIDENCE;
    }

    @Override
    public Metric open() {
        EvidenceMetric metric = (evidence, shown) -> EvidenceMetric.share(
                evidence.stream()
                        .filter(piece -> Coverage.isShown(piece, shown))
                        .count(),
                evidence.size());
        return metric;
    }
}
