package dev.winnow.app.metrics;

import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.Trial;
import dev.winnow.pipelines.Answer;

/** What a trial did with its question, whether or not the answer was right. */
public enum Conduct {
    /** Gave an answer to a question that has one, or of which that is not known. */
    ANSWERED,
    /** Said that there is no answer. */
    REFUSED,
    /** Gave an answer to a question that has none. */
    INVENTED,
    /** Never replied. */
    FAILED;

    /** The conduct of a trial. */
    public static Conduct of(Gold gold, Trial trial) {
        return switch (trial.outcome()) {
            case Outcome.Failed failed -> FAILED;
            case Outcome.Answered answered ->
                switch (answered.answer()) {
                    case Answer.Refused refused -> REFUSED;
                    case Answer.Given given -> gold.unanswerable() ? INVENTED : ANSWERED;
                };
        };
    }
}
