package dev.winnow.pipelines.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.winnow.indexer.spec.InputException;
import dev.winnow.pipelines.model.Completion.StopReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    private static final Openai RECORDED = Openais.of(
            "chat",
            "http://localhost/v1",
            "KEY",
            0,
            Optional.empty(),
            Duration.ofSeconds(1),
            Optional.empty(),
            1,
            PromptCache.ON);
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir
    Path run;

    private static Prompt prompt(String text, int repetition) {
        return new Prompt(
                new Task.Answer(text, List.of()), List.of(new Message(Message.Role.USER, text)), "unknown", repetition);
    }

    private static Completion reply(String text) {
        return new Completion(
                text,
                new TokenUsage(3, 1),
                Optional.of(ReportedUsage.of(4, 2)),
                StopReason.LENGTH,
                Duration.ofNanos(1_234_567),
                OptionalDouble.of(0.75));
    }

    private static String line(String question, int repetition, String reply) {
        return CallJson.write(CallRecord.of(RECORDED, prompt(question, repetition), reply(reply), NOON));
    }

    private void write(String content) throws IOException {
        Files.writeString(run.resolve("calls.jsonl"), content);
    }

    private Llm replay(Optional<String> model) {
        return new Replay(model.isPresent() ? "again" : "chat", run, model).open(null);
    }

    @Test
    void a_recorded_call_gets_the_reply_it_got_then() throws IOException {
        write(line("Who?", 0, "Ann") + "\n" + line("Who?", 1, "Bob") + "\n");
        Llm model = replay(Optional.of("chat"));
        assertThat(model.complete(prompt("Who?", 0))).isEqualTo(reply("Ann"));
        assertThat(model.complete(prompt("Who?", 1))).isEqualTo(reply("Bob"));
    }

    @Test
    void a_call_that_was_not_recorded_is_said_to_be_missing() throws IOException {
        write(line("Who?", 0, "Ann") + "\n");
        Llm model = replay(Optional.empty());
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> model.complete(prompt("Where?", 0)))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(ModelException.Reason.NOT_RECORDED));
    }

    @Test
    void a_torn_last_line_is_passed_over() throws IOException {
        String whole = line("Who?", 0, "Ann");
        String second = line("Where?", 0, "Bath");
        for (int cut = 0; cut < second.length(); cut += 7) {
            write(whole + "\n" + second.substring(0, cut));
            assertThat(read()).hasSize(1);
        }
        write(whole + "\n" + second);
        assertThat(read()).hasSize(2);
    }

    @Test
    void a_line_torn_inside_a_character_is_passed_over() throws IOException {
        byte[] torn = (line("Who?", 0, "Ann") + "\n{\"key\": \"\u00e9").getBytes(StandardCharsets.UTF_8);
        Files.write(run.resolve("calls.jsonl"), Arrays.copyOf(torn, torn.length - 1));
        assertThat(read()).hasSize(1);
    }

    @Test
    void a_broken_line_before_the_last_is_named_with_its_number() throws IOException {
        write(line("Who?", 0, "Ann") + "\n{\"key\": 3}\n" + line("Where?", 0, "Bath") + "\n");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(this::read)
                .withMessage(run.resolve("calls.jsonl")
                        + ":2: this line is damaged ('key' must be a string, got 3); delete it");
    }

    @Test
    void a_run_that_is_not_there_is_named() {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> new Replay("chat", run.resolve("none"), Optional.empty()).open(null))
                .withMessageContaining("no such run folder");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> replay(Optional.empty()))
                .withMessageContaining("calls.jsonl: no such file");
    }

    @Test
    void a_model_that_the_run_does_not_have_gets_a_suggestion() throws IOException {
        write(line("Who?", 0, "Ann") + "\n");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> replay(Optional.of("chaet")))
                .withMessageContaining("did you mean 'chat'?");
    }

    @Test
    void the_first_of_two_records_of_one_call_counts() throws IOException {
        write(line("Who?", 0, "Ann") + "\n" + line("Who?", 0, "Bob") + "\n");
        assertThat(replay(Optional.empty()).complete(prompt("Who?", 0)).text()).isEqualTo("Ann");
    }

    private List<CallRecord> read() {
        List<CallRecord> calls = new ArrayList<>();
        CallFile.readAll(run.resolve("calls.jsonl"), calls::add);
        return calls;
    }

    private static String reply(CallRecord call) {
        return ((CallRecord.Replied) call.end()).completion().text();
    }

    @Property
    void a_record_is_the_same_after_it_was_written_and_read(
            @ForAll String text, @ForAll @IntRange(max = 9) int repetition, @ForAll StopReason stop) {
        CallRecord call = new CallRecord(
                "k",
                "m",
                "answer",
                "p",
                repetition,
                new CallRecord.Replied(new Completion(
                        text,
                        new TokenUsage(3, 1),
                        Optional.of(new ReportedUsage(9, 4, 2, 7, 6)),
                        stop,
                        Duration.ofMillis(15),
                        Optional.of(Duration.ofMillis(4)),
                        new Attempts(3, 1, new TokenUsage(3, 256), ReportedUsage.of(12, 5)),
                        OptionalDouble.empty(),
                        List.of(new TokenLogProbability(text, -0.25)))),
                NOON);
        byte[] written = CallJson.write(call).getBytes(StandardCharsets.UTF_8);
        assertThat(new String(written, StandardCharsets.UTF_8)).doesNotContain("\n");
        assertThat(CallJson.read(new String(written, StandardCharsets.UTF_8))).isEqualTo(call);
    }

    @Test
    void half_of_a_character_at_the_end_of_a_reply_survives() {
        String line = line("Who?", 0, "Ann \uD83D");
        byte[] written = line.getBytes(StandardCharsets.UTF_8);
        assertThat(reply(CallJson.read(new String(written, StandardCharsets.UTF_8))))
                .isEqualTo("Ann \uD83D");
    }

    @Test
    void lines_that_are_no_calls_are_refused_with_the_rule() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CallJson.read("[1]"))
                .withMessage("a call must be a JSON object");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CallJson.read(line("Who?", 0, "Ann").replace("\"length\"", "\"never\"")))
                .withMessageContaining("'stop' must be one of end, length, filtered, other, got 'never'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CallJson.read(line("Who?", 0, "Ann").replace("12:00", "noon")))
                .withMessageContaining("'at' must be a time");
    }

    @Test
    void a_key_depends_on_model_settings_repetition_and_every_role_and_text() {
        CallKey key = CallKey.of("a", "x", prompt("Who?", 0));
        assertThat(CallKey.of("a", "x", prompt("Who?", 0))).isEqualTo(key);
        assertThat(CallKey.of("b", "x", prompt("Who?", 0)).key()).isNotEqualTo(key.key());
        assertThat(CallKey.of("a", "y", prompt("Who?", 0)).key()).isNotEqualTo(key.key());
        assertThat(CallKey.of("a", "x", prompt("Who?", 1)).key()).isNotEqualTo(key.key());
        assertThat(CallKey.of("a", "x", prompt("Who", 0)).prompt()).isNotEqualTo(key.prompt());
        assertThat(CallKey.of("b", "y", prompt("Who?", 1)).prompt()).isEqualTo(key.prompt());
        Prompt asSystem = new Prompt(
                new Task.Answer("Who?", List.of()), List.of(new Message(Message.Role.SYSTEM, "Who?")), "unknown", 0);
        assertThat(CallKey.promptDigest(asSystem)).isNotEqualTo(key.prompt());
    }
}
