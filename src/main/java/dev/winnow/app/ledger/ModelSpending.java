package dev.winnow.app.ledger;

import dev.winnow.pipelines.model.Attempts;
import dev.winnow.pipelines.model.CallRecord;
import dev.winnow.pipelines.model.ReportedUsage;

/**
 * What the calls of one model cost, each counted once.
 *
 * @param calls that got their reply
 * @param failed calls that were sent and got none
 * @param attempts requests of both, with the most that lost replies can have cost
 * @param billed tokens that are paid for, lost replies apart: the provider's account, or our count where it gave none
 * @param undercount how many times as many tokens as we the provider counted, in the prompt of which that was most
 */
public record ModelSpending(long calls, long failed, Attempts attempts, ReportedUsage billed, Undercount undercount) {
    /** No call. */
    public static final ModelSpending NONE =
            new ModelSpending(0, 0, Attempts.NONE, ReportedUsage.NONE, Undercount.NONE);

    /** That of one call. */
    public static ModelSpending of(CallRecord call) {
        return switch (call.end()) {
            case CallRecord.Replied replied ->
                new ModelSpending(
                        1,
                        0,
                        replied.attempts(),
                        replied.billed(),
                        replied.completion()
                                .reported()
                                .map(reported -> Undercount.NONE.and(
                                        replied.completion().counted().prompt(), reported))
                                .orElse(Undercount.NONE));
            case CallRecord.Failed failed ->
                new ModelSpending(0, 1, failed.attempts(), failed.billed(), Undercount.NONE);
        };
    }

    /** Both together. */
    public ModelSpending plus(ModelSpending other) {
        return new ModelSpending(
                calls + other.calls,
                failed + other.failed,
                attempts.plus(other.attempts),
                billed.plus(other.billed),
                undercount.and(other.undercount));
    }
}
