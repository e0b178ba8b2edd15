package dev.winnow.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.experiment.FaultyChat.Fault;
import dev.winnow.app.experiment.FaultyChat.Made;
import dev.winnow.indexer.corpus.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
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
    void tables_are_the_same_however_often_a_server_failed_and_charged_for_it() throws IOException {
        String settings = "attempts: 12, concurrency: 24, deadline: 60s, price: {prompt: 2, completion: 8}";
        Set<Fault> faults = EnumSet.of(Fault.EMPTY_CHOICES, Fault.TRUNCATED_JSON);
        Map<String, String> calm;
        try (FaultyChat chat = new FaultyChat(0, new Seed(5), faults)) {
            calm = tables(folder.resolve("calm"), chat, settings);
        }
        try (FaultyChat chat = new FaultyChat(0.3, new Seed(5), faults)) {
            assertThat(tables(folder.resolve("rough"), chat, settings)).isEqualTo(calm);
            assertThat(chat.count(Made.CHARGED)).isPositive();
            assertThat(chat.count(Made.LOST)).isPositive();
        }
        assertThat(calm).containsKeys("strategies.csv", "accounting.csv");
        assertThat(Files.readString(folder.resolve("rough/run/tables/timing/accounting.csv")))
                .isNotEqualTo(Files.readString(folder.resolve("calm/run/tables/timing/accounting.csv")));
    }

    /** All tables but those of times, and but the methods, which name the server's address, as a run of forty questions leaves them. */
    private static Map<String, String> tables(Path folder, FaultyChat chat, String settings) throws IOException {
        FaultyRun run = FaultyRun.of(folder, chat, 40, settings);
        assertThat(run.answered()).isEqualTo(40);
        Path tables = folder.resolve("run/tables");
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(tables)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        contents.remove("methods.md");
        return contents;
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
