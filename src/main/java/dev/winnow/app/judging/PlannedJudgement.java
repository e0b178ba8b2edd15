package dev.winnow.app.judging;

import dev.winnow.app.judging.Judgement.Place;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.pipelines.model.CallKey;
import dev.winnow.pipelines.model.Prompt;

/**
 * One judgement to come: a judge, asked once about an answer.
 *
 * @param key digest of the trial, the rubric and everything that decides the reply
 * @param call the key of the call
 * @param place where the answer stands
 * @param sample which of several judgements of the same, from 0
 */
public record PlannedJudgement(
        String key, String call, Judge judge, Candidate candidate, Place place, int sample, Prompt prompt) {
    static PlannedJudgement of(Judge judge, Candidate candidate, Place place, int sample, Prompt prompt) {
        String call = CallKey.of(judge.model(), prompt).key();
        String key = Fingerprint.of(
                        candidate.trial(),
                        judge.name(),
                        call,
                        judge.rubric().fingerprint().hex(),
                        place.name())
                .hex();
        return new PlannedJudgement(key, call, judge, candidate, place, sample, prompt);
    }
}
