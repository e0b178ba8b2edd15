package dev.winnow.app.report;

import dev.winnow.app.distractors.IndexedPassages;
import dev.winnow.app.evidence.EvidenceLedger;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.metrics.MetricSpec.Direction;
import dev.winnow.app.report.ReportData.Measure;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What became of each answer by the first measure of answers that is higher for better ones. Accounts are computed when they
 * are asked for, so that none are held.
 */
final class EvidenceFates {
    private final EvidenceLedger ledger;
    private final Measure measure;

    private EvidenceFates(EvidenceLedger ledger, Measure measure) {
        this.ledger = ledger;
        this.measure = measure;
    }

    /** Empty where no answer can be called right, or no question has known evidence. */
    static Optional<EvidenceFates> of(ReportData data) {
        if (data.gold().values().stream().allMatch(gold -> gold.evidence().isEmpty())) {
            return Optional.empty();
        }
        return data.measures().stream()
                .filter(measure -> !measure.ofEvidence() && !measure.ofCitations())
                .filter(measure -> measure.direction() == Direction.HIGHER)
                .findFirst()
                .map(measure -> new EvidenceFates(
                        new EvidenceLedger(
                                data.gold(), data.questions(), data.passages().map(IndexedPassages::index)),
                        measure));
    }

    /** By which answers are right or wrong. */
    Measure measure() {
        return measure;
    }

    /**
     * The account of a trial.
     *
     * @param score of its answer by {@link #measure()}
     */
    EvidenceLedger.Account account(Trial trial, OptionalDouble score) {
        return ledger.account(trial, score);
    }
}
