package dev.winnow.app.metrics;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.indexer.chunk.PassageId;
import java.util.Comparator;
import java.util.List;

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
                evidence.stream().filter(piece -> isShown(piece, shown)).count(), evidence.size());
        return metric;
    }

    private static boolean isShown(Evidence evidence, List<ShownSpan> shown) {
        return switch (evidence.grain()) {
            case REGION -> shown.stream().anyMatch(span -> EvidenceMetric.overlap(span, evidence));
            case SPAN -> isCovered(evidence, shown);
        };
    }

    private static boolean isCovered(Evidence evidence, List<ShownSpan> shown) {
        List<ShownSpan> spans = shown.stream()
                .filter(span -> EvidenceMetric.overlap(span, evidence))
                .sorted(Comparator.comparingInt(ShownSpan::start).thenComparingInt(ShownSpan::end))
                .toList();
        int covered = evidence.start();
        ShownSpan last = null;
        for (ShownSpan span : spans) {
            if (span.start() > covered && (last == null || !follows(last, span))) {
                return false;
            }
            if (span.end() > covered) {
                covered = span.end();
                last = span;
            }
        }
        return covered >= evidence.end();
    }

    /** Whether the second passage is the next one of the same document. */
    private static boolean follows(ShownSpan first, ShownSpan second) {
        int mark = first.passage().lastIndexOf('#');
        if (mark < 0 || !first.passage().substring(mark + 1).matches("\\d{1,9}")) {
            return false;
        }
        int ordinal = Integer.parseInt(first.passage().substring(mark + 1));
        return second.passage()
                .equals(PassageId.of(first.document(), ordinal + 1).value());
    }
}
