package dev.winnow.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.experiment.FaultyChat.Made;
import dev.winnow.indexer.corpus.Seed;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FaultsTest {
    @TempDir
    Path folder;

    @Test
    void three_hundred_questions_to_an_endpoint_that_fails_end_as_they_must_and_nothing_is_mixed_up_or_uncounted()
            throws IOException {
        try (FaultyChat chat = new FaultyChat(0.3, new Seed(5))) {
            FaultyRun run = FaultyRun.of(folder, chat, 300, "attempts: 3, concurrency: 48, deadline: 3s");

            assertThat(run.planned()).isEqualTo(300);
            assertThat(run.answered()
                            + run.failed().values().stream()
                                    .mapToInt(count -> count)
                                    .sum())
                    .isEqualTo(300);
            assertThat(run.answered()).isGreaterThan(270);
            assertThat(run.failed()).containsEntry("rejected", 3);
            assertThat(run.failed().keySet())
                    .isSubsetOf("rejected", "deadline", "malformed", "unavailable", "rate-limit");
            assertThat(run.wrong()).isZero();
            assertThat(run.made()).isEqualTo(chat.requests());
            assertThat(run.lost()).isEqualTo(chat.count(Made.LOST));
            assertThat(run.exact()).isEqualTo(chat.tokens(Made.WHOLE) + chat.tokens(Made.CHARGED));
            assertThat(chat.tokens(Made.LOST)).isPositive().isLessThanOrEqualTo(run.atMost());
        }
    }
}
