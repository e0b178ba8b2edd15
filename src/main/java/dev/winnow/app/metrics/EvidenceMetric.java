package dev.winnow.app.metrics;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.app.ledger.Trial;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Compares what was shown with the known evidence. It does not apply where no evidence is known; a failed trial scores
 * 0.
 */
interface EvidenceMetric extends Metric {
    /** The score of an answered trial; the evidence is not empty. */
    OptionalDouble compare(List<Evidence> evidence, List<ShownSpan> shown);

    @Override
    default OptionalDouble score(Gold gold, Trial trial) {
        if (gold.evidence().isEmpty()) {
            return OptionalDouble.empty();
        }
        return switch (trial.outcome()) {
            case Outcome.Failed failed -> OptionalDouble.of(0);
            case Outcome.Answered answered -> compare(gold.evidence(), trial.shown());
        };
    }

    /** Whether a shown span and a piece of evidence have a character in common. */
    static boolean overlap(ShownSpan shown, Evidence evidence) {
        return evidence.overlaps(shown.document(), shown.start(), shown.end());
    }

    /** Parts of a whole; not defined where the whole is nothing. */
    static OptionalDouble share(long part, long whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
    }
}
