package dev.winnow.app.metrics;

import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.Trial;
import java.util.OptionalDouble;

/**
 * Scores one trial against the answer key. It reads only what was written of the trial, so that scores can be computed
 * again without a model.
 */
@FunctionalInterface
public interface Metric {
    /**
     * The score, in [0, 1] where the metric does not say otherwise; empty where it does not apply to this question, such
     * as evidence recall without known evidence. Questions to which it does not apply are left out of the mean.
     */
    OptionalDouble score(Gold gold, Trial trial);
}
