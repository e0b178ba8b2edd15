package dev.winnow.app.experiment;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;

/**
 * How judging went.
 *
 * @param planned judgements that the run has in all
 * @param before those that stood already
 * @param judged verdicts that came now
 * @param failures judgements without a verdict that came now, by why
 * @param halt why it ended before all judgements were made, if it did
 */
public record JudgingSummary(
        int planned, int before, int judged, SortedMap<String, Runner.Failures> failures, Optional<Halt> halt) {
    /** Nothing was to be judged. */
    public static final JudgingSummary NONE =
            new JudgingSummary(0, 0, 0, Collections.emptySortedMap(), Optional.empty());

    /** How many came without a verdict. */
    public int failed() {
        return failures.values().stream().mapToInt(Runner.Failures::count).sum();
    }
}
