package dev.winnow.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.app.cost.Prices;
import dev.winnow.indexer.tokens.TokenAmount;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.model.Attempts;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.ModelTools;
import dev.winnow.pipelines.model.Price;
import dev.winnow.pipelines.model.Purse.Hold;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.SpendingLimitException;
import dev.winnow.pipelines.model.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SpendingLimitTest {
    private static final int REPLY = 100;

    /** One dollar a token, for sums that can be seen. */
    private static final Price DOLLAR = new Price(1e6, Optional.of(1e5), Optional.of(2e6), 1e6);

    private static final ModelSpec CHEAP = new Fake("cheap", new Price(1e6, 1e6), 0);
    private static final ModelSpec WRITES = new Fake("writes", DOLLAR, 10);

    private record Fake(String id, Price cost, int margin) implements ModelSpec {
        @Override
        public String identity() {
            return id;
        }

        @Override
        public Optional<TokenSize> window() {
            return Optional.empty();
        }

        @Override
        public int maxTokens() {
            return REPLY;
        }

        @Override
        public int concurrency() {
            return 1;
        }

        @Override
        public Optional<Price> price() {
            return Optional.of(cost);
        }

        @Override
        public Llm open(ModelTools tools) {
            throw new UnsupportedOperationException();
        }
    }

    private static SpendingLimit dollars(double limit, Spending earlier) {
        return limit(Optional.of(limit), Optional.empty(), earlier);
    }

    private static SpendingLimit limit(Optional<Double> usd, Optional<TokenAmount> tokens, Spending earlier) {
        List<ModelSpec> models = List.of(CHEAP, WRITES);
        return new SpendingLimit(
                usd,
                tokens,
                models,
                Prices.of(models, () -> {
                    throw new AssertionError("each has a price");
                }),
                earlier);
    }

    private static Spending nothing() {
        return new Spending(new TreeMap<>());
    }

    @Test
    void the_most_a_request_can_cost_is_set_aside_and_settled_with_what_it_cost() {
        // 50 of prompt, 64 for the chat's markup, 100 of reply.
        SpendingLimit limit = dollars(214, nothing());
        limit.hold(CHEAP, 50).received(ReportedUsage.of(60, 4));
        assertThatThrownBy(() -> limit.hold(CHEAP, 50))
                .isInstanceOf(SpendingLimitException.class)
                .hasMessage("of the limit of $214, $64 is spent, and the next request of 'cheap' can cost $214");
        assertThatThrownBy(() -> dollars(213, nothing()).hold(CHEAP, 50)).isInstanceOf(SpendingLimitException.class);
    }

    @Test
    void margin_and_the_dearest_price_of_prompts_raise_what_is_set_aside() {
        // 50 and a tenth and 64 for markup, at two dollars to write the cache, and 100 of reply.
        double most = 2 * (55 + 64) + 100;
        dollars(most, nothing()).hold(WRITES, 50).refused();
        assertThatThrownBy(() -> dollars(most - 1, nothing()).hold(WRITES, 50))
                .isInstanceOf(SpendingLimitException.class);
    }

    @Test
    void what_a_server_counts_more_than_we_is_foreseen_from_then_on() {
        SpendingLimit limit = dollars(10_000, nothing());
        limit.hold(CHEAP, 1000).received(ReportedUsage.of(1564, 200));
        // 1.5 times as many, and replies of 200: 10,000 - 1,764 leaves 8,236 = 1.5 * 5,314 + 64 + 200 + 1.
        assertThatThrownBy(() -> limit.hold(CHEAP, 5315)).isInstanceOf(SpendingLimitException.class);
        limit.hold(CHEAP, 5314).refused();
    }

    @Test
    void a_lost_reply_stays_spent_and_a_refused_request_does_not() {
        SpendingLimit limit = dollars(428, nothing());
        limit.hold(CHEAP, 50).lost();
        limit.hold(CHEAP, 50).refused();
        limit.hold(CHEAP, 50).lost();
        assertThatThrownBy(() -> limit.hold(CHEAP, 0))
                .hasMessage("of the limit of $428, $428 is spent, and the next request of 'cheap' can cost $164");
    }

    @Test
    void earlier_starts_count_with_their_lost_replies() {
        ModelSpending earlier = new ModelSpending(
                2, 1, new Attempts(4, 1, new TokenUsage(50, 100)), ReportedUsage.of(100, 10), new Undercount(1.5, 0));
        // 110 received, 1.5 * 50 + 64 + 100 lost, and for the next 1.5 * 50 + 64 + 100.
        Spending spent = new Spending(new TreeMap<>(Map.of("cheap", earlier, "no-chat-model", earlier)));
        List<ModelSpec> models = List.of(CHEAP, WRITES);
        Prices prices = Prices.of(models, () -> new dev.winnow.app.cost.PriceSheet(List.of()));
        assertThat(spent.usdAtMostMore(prices, Margins.of(models)))
                .as("what a run says of them is what the limit counts")
                .isEqualTo(239);
        dollars(110 + 239 + 239, spent).hold(CHEAP, 50).refused();
        assertThatThrownBy(() -> dollars(110 + 239 + 238, spent).hold(CHEAP, 50))
                .isInstanceOf(SpendingLimitException.class);
    }

    @Test
    void tokens_are_limited_too_beyond_what_an_int_holds() {
        TokenAmount most = TokenAmount.parse("10G");
        ModelSpending earlier =
                new ModelSpending(1, 0, Attempts.ONE, ReportedUsage.of(9_999_999_000L, 0), Undercount.NONE);
        SpendingLimit limit =
                limit(Optional.empty(), Optional.of(most), new Spending(new TreeMap<>(Map.of("cheap", earlier))));
        limit.hold(CHEAP, 836).refused();
        assertThatThrownBy(() -> limit.hold(CHEAP, 837))
                .hasMessage("of the limit of 10,000,000,000 tokens, 9,999,999,000 are spent, and the next request of"
                        + " 'cheap' can take 1,001");
    }

    @Test
    void nothing_that_costs_may_be_sent_where_the_limit_is_0() {
        ModelSpec free = new Fake("free", new Price(0, 0), 10);
        Prices prices = Prices.of(List.of(free, CHEAP), () -> new dev.winnow.app.cost.PriceSheet(List.of()));
        SpendingLimit limit =
                new SpendingLimit(Optional.of(0.0), Optional.empty(), List.of(free, CHEAP), prices, nothing());
        limit.hold(free, 1_000_000).received(ReportedUsage.of(1_000_000, 100));
        assertThatThrownBy(() -> limit.hold(CHEAP, 0)).isInstanceOf(SpendingLimitException.class);
    }

    @Test
    @Timeout(20)
    void a_request_that_does_not_fit_beside_others_waits_for_them() throws Exception {
        SpendingLimit limit = dollars(300, nothing());
        Hold first = limit.hold(CHEAP, 50);
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<?> second = threads.submit(() -> limit.hold(CHEAP, 50).refused());
            assertThatThrownBy(() -> second.get(50, TimeUnit.MILLISECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            first.received(ReportedUsage.of(50, 1));
            second.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void what_was_set_aside_is_settled_once() {
        Hold hold = dollars(1000, nothing()).hold(CHEAP, 1);
        hold.refused();
        assertThatThrownBy(hold::lost).isInstanceOf(IllegalStateException.class);
    }

    /** How a request ends. */
    private enum End {
        RECEIVED,
        LOST,
        REFUSED
    }

    /**
     * A request.
     *
     * @param over tokens that the server counts more than we, within what is foreseen
     */
    private record Request(int prompt, int over, int reply, End end) {}

    @Provide
    Arbitrary<List<Request>> requests() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 500),
                        Arbitraries.integers().between(0, Undercount.MARKUP),
                        Arbitraries.integers().between(0, REPLY),
                        Arbitraries.of(End.class))
                .as(Request::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }

    @Property(tries = 200)
    void spending_by_many_threads_never_exceeds_the_limit_and_halts_only_where_the_next_request_could(
            @ForAll("requests") List<Request> requests,
            @ForAll @IntRange(min = 0, max = 8000) int most,
            @ForAll @IntRange(min = 1, max = 6) int threads)
            throws Exception {
        SpendingLimit limit = dollars(most, nothing());
        // What the server charges, lost replies as if they were made in full.
        AtomicLong charged = new AtomicLong();
        List<Integer> refused = new ArrayList<>();
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            for (Request request : requests) {
                all.add(workers.submit(() -> {
                    Hold hold;
                    try {
                        hold = limit.hold(CHEAP, request.prompt());
                    } catch (SpendingLimitException e) {
                        synchronized (refused) {
                            refused.add(request.prompt());
                        }
                        return;
                    }
                    Thread.yield();
                    settle(request, hold, charged);
                    assertThat(charged.get()).isLessThanOrEqualTo(most);
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        for (int prompt : refused) {
            assertThat(charged.get() + prompt + Undercount.MARKUP + REPLY).isGreaterThan(most);
        }
    }

    private static void settle(Request request, Hold hold, AtomicLong charged) {
        ReportedUsage billed = ReportedUsage.of(request.prompt() + request.over(), request.reply());
        switch (request.end()) {
            case RECEIVED -> {
                charged.addAndGet(billed.total());
                hold.received(billed);
            }
            case LOST -> {
                charged.addAndGet(request.prompt() + Undercount.MARKUP + REPLY);
                hold.lost();
            }
            case REFUSED -> hold.refused();
        }
    }

    @Property(tries = 100)
    void servers_that_count_otherwise_within_the_margin_cannot_cross_the_limit_either(
            @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 300) Integer> prompts,
            @ForAll @IntRange(min = 0, max = 10) int over,
            @ForAll @IntRange(min = 0, max = 20_000) int most) {
        SpendingLimit limit = dollars(most, nothing());
        double charged = 0;
        for (int prompt : prompts) {
            try {
                Hold hold = limit.hold(WRITES, prompt);
                long reported = prompt * (100L + over) / 100 + Undercount.MARKUP;
                ReportedUsage billed = new ReportedUsage(reported, 0, reported, REPLY, 0);
                charged += DOLLAR.of(billed);
                hold.received(billed);
            } catch (SpendingLimitException e) {
                break;
            }
            assertThat(charged).isLessThanOrEqualTo(most);
        }
    }
}
