package dev.winnow.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.experiment.FaultyChat.Fault;
import dev.winnow.app.experiment.FaultyChat.Made;
import dev.winnow.indexer.corpus.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FaultsTest {
    @TempDir
    Path folder;

    private static void everyQuestionEnds(FaultyRun run, int questions) {
        assertThat(run.planned()).isEqualTo(questions);
        assertThat(run.answered()
                        + run.failed().values().stream()
                                .mapToInt(count -> count)
                                .sum())
                .isEqualTo(questions);
        assertThat(run.failed().keySet()).isSubsetOf("rejected", "deadline", "malformed", "unavailable", "rate-limit");
        assertThat(run.wrong()).isZero();
    }

    @Test
    void three_hundred_questions_to_an_endpoint_that_fails_end_as_they_must_and_every_request_is_accounted_for()
            throws IOException {
        try (FaultyChat chat = new FaultyChat(0.3, new Seed(5), Fault.CERTAIN)) {
            FaultyRun run = FaultyRun.of(folder, chat, 300, "attempts: 3, concurrency: 24, deadline: 60s");

            everyQuestionEnds(run, 300);
            assertThat(run.answered()).isGreaterThan(270);
            assertThat(run.failed()).containsEntry("rejected", 3);
            assertThat(run.made()).isEqualTo(chat.requests());
            assertThat(run.lost()).isEqualTo(chat.count(Made.LOST));
            assertThat(run.exact()).isEqualTo(chat.tokens(Made.WHOLE) + chat.tokens(Made.CHARGED));
            assertThat(chat.tokens(Made.LOST)).isPositive().isLessThanOrEqualTo(run.atMost());
        }
    }

    @Test
    void silence_and_replies_sent_again_mix_nothing_up_and_cost_no_more_than_is_said() throws IOException {
        try (FaultyChat chat = new FaultyChat(0.3, new Seed(6), EnumSet.allOf(Fault.class))) {
            FaultyRun run = FaultyRun.of(folder, chat, 150, "attempts: 3, concurrency: 24, deadline: 2s");

            everyQuestionEnds(run, 150);
            // On a slow machine a deadline passes before the server hears of a request, or after it has replied.
            int unheard = run.made() - chat.requests();
            assertThat(unheard).isNotNegative();
            assertThat(run.lost() - unheard).isGreaterThanOrEqualTo(chat.count(Made.LOST));
            long accounted = chat.tokens(Made.WHOLE) + chat.tokens(Made.CHARGED);
            assertThat(run.exact()).isLessThanOrEqualTo(accounted);
            assertThat(run.exact() + run.atMost()).isGreaterThanOrEqualTo(accounted + chat.tokens(Made.LOST));
        }
    }
}
