package dev.winnow.pipelines.model.chat;

import static dev.winnow.pipelines.model.chat.ScriptedClient.failure;
import static dev.winnow.pipelines.model.chat.ScriptedClient.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.model.Attempts;
import dev.winnow.pipelines.model.ChatSpec;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.ModelException.Reason;
import dev.winnow.pipelines.model.ModelTools;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Purse;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.SpendingLimitException;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.model.TokenUsage;
import dev.winnow.pipelines.model.chat.AttemptFailure.Sent;
import dev.winnow.pipelines.model.chat.ScriptedClient.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class ChatEndpointTest {
    private static final TokenUsage MOST = new TokenUsage(3, 64);

    private final VirtualTime time = new VirtualTime();
    private final Accounts purse = new Accounts(1_000);

    /** A token for each letter. */
    private record Letters() implements TokenCounter {
        @Override
        public String name() {
            return "letters";
        }

        @Override
        public int count(String text) {
            if (text.equals("uncountable")) {
                throw new IllegalStateException("oh no");
            }
            return text.length();
        }

        @Override
        public int[] ends(String text) {
            throw new UnsupportedOperationException();
        }
    }

    private static Prompt prompt(String text) {
        return new Prompt(
                new Task.Answer("Who?", List.of()), List.of(new Message(Message.Role.USER, text)), "unknown", 0);
    }

    private ChatEndpoint endpoint(ChatSpec spec, ChatClient client) {
        return endpoint(spec, client, purse);
    }

    private ChatEndpoint endpoint(ChatSpec spec, ChatClient client, Purse purse) {
        ModelTools tools = new ModelTools(new Letters(), name -> Optional.empty(), purse, new Servers(time));
        return new ChatEndpoint(spec, client, tools);
    }

    private ScriptedClient client(Ending... endings) {
        return new ScriptedClient(time, endings);
    }

    @ParameterizedTest
    @CsvSource({
        "UNAVAILABLE, 4",
        "RATE_LIMIT, 4",
        "DEADLINE, 4",
        "MALFORMED, 4",
        "CONTEXT_OVERFLOW, 1",
        "AUTHENTICATION, 1",
        "REJECTED, 1",
        "FILTERED, 1",
        "UNSUPPORTED, 1"
    })
    void what_can_succeed_is_repeated_and_what_cannot_is_not(Reason reason, int requests) {
        ScriptedClient client = client(failure(reason, Sent.NO_REPLY));
        ModelException failure = catchThrowableOfType(
                ModelException.class, () -> endpoint(new FakeSpec(4), client).complete(prompt("Who")));
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure).hasMessage(requests == 1 ? "it failed" : "it failed (asked 4 times)");
        assertThat(failure.attempts()).isEqualTo(new Attempts(requests, 0, TokenUsage.NONE));
        assertThat(client.begun()).hasSize(requests);
        assertThat(purse.ends()).hasSize(requests).containsOnly("refused");
    }

    @Test
    void waits_between_requests_grow_and_are_the_same_for_the_same_call() {
        ScriptedClient client = client(failure(Reason.MALFORMED, Sent.NO_REPLY));
        ChatEndpoint endpoint = endpoint(new FakeSpec(6), client);
        assertThatThrownBy(() -> endpoint.complete(prompt("Who"))).isInstanceOf(ModelException.class);
        assertThatThrownBy(() -> endpoint.complete(prompt("Who"))).isInstanceOf(ModelException.class);
        assertThatThrownBy(() -> endpoint.complete(prompt("Whom"))).isInstanceOf(ModelException.class);
        List<Duration> pauses = time.pauses();
        assertThat(pauses).hasSize(15);
        for (int i = 0; i < 5; i++) {
            assertThat(pauses.get(i)).isLessThanOrEqualTo(Backoff.most(i + 1));
        }
        assertThat(pauses.subList(5, 10)).isEqualTo(pauses.subList(0, 5));
        assertThat(pauses.subList(10, 15)).isNotEqualTo(pauses.subList(0, 5));
    }

    @Test
    void what_every_request_came_to_is_added_up_and_every_hold_ends() {
        ScriptedClient client = client(
                failure(Reason.UNAVAILABLE, Sent.NO_REPLY),
                failure(Reason.DEADLINE, Sent.REPLY_LOST),
                failure(Reason.MALFORMED, Sent.CHARGED),
                failure(Reason.MALFORMED, Sent.REPLY_LOST),
                reply("Ann"));
        Completion completion = endpoint(new FakeSpec(6), client).complete(prompt("Who"));
        assertThat(completion.text()).isEqualTo("Ann");
        assertThat(completion.attempts()).isEqualTo(new Attempts(5, 2, MOST.plus(MOST), ReportedUsage.of(10, 2)));
        assertThat(completion.reported()).contains(ReportedUsage.of(10, 3));
        assertThat(completion.billed()).isEqualTo(ReportedUsage.of(20, 5));
        assertThat(completion.latency()).isEqualTo(Duration.ofMillis(7));
        assertThat(purse.ends()).containsExactly("refused", "lost", "received 12", "lost", "received 13");
    }

    @Test
    void a_failure_says_what_all_of_its_requests_came_to() {
        ScriptedClient client = client(
                failure(Reason.MALFORMED, Sent.CHARGED),
                failure(Reason.DEADLINE, Sent.REPLY_LOST),
                failure(Reason.FILTERED, Sent.CHARGED));
        ModelException failure = catchThrowableOfType(
                ModelException.class, () -> endpoint(new FakeSpec(6), client).complete(prompt("Who")));
        assertThat(failure.reason()).isEqualTo(Reason.FILTERED);
        assertThat(failure).hasMessage("it failed (asked 3 times)");
        assertThat(failure.attempts()).isEqualTo(new Attempts(3, 1, MOST, ReportedUsage.of(20, 4)));
        assertThat(failure.billed()).isEqualTo(ReportedUsage.of(20, 4));
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"RATE_LIMIT", "UNAVAILABLE"})
    void a_server_that_says_how_long_to_wait_is_obeyed(Reason reason) {
        ScriptedClient client =
                client(failure(reason, Sent.NO_REPLY, Map.of("retry-after", List.of("40"))), reply("Ann"));
        endpoint(new FakeSpec(6), client).complete(prompt("Who"));
        assertThat(time.passed()).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(44));
    }

    @Test
    void a_server_that_asks_for_too_long_ends_the_call() {
        ScriptedClient client =
                client(failure(Reason.RATE_LIMIT, Sent.NO_REPLY, Map.of("retry-after", List.of("3600"))));
        assertThatThrownBy(() -> endpoint(new FakeSpec(6), client).complete(prompt("Who")))
                .isInstanceOf(ModelException.class)
                .hasMessage("it failed; the server asks to wait 3,600 s, longer than the 300 s that a call waits;"
                        + " start again then");
        assertThat(time.passed()).isZero();
    }

    @Test
    void the_next_call_waits_until_the_limit_is_filled_again() {
        ScriptedClient client = client(
                reply(
                        "Ann",
                        Map.of(
                                "x-ratelimit-remaining-requests",
                                List.of("0"),
                                "x-ratelimit-reset-requests",
                                List.of("6s"))),
                reply("Bob"));
        ChatEndpoint endpoint = endpoint(new FakeSpec(1), client);
        endpoint.complete(prompt("Who"));
        endpoint.complete(prompt("Whom"));
        assertThat(time.passed()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void a_wait_that_the_server_asks_for_holds_for_the_next_call_where_this_one_ends() {
        ScriptedClient client =
                client(failure(Reason.RATE_LIMIT, Sent.NO_REPLY, Map.of("retry-after", List.of("40"))), reply("Ann"));
        ChatEndpoint endpoint = endpoint(new FakeSpec(1), client);
        assertThatThrownBy(() -> endpoint.complete(prompt("Who"))).isInstanceOf(ModelException.class);
        assertThat(time.passed()).isZero();
        endpoint.complete(prompt("Whom"));
        assertThat(time.passed()).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void calls_keep_to_the_pace_and_their_repetitions_too() {
        ScriptedClient client = client(failure(Reason.MALFORMED, Sent.NO_REPLY), reply("Ann"));
        ChatEndpoint endpoint = endpoint(new FakeSpec("chat", 6, 4, Optional.of(2), Optional.of(1_000)), client);
        endpoint.complete(prompt("Who"));
        endpoint.complete(prompt("Whom"));
        List<Long> begun = client.begun();
        assertThat(begun.get(1) - begun.get(0)).isEqualTo(30_000_000_000L);
        assertThat(begun.get(2) - begun.get(1)).isEqualTo(30_000_000_000L);
    }

    /** The same time; something is done while the first waits. */
    private record Meanwhile(VirtualTime time, AtomicReference<Runnable> once) implements Time {
        @Override
        public long nanos() {
            return time.nanos();
        }

        @Override
        public Instant now() {
            return time.now();
        }

        @Override
        public void pause(Duration wait) throws InterruptedException {
            long until = nanos() + wait.toNanos();
            once.getAndSet(() -> {}).run();
            time.pause(Duration.ofNanos(Math.max(0, until - nanos())));
        }
    }

    @Test
    void calls_that_waited_for_something_else_keep_to_the_pace_afterwards() {
        ScriptedClient client = client(
                reply(
                        "Ann",
                        Map.of(
                                "x-ratelimit-remaining-requests",
                                List.of("0"),
                                "x-ratelimit-reset-requests",
                                List.of("6s"))),
                reply("Bob"));
        Meanwhile both = new Meanwhile(time, new AtomicReference<>(() -> {}));
        ModelTools tools = new ModelTools(new Letters(), name -> Optional.empty(), purse, new Servers(both));
        ChatEndpoint endpoint =
                new ChatEndpoint(new FakeSpec("chat", 1, 4, Optional.of(60), Optional.empty()), client, tools);
        endpoint.complete(prompt("first"));
        both.once().set(() -> endpoint.complete(prompt("beside")));
        endpoint.complete(prompt("second"));
        List<Long> begun = client.begun();
        assertThat(begun.get(1) - begun.get(0)).isEqualTo(6_000_000_000L);
        assertThat(begun.get(2) - begun.get(1)).isEqualTo(1_000_000_000L);
    }

    @Test
    void a_deadline_grows_with_the_prompt() {
        ScriptedClient client = client(reply("Ann"));
        endpoint(new FakeSpec(1), client).complete(prompt("x".repeat(2_500)));
        assertThat(client.deadlines()).containsExactly(Duration.ofSeconds(15));
    }

    @Test
    void a_server_that_was_never_reached_is_asked_once() {
        ScriptedClient client = client(failure(Reason.UNAVAILABLE, Sent.NO_REPLY, Map.of()));
        ChatEndpoint endpoint = endpoint(new FakeSpec(6), client);
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> endpoint.complete(prompt("Who"))).isInstanceOf(ModelException.class);
        }
        assertThat(client.begun()).hasSize(20);
        assertThat(time.passed()).isZero();
    }

    @Test
    void a_server_that_dies_is_given_up_within_minutes_whatever_is_left_to_ask() {
        ScriptedClient client = client(reply("Ann"), failure(Reason.UNAVAILABLE, Sent.NO_REPLY, Map.of()));
        ChatEndpoint endpoint = endpoint(new FakeSpec(6), client);
        endpoint.complete(prompt("first"));
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            String text = "question " + i;
            messages.add(catchThrowableOfType(ModelException.class, () -> endpoint.complete(prompt(text)))
                    .getMessage());
        }
        assertThat(time.passed()).isLessThan(Duration.ofMinutes(6));
        assertThat(client.begun()).hasSizeLessThan(30);
        assertThat(messages.getLast())
                .isEqualTo("it failed; not asked again: it has been so for 5 minutes; start again when the server is"
                        + " back");
    }

    @Test
    void a_server_that_comes_back_loses_no_call_that_waited() {
        ScriptedClient client = client(reply("Ann"), failure(Reason.UNAVAILABLE, Sent.NO_REPLY, Map.of()));
        ChatEndpoint endpoint = endpoint(new FakeSpec(6), client);
        endpoint.complete(prompt("first"));
        assertThatThrownBy(() -> endpoint.complete(prompt("second"))).isInstanceOf(ModelException.class);
        Ending dead = failure(Reason.UNAVAILABLE, Sent.NO_REPLY, Map.of());
        client.then(dead, dead, dead, dead, reply("Bob"));
        assertThat(endpoint.complete(prompt("third")).attempts().made()).isEqualTo(5);
    }

    @Test
    void a_spending_limit_ends_the_call_and_what_it_cost_before_goes_with_it() {
        Accounts one = new Accounts(1);
        ScriptedClient client = client(failure(Reason.DEADLINE, Sent.REPLY_LOST));
        SpendingLimitException limit =
                catchThrowableOfType(SpendingLimitException.class, () -> endpoint(new FakeSpec(6), client, one)
                        .complete(prompt("Who")));
        assertThat(limit.getSuppressed()).hasSize(1);
        assertThat(((ModelException) limit.getSuppressed()[0]).attempts()).isEqualTo(new Attempts(1, 1, MOST));
        assertThat(client.begun()).hasSize(1);
        assertThat(one.ends()).containsExactly("lost");
    }

    @Test
    void an_interrupted_call_keeps_its_account_and_gives_back_its_place() {
        ScriptedClient client = client(
                () -> {
                    throw new InterruptedException();
                },
                reply("Ann"));
        ChatEndpoint endpoint = endpoint(new FakeSpec("chat", 6, 1, Optional.empty(), Optional.empty()), client);
        ModelException failure = catchThrowableOfType(ModelException.class, () -> endpoint.complete(prompt("Who")));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.attempts()).isEqualTo(new Attempts(1, 1, MOST));
        assertThat(endpoint.complete(prompt("Who")).text()).isEqualTo("Ann");
        assertThat(purse.ends()).containsExactly("lost", "received 13");
    }

    @Test
    void an_interrupt_at_the_purse_keeps_what_earlier_requests_cost() {
        Purse interrupted = (model, prompt) -> {
            if (!purse.ends().isEmpty()) {
                throw new ModelException(Reason.UNAVAILABLE, "the call of 'chat' was interrupted");
            }
            return purse.hold(model, prompt);
        };
        ScriptedClient client = client(failure(Reason.DEADLINE, Sent.REPLY_LOST));
        ModelException failure =
                catchThrowableOfType(ModelException.class, () -> endpoint(new FakeSpec(6), client, interrupted)
                        .complete(prompt("Who")));
        assertThat(failure).hasMessage("the call of 'chat' was interrupted");
        assertThat(failure.attempts()).isEqualTo(new Attempts(1, 1, MOST));
    }

    @Test
    void a_fault_of_ours_keeps_its_account_too() {
        ScriptedClient client = client(
                () -> {
                    throw new IllegalStateException("oh no");
                },
                reply("uncountable"),
                reply("Ann"));
        ChatEndpoint endpoint = endpoint(new FakeSpec("chat", 6, 1, Optional.empty(), Optional.empty()), client);
        for (int i = 0; i < 2; i++) {
            IllegalStateException fault =
                    catchThrowableOfType(IllegalStateException.class, () -> endpoint.complete(prompt("Who")));
            assertThat(((ModelException) fault.getSuppressed()[0]).attempts()).isEqualTo(new Attempts(1, 1, MOST));
        }
        assertThat(endpoint.complete(prompt("Who")).text()).isEqualTo("Ann");
        assertThat(purse.ends()).containsExactly("lost", "lost", "received 13");
    }
}
