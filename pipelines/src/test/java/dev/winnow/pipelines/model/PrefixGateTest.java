package dev.winnow.pipelines.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class PrefixGateTest {
    private static final String LONG = "x".repeat(PrefixGate.LONG);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH.plusSeconds(1_000_000));

    /** Calls that came through and wait for what they are given. */
    private final BlockingQueue<Asked> through = new LinkedBlockingQueue<>();

    private final Set<Prompt> held = ConcurrentHashMap.newKeySet();
    private final Llm model = prompt -> {
        Asked asked = new Asked(prompt.messages().getLast().text().substring(LONG.length()));
        through.add(asked);
        asked.await();
        if (asked.failure != null) {
            throw asked.failure;
        }
        return new Completion(
                asked.question,
                TokenUsage.NONE,
                Optional.empty(),
                Completion.StopReason.END,
                Duration.ZERO,
                OptionalDouble.empty());
    };
    private final PrefixGate gate = new PrefixGate(spec(PromptCache.ON), model, held::contains, now::get);

    private static final class Asked {
        private final String question;
        private final CountDownLatch open = new CountDownLatch(1);
        private ModelException failure;

        Asked(String question) {
            this.question = question;
        }

        void await() {
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void reply() {
            open.countDown();
        }

        void fail(ModelException.Reason reason) {
            failure = new ModelException(reason, "gone");
            open.countDown();
        }
    }

    private static Openai spec(PromptCache cache) {
        return Openais.of(
                "chat",
                "http://localhost/v1",
                "KEY",
                0,
                Optional.empty(),
                Duration.ofSeconds(1),
                Optional.empty(),
                8,
                cache);
    }

    private static Prompt prompt(String shared, String question) {
        Message message = new Message(Message.Role.USER, shared + question, shared.length());
        return new Prompt(new Task.Answer(question, List.of()), List.of(message), "No.", 0);
    }

    private Future<Completion> ask(String shared, String question) {
        return threads.submit(() -> gate.complete(prompt(shared, question)));
    }

    private Asked next() throws InterruptedException {
        return through.take();
    }

    /** No call comes through, as far as some waiting can tell. */
    private void none() throws InterruptedException {
        assertThat(through.poll(50, TimeUnit.MILLISECONDS)).isNull();
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void the_first_goes_ahead_and_all_others_go_when_its_reply_is_there() throws Exception {
        List<Future<Completion>> calls = new ArrayList<>();
        calls.add(ask(LONG, "q0"));
        Asked first = next();
        for (int i = 1; i < 8; i++) {
            calls.add(ask(LONG, "q" + i));
        }
        none();

        first.reply();
        List<Asked> others = new ArrayList<>();
        for (int i = 1; i < 8; i++) {
            others.add(next());
        }
        others.forEach(Asked::reply);

        for (int i = 0; i < 8; i++) {
            assertThat(calls.get(i).get().text()).isEqualTo("q" + i);
        }
    }

    @Test
    void what_begins_otherwise_or_shares_little_waits_for_nothing() throws Exception {
        Future<Completion> ahead = ask(LONG, "ahead");
        Asked first = next();
        Future<Completion> other = ask("y".repeat(PrefixGate.LONG), "other");
        next().reply();
        assertThat(other.get().text()).isEqualTo("other");

        String shorter = LONG.substring(1);
        Future<Completion> one = ask(shorter, "ab");
        Future<Completion> two = ask(shorter, "cd");
        Asked asked = next();
        next().reply();
        asked.reply();
        one.get();
        two.get();
        first.reply();
        ahead.get();
    }

    @ParameterizedTest
    @EnumSource(
            value = ModelException.Reason.class,
            names = {"DEADLINE", "UNAVAILABLE", "RATE_LIMIT", "MALFORMED"})
    void all_others_go_where_the_first_fails_after_long(ModelException.Reason reason) throws Exception {
        Future<Completion> failing = ask(LONG, "failing");
        Asked first = next();
        List<Future<Completion>> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            calls.add(ask(LONG, "q" + i));
        }
        none();

        first.fail(reason);
        List<Asked> others = List.of(next(), next(), next());
        others.forEach(other -> other.fail(reason));

        calls.add(failing);
        for (Future<Completion> call : calls) {
            assertThatThrownBy(call::get).cause().isInstanceOf(ModelException.class);
        }
    }

    @Test
    void the_next_goes_ahead_where_the_first_is_refused() throws Exception {
        Future<Completion> failing = ask(LONG, "failing");
        Asked first = next();
        Future<Completion> one = ask(LONG, "one");
        Future<Completion> two = ask(LONG, "two");
        none();

        first.fail(ModelException.Reason.FILTERED);
        Asked second = next();
        none();
        second.reply();
        next().reply();

        assertThatThrownBy(failing::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(ModelException.class);
        assertThat(List.of(one.get().text(), two.get().text())).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void what_was_not_asked_for_long_is_cold_again() throws Exception {
        Future<Completion> early = ask(LONG, "early");
        next().reply();
        early.get();

        now.updateAndGet(at -> at.plus(PrefixGate.KEPT).minusMillis(1));
        Future<Completion> warm = ask(LONG, "warm");
        Asked under = next();
        Future<Completion> beside = ask(LONG, "beside");
        next().reply();
        beside.get();
        under.reply();
        warm.get();

        now.updateAndGet(at -> at.plus(PrefixGate.KEPT));
        Future<Completion> ahead = ask(LONG, "ahead");
        Asked first = next();
        Future<Completion> behind = ask(LONG, "behind");
        none();
        first.reply();
        ahead.get();
        next().reply();
        behind.get();
    }

    @Test
    void a_call_that_waits_can_be_interrupted_and_holds_up_no_other() throws Exception {
        Future<Completion> ahead = ask(LONG, "ahead");
        Asked first = next();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                gate.complete(prompt(LONG, "waiting"));
            } catch (ModelException e) {
                thrown.set(e);
            }
        });
        Future<Completion> behind = ask(LONG, "behind");
        none();
        waiting.interrupt();
        waiting.join();
        assertThat(thrown.get()).hasMessage("the call of 'chat' was interrupted");

        first.reply();
        ahead.get();
        next().reply();
        assertThat(behind.get().text()).isEqualTo("behind");
    }

    @Test
    void no_more_calls_are_under_way_than_the_model_allows() throws Exception {
        List<Future<Completion>> calls = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            calls.add(ask(String.valueOf((char) ('a' + i)).repeat(PrefixGate.LONG), "q" + i));
        }
        List<Asked> under = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            under.add(next());
        }
        none();
        under.forEach(Asked::reply);
        for (int i = 8; i < 12; i++) {
            next().reply();
        }
        for (Future<Completion> call : calls) {
            call.get();
        }
    }

    @Test
    void a_call_whose_reply_is_known_waits_for_nothing() throws Exception {
        Future<Completion> ahead = ask(LONG, "ahead");
        Asked first = next();
        held.add(prompt(LONG, "known"));
        Future<Completion> known = ask(LONG, "known");
        next().reply();
        assertThat(known.get().text()).isEqualTo("known");
        first.reply();
        ahead.get();
    }

    @Test
    void calls_wait_only_at_endpoints_whose_cache_is_to_be_used() {
        AtomicInteger made = new AtomicInteger();
        Llm counted = prompt -> {
            made.incrementAndGet();
            return null;
        };
        assertThat(PrefixGate.of(spec(PromptCache.OFF), counted, prompt -> false))
                .isSameAs(counted);
        assertThat(PrefixGate.of(
                        new Replay("r", java.nio.file.Path.of("run"), Optional.empty()), counted, prompt -> false))
                .isSameAs(counted);
        assertThat(PrefixGate.of(spec(PromptCache.ON), counted, prompt -> false))
                .isInstanceOf(PrefixGate.class);
    }
}
