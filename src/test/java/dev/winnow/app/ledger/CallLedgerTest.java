package dev.winnow.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.model.Attempts;
import dev.winnow.pipelines.model.CallFile;
import dev.winnow.pipelines.model.CallJson;
import dev.winnow.pipelines.model.CallKey;
import dev.winnow.pipelines.model.CallRecord;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.ModelTools;
import dev.winnow.pipelines.model.Price;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.SpendingLimitException;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.model.TokenLogProbability;
import dev.winnow.pipelines.model.TokenUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallLedgerTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-31T12:00:00Z"), ZoneOffset.UTC);
    private static final ModelSpec SPEC = new Fake("fake", "temperature=0");

    @TempDir
    Path folder;

    private final AtomicInteger asked = new AtomicInteger();
    private final Llm model = prompt -> {
        asked.incrementAndGet();
        return reply("reply to " + prompt.rendered());
    };
    private Path file;

    private record Fake(String id, String identity) implements ModelSpec {
        @Override
        public Optional<TokenSize> window() {
            return Optional.empty();
        }

        @Override
        public int maxTokens() {
            return 1;
        }

        @Override
        public int concurrency() {
            return 1;
        }

        @Override
        public Optional<Price> price() {
            return Optional.empty();
        }

        @Override
        public Llm open(ModelTools tools) {
            throw new UnsupportedOperationException();
        }
    }

    @BeforeEach
    void place() {
        file = folder.resolve("calls.jsonl");
    }

    private static Prompt prompt(String text, int repetition) {
        return new Prompt(
                new Task.Answer(text, List.of()), List.of(new Message(Message.Role.USER, text)), "No.", repetition);
    }

    private static Completion reply(String text) {
        return new Completion(
                text,
                new TokenUsage(3, 2),
                Optional.of(ReportedUsage.of(4, 2)),
                Completion.StopReason.END,
                Duration.ofNanos(1_234_567),
                OptionalDouble.of(0.5));
    }

    /** The same with the log-probabilities of so many tokens. */
    private static Completion sure(Completion reply, int tokens) {
        return new Completion(
                reply.text(),
                reply.counted(),
                reply.reported(),
                reply.stop(),
                reply.latency(),
                reply.firstToken(),
                reply.attempts(),
                reply.confidence(),
                Collections.nCopies(tokens, new TokenLogProbability("yes", -0.25)));
    }

    @Test
    void log_probabilities_of_short_replies_such_as_labels_are_kept() {
        Completion sure = sure(reply("yes"), 1);
        try (CallLedger ledger = open()) {
            assertThat(ledger.recorded(SPEC, prompt -> sure).complete(prompt("a", 0)))
                    .isEqualTo(sure);
        }
        try (CallLedger ledger = open()) {
            assertThat(ledger.recorded(SPEC, model).complete(prompt("a", 0))).isEqualTo(sure);
        }
    }

    @Test
    void log_probabilities_of_long_replies_are_in_the_file_and_take_no_memory() {
        Completion whole = reply("yes");
        Completion sure = sure(whole, 17);
        try (CallLedger ledger = open()) {
            assertThat(ledger.recorded(SPEC, prompt -> sure).complete(prompt("a", 0)))
                    .isEqualTo(whole);
            assertThat(ledger.recorded(SPEC, model).complete(prompt("a", 0))).isEqualTo(whole);
        }
        List<CallRecord> written = new ArrayList<>();
        CallFile.readAll(file, written::add);
        assertThat(written).singleElement().satisfies(call -> assertThat(((CallRecord.Replied) call.end()).completion())
                .isEqualTo(sure));
        try (CallLedger ledger = open()) {
            assertThat(ledger.recorded(SPEC, model).complete(prompt("a", 0))).isEqualTo(whole);
        }
    }

    private CallLedger open() {
        return new CallLedger(file, NOON);
    }

    @Test
    void the_same_call_is_made_once() {
        try (CallLedger ledger = open()) {
            Llm recorded = ledger.recorded(SPEC, model);
            Completion first = recorded.complete(prompt("a", 0));
            assertThat(recorded.complete(prompt("a", 0))).isEqualTo(first);
            assertThat(ledger.recorded(SPEC, model).complete(prompt("a", 0))).isEqualTo(first);
            assertThat(asked).hasValue(1);
            assertThat(ledger.size()).isEqualTo(1);
        }
    }

    @Test
    void another_prompt_repetition_model_or_setting_is_another_call() {
        try (CallLedger ledger = open()) {
            ledger.recorded(SPEC, model).complete(prompt("a", 0));
            ledger.recorded(SPEC, model).complete(prompt("b", 0));
            ledger.recorded(SPEC, model).complete(prompt("a", 1));
            ledger.recorded(new Fake("other", "temperature=0"), model).complete(prompt("a", 0));
            ledger.recorded(new Fake("fake", "temperature=1"), model).complete(prompt("a", 0));
            assertThat(asked).hasValue(5);
        }
    }

    @Test
    void a_reply_is_in_the_file_before_it_is_handed_out() throws IOException {
        try (CallLedger ledger = open()) {
            Completion completion = ledger.recorded(SPEC, model).complete(prompt("a", 2));
            List<String> lines = Files.readAllLines(file);
            assertThat(lines).hasSize(1);
            CallRecord record = CallJson.read(lines.get(0));
            assertThat(record.end()).isEqualTo(new CallRecord.Replied(completion));
            assertThat(record.key()).isEqualTo(CallKey.of(SPEC, prompt("a", 2)).key());
            assertThat(record.repetition()).isEqualTo(2);
            assertThat(record.at()).isEqualTo(NOON.instant());
        }
    }

    @Test
    void threads_that_want_the_same_call_at_once_share_it() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        Llm slow = prompt -> {
            await(answer);
            return model.complete(prompt);
        };
        try (CallLedger ledger = open()) {
            List<Future<Completion>> replies = many(ledger.recorded(SPEC, slow), answer);
            for (Future<Completion> reply : replies) {
                assertThat(reply.get()).isEqualTo(reply("reply to a"));
            }
        }
        assertThat(asked).hasValue(1);
        assertThat(Files.readAllLines(file)).hasSize(1);
    }

    @Test
    void a_failure_reaches_all_that_wait_and_is_not_kept() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        AtomicInteger failures = new AtomicInteger();
        Llm failing = prompt -> {
            await(answer);
            failures.incrementAndGet();
            throw new ModelException(ModelException.Reason.RATE_LIMIT, "too many");
        };
        try (CallLedger ledger = open()) {
            for (Future<Completion> reply : many(ledger.recorded(SPEC, failing), answer)) {
                assertThatThrownBy(reply::get)
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOf(ModelException.class)
                        .hasMessage("too many");
            }
            assertThat(failures).hasPositiveValue();
            assertThat(ledger.size()).isZero();
            assertThat(file).isEmptyFile();

            assertThat(ledger.recorded(SPEC, model).complete(prompt("a", 0))).isEqualTo(reply("reply to a"));
        }
        assertThat(Files.readAllLines(file)).hasSize(1);
    }

    @Test
    void a_spending_limit_leaves_behind_what_the_call_cost_before() {
        ModelException before = new ModelException(
                ModelException.Reason.UNAVAILABLE,
                "given up",
                new Attempts(2, 1, new TokenUsage(5, 64), ReportedUsage.of(7, 1)),
                ReportedUsage.of(7, 1));
        Llm limited = prompt -> {
            SpendingLimitException limit = new SpendingLimitException("no more");
            limit.addSuppressed(before);
            throw limit;
        };
        try (CallLedger ledger = open()) {
            assertThatThrownBy(() -> ledger.recorded(SPEC, limited).complete(prompt("a", 0)))
                    .isInstanceOf(SpendingLimitException.class);
            assertThat(ledger.size()).isZero();
        }
        List<CallRecord> written = new ArrayList<>();
        CallFile.readAll(file, written::add);
        assertThat(written)
                .extracting(CallRecord::end)
                .containsExactly(new CallRecord.Failed(
                        before.reason(), before.getMessage(), before.attempts(), before.billed()));
    }

    /** Eight threads that want the same; the model is let go when all are on their way. */
    private static List<Future<Completion>> many(Llm recorded, CountDownLatch answer) {
        List<Future<Completion>> replies = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            CountDownLatch started = new CountDownLatch(8);
            for (int i = 0; i < 8; i++) {
                replies.add(threads.submit(() -> {
                    started.countDown();
                    return recorded.complete(prompt("a", 0));
                }));
            }
            await(started);
            answer.countDown();
        }
        return replies;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void calls_of_an_earlier_run_are_not_made_again() {
        Completion before;
        try (CallLedger ledger = open()) {
            before = ledger.recorded(SPEC, model).complete(prompt("a", 0));
        }
        try (CallLedger ledger = open()) {
            assertThat(ledger.size()).isEqualTo(1);
            assertThat(ledger.recorded(SPEC, model).complete(prompt("a", 0))).isEqualTo(before);
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void a_call_whose_line_was_torn_is_made_again_and_the_others_are_not() throws IOException {
        try (CallLedger ledger = open()) {
            ledger.recorded(SPEC, model).complete(prompt("a", 0));
            ledger.recorded(SPEC, model).complete(prompt("b", 0));
        }
        String whole = Files.readString(file);
        // Even where only the line's end is missing.
        Files.writeString(file, whole.substring(0, whole.length() - 1));
        try (CallLedger ledger = open()) {
            assertThat(ledger.size()).isEqualTo(1);
            ledger.recorded(SPEC, model).complete(prompt("a", 0));
            ledger.recorded(SPEC, model).complete(prompt("b", 0));
        }
        assertThat(asked).hasValue(3);
        assertThat(file).content().isEqualTo(whole);
    }

    @Test
    void a_damaged_line_is_named_by_file_and_number() throws IOException {
        try (CallLedger ledger = open()) {
            ledger.recorded(SPEC, model).complete(prompt("a", 0));
        }
        Files.writeString(file, Files.readString(file) + "{\"key\": 7}\n");
        assertThatThrownBy(this::open).isInstanceOf(InputException.class).hasMessageStartingWith(file + ":2: ");
    }

    @Test
    void what_was_spent_counts_each_call_once_with_failed_ones_and_lost_replies() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        Attempts lost = new Attempts(3, 2, new TokenUsage(20, 8));
        Llm failing = prompt -> {
            await(answer);
            throw new ModelException(ModelException.Reason.DEADLINE, "late", lost, ReportedUsage.of(7, 0));
        };
        Spending spent;
        try (CallLedger ledger = open()) {
            // Whoever comes after the failure makes the call again.
            int made = 0;
            List<Future<Completion>> replies = many(ledger.recorded(SPEC, failing), answer);
            for (Future<Completion> reply : replies) {
                assertThatThrownBy(reply::get).cause().isInstanceOfSatisfying(ModelException.class, e -> assertThat(
                                e.attempts())
                        .isEqualTo(lost));
            }
            made = Files.readAllLines(file).size();
            ledger.recorded(SPEC, model).complete(prompt("b", 0));
            ledger.recorded(SPEC, model).complete(prompt("b", 0));
            ledger.recorded(new Fake("other", "x"), model).complete(prompt("b", 0));
            spent = ledger.spent();

            assertThat(made).isBetween(1, 8);
            ModelSpending fake = spent.models().get("fake");
            assertThat(fake.calls()).isEqualTo(1);
            assertThat(fake.failed()).isEqualTo(made);
            assertThat(fake.attempts())
                    .isEqualTo(new Attempts(3 * made + 1, 2 * made, new TokenUsage(20L * made, 8L * made)));
            assertThat(fake.billed()).isEqualTo(ReportedUsage.of(7L * made + 4, 2));
            assertThat(spent.models().get("other").billed()).isEqualTo(ReportedUsage.of(4, 2));
        }
        try (CallLedger ledger = open()) {
            assertThat(ledger.spent()).isEqualTo(spent);
        }
    }

    @Test
    void threads_that_wait_for_a_call_that_cannot_be_written_down_are_told() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        Llm failing = prompt -> {
            await(answer);
            throw new ModelException(ModelException.Reason.DEADLINE, "late", Attempts.ONE, ReportedUsage.NONE);
        };
        CallLedger ledger = open();
        ledger.close();
        for (Future<Completion> reply : many(ledger.recorded(SPEC, failing), answer)) {
            assertThatThrownBy(() -> reply.get(10, TimeUnit.SECONDS)).cause().isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void what_requests_cost_before_something_else_ended_the_call_is_written_down() {
        Llm halted = prompt -> {
            SpendingLimitException limit = new SpendingLimitException("no more");
            limit.addSuppressed(new ModelException(
                    ModelException.Reason.UNAVAILABLE,
                    "given up",
                    new Attempts(2, 1, new TokenUsage(20, 8)),
                    ReportedUsage.NONE));
            throw limit;
        };
        try (CallLedger ledger = open()) {
            Llm recorded = ledger.recorded(SPEC, halted);
            assertThatThrownBy(() -> recorded.complete(prompt("a", 0))).isInstanceOf(SpendingLimitException.class);
            assertThat(ledger.spent().total().attempts()).isEqualTo(new Attempts(2, 1, new TokenUsage(20, 8)));
        }
    }
}
