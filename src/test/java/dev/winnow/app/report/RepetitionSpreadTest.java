package dev.winnow.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.RepetitionSpread.Line;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RepetitionSpreadTest {
    private final SmallRun run = new SmallRun();

    private void answers(String question, double... scores) {
        run.question(question, "?", "people", "x");
        for (int i = 0; i < scores.length; i++) {
            run.answer(SmallRun.RAG, SmallRun.CHAT, question, "x", scores[i], 1);
            run.trials.add(repeated(run.trials.removeLast(), i));
            run.scores.put(question + "/" + i, Map.of("exact-match", scores[i]));
        }
    }

    private static Trial repeated(Trial trial, int repetition) {
        return new Trial(
                trial.question().value() + "/" + repetition,
                trial.strategy(),
                trial.model(),
                trial.question(),
                repetition,
                trial.outcome(),
                trial.shown(),
                trial.allowed(),
                trial.used(),
                trial.omitted(),
                trial.usage(),
                trial.reported(),
                trial.billed(),
                trial.attempts(),
                trial.calls(),
                trial.cost(),
                trial.selectMillis(),
                trial.callMillis(),
                trial.firstTokenMillis(),
                trial.retrieval(),
                trial.notes(),
                trial.citations());
    }

    private RepetitionSpread spread() {
        run.strategies = List.of(SmallRun.RAG);
        return new RepetitionSpread(new Results(run.data(), Intervals.of(run.data())));
    }

    @Test
    void luck_is_what_differs_between_repetitions_of_a_question() {
        answers("q1", 1, 0);
        answers("q2", 1, 0);
        answers("q3", 1, 1);
        answers("q4", 0, 0);

        Line line = spread().lines().getFirst();

        assertThat(line.means()).containsExactly(0.75, 0.25);
        // Two of four questions have a variance of 1/2 within.
        assertThat(line.repeated().within()).isCloseTo(0.25, within(1e-12));
        // The means 1/2, 1/2, 1, 0 have a variance of 1/6, of which half of 1/4 is luck.
        assertThat(line.repeated().between()).isCloseTo(1 / 6.0 - 0.25 / 2, within(1e-12));
        assertThat(line.repeated().standardErrorOfLuck()).isCloseTo(Math.sqrt(0.25 / 8), within(1e-12));
        assertThat(spread().sheet()).isPresent();
    }

    @Test
    void nothing_repeated_has_no_spread() {
        answers("q1", 1);
        answers("q2", 0);

        assertThat(spread().sheet()).isEmpty();
        assertThat(spread().html()).isEmpty();
    }
}
