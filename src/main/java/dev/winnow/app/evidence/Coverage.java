package dev.winnow.app.evidence;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.indexer.chunk.PassageId;
import java.util.Comparator;
import java.util.List;

/**
 * Whether evidence stands in what was shown. A span does when all of its characters stand in shown passages, which may share
 * the work; a region does when any of its characters does. What a chunker leaves out between two passages that follow each
 * other is blank, and counts as shown when both are.
 */
public final class Coverage {
    private Coverage() {}

    /** Whether it is shown. */
    public static boolean isShown(Evidence evidence, List<ShownSpan> shown) {
        return switch (evidence.grain()) {
            case REGION -> shown.stream().anyMatch(span -> overlap(span, evidence));
            case SPAN -> isCovered(evidence, shown);
        };
    }

    private static boolean overlap(ShownSpan shown, Evidence evidence) {
        return evidence.overlaps(shown.document(), shown.start(), shown.end());
    }

    private static boolean isCovered(Evidence evidence, List<ShownSpan> shown) {
        List<ShownSpan> spans = shown.stream()
                .filter(span -> overlap(span, evidence))
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
