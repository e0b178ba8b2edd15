package dev.winnow.app.judging;

import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.Trial;
import dev.winnow.pipelines.QuestionId;

/**
 * What is judged: how a trial ended.
 *
 * @param trial the trial's key
 */
public record Candidate(
        String trial, String strategy, String model, QuestionId question, int repetition, Outcome outcome) {
    /** That of a trial. */
    public static Candidate of(Trial trial) {
        return new Candidate(
                trial.key(), trial.strategy(), trial.model(), trial.question(), trial.repetition(), trial.outcome());
    }
}
