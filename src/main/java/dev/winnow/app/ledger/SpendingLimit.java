package dev.winnow.app.ledger;

import dev.winnow.app.cost.Prices;
import dev.winnow.indexer.tokens.TokenAmount;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.Price;
import dev.winnow.pipelines.model.Purse;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.SpendingLimitException;
import dev.winnow.pipelines.model.TokenUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A limit on what a run spends, over all its starts. Before a request is sent, the most it can cost is set aside: its
 * prompt by our count, raised by the model's margin and by the largest ratio of reported to counted tokens so far, all of
 * it at the dearest price for prompts, and a reply as long as allowed. So what is spent and what is set aside together
 * never exceed the limit, unless a server charges more than could be foreseen so.
 *
 * <p>A request that could cross the limit waits while others are under way, since they mostly cost less than was set
 * aside; only if none is, it is refused.
 */
public final class SpendingLimit implements Purse {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private final Optional<BigDecimal> usd;
    private final Optional<TokenAmount> tokens;
    private final Prices prices;
    private final Map<String, Account> accounts = new HashMap<>();
    private int underWay;

    /** A model's account: tokens, of which money is computed without loss when it is wanted. */
    private static final class Account {
        private final Optional<Price> price;
        private Undercount undercount = Undercount.NONE;
        private ReportedUsage billed = ReportedUsage.NONE;
        private TokenUsage lost = TokenUsage.NONE;
        private TokenUsage held = TokenUsage.NONE;

        private Account(Optional<Price> price) {
            this.price = price;
        }

        private long spentTokens() {
            return billed.total() + lost.total();
        }

        /** Millionths of a dollar. */
        private BigDecimal spent() {
            long fresh = billed.prompt() - billed.cached() - billed.written();
            return price.map(cost -> times(fresh, cost.prompt())
                            .add(times(billed.cached(), cost.cachedPrompt().orElse(cost.prompt())))
                            .add(times(billed.written(), cost.cacheWrite().orElse(cost.prompt())))
                            .add(times(billed.completion(), cost.completion())))
                    .orElse(BigDecimal.ZERO)
                    .add(most(lost));
        }

        /** Millionths of a dollar. */
        private BigDecimal most(TokenUsage usage) {
            return price.map(cost -> times(usage.prompt(), cost.dearestPrompt())
                            .add(times(usage.completion(), cost.completion())))
                    .orElse(BigDecimal.ZERO);
        }

        private static BigDecimal times(long tokens, double price) {
            return BigDecimal.valueOf(tokens).multiply(BigDecimal.valueOf(price));
        }
    }

    /**
     * A limit.
     *
     * @param usd US dollars at most; no limit where absent
     * @param tokens of prompts and replies at most; no limit where absent
     * @param models of the experiment
     * @param earlier what earlier starts of the run spent
     */
    public SpendingLimit(
            Optional<Double> usd,
            Optional<TokenAmount> tokens,
            List<ModelSpec> models,
            Prices prices,
            Spending earlier) {
        this.usd = usd.map(dollars -> BigDecimal.valueOf(dollars).multiply(MILLION));
        this.tokens = tokens;
        this.prices = prices;
        Margins margins = Margins.of(models);
        earlier.counted(prices).models().forEach((model, spent) -> {
            Account account = account(model);
            account.undercount = spent.undercount();
            account.billed = spent.billed();
            account.lost = spent.lostAtMost(margins.of(model));
        });
    }

    private Account account(String model) {
        return accounts.computeIfAbsent(model, id -> new Account(prices.of(id)));
    }

    /** US dollars spent so far, lost replies at the most that they can have cost; exact but for rounding. */
    public synchronized double spentUsd() {
        return spent().divide(MILLION).doubleValue();
    }

    /** Tokens spent so far, lost replies at the most that they can have taken. */
    public synchronized long spentTokens() {
        return accounts.values().stream().mapToLong(Account::spentTokens).sum();
    }

    /**
     * What is set aside for a request.
     *
     * @param prompt its tokens by our count
     */
    public synchronized TokenUsage most(ModelSpec model, int prompt) {
        return account(model.id()).undercount.most(new TokenUsage(prompt, model.maxTokens()), 1, Margin.of(model));
    }

    @Override
    public synchronized Hold hold(ModelSpec model, int prompt) {
        Account account = account(model.id());
        while (true) {
            // Anew each time: replies that came meanwhile may have shown that more must be set aside.
            TokenUsage most = most(model, prompt);
            if (fits(account, most)) {
                account.held = account.held.plus(most);
                underWay++;
                return new Held(account, prompt, most);
            }
            if (underWay == 0) {
                throw new SpendingLimitException(refusal(model, account, most));
            }
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ModelException(
                        ModelException.Reason.UNAVAILABLE, "the call of '" + model.id() + "' was interrupted");
            }
        }
    }

    private boolean fits(Account account, TokenUsage most) {
        return (usd.isEmpty() || spent().add(held()).add(account.most(most)).compareTo(usd.get()) <= 0)
                && (tokens.isEmpty()
                        || spentTokens() + heldTokens() + most.total()
                                <= tokens.get().tokens());
    }

    private BigDecimal spent() {
        return accounts.values().stream().map(Account::spent).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private BigDecimal held() {
        return accounts.values().stream()
                .map(account -> account.most(account.held))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private long heldTokens() {
        return accounts.values().stream()
                .mapToLong(account -> account.held.total())
                .sum();
    }

    /** What is in the way, in one line. */
    private String refusal(ModelSpec model, Account account, TokenUsage most) {
        List<String> limits = new ArrayList<>();
        usd.filter(limit -> spent().add(account.most(most)).compareTo(limit) > 0)
                .ifPresent(
                        limit -> limits.add("of the limit of %s, %s is spent, and the next request of '%s' can cost %s"
                                .formatted(dollars(limit), dollars(spent()), model.id(), dollars(account.most(most)))));
        tokens.filter(limit -> spentTokens() + most.total() > limit.tokens())
                .ifPresent(limit -> limits.add(String.format(
                        Locale.ROOT,
                        "of the limit of %,d tokens, %,d are spent, and the next request of '%s' can take %,d",
                        limit.tokens(),
                        spentTokens(),
                        model.id(),
                        most.total())));
        return String.join("; ", limits);
    }

    private static String dollars(BigDecimal millionths) {
        BigDecimal dollars = millionths.divide(MILLION);
        return "$"
                + (dollars.scale() > 4 ? dollars.setScale(6, RoundingMode.HALF_UP) : dollars)
                        .stripTrailingZeros()
                        .toPlainString();
    }

    /** What is set aside for one request. */
    private final class Held implements Hold {
        private final Account account;
        private final int prompt;
        private final TokenUsage most;
        private boolean ended;

        private Held(Account account, int prompt, TokenUsage most) {
            this.account = account;
            this.prompt = prompt;
            this.most = most;
        }

        @Override
        public void received(ReportedUsage billed) {
            end(() -> {
                account.billed = account.billed.plus(billed);
                account.undercount = account.undercount.and(prompt, billed);
            });
        }

        @Override
        public void lost() {
            end(() -> account.lost = account.lost.plus(most));
        }

        @Override
        public void refused() {
            end(() -> {});
        }

        private void end(Runnable settled) {
            synchronized (SpendingLimit.this) {
                if (ended) {
                    throw new IllegalStateException("what was set aside for a request is settled twice");
                }
                ended = true;
                account.held = new TokenUsage(
                        account.held.prompt() - most.prompt(), account.held.completion() - most.completion());
                underWay--;
                settled.run();
                SpendingLimit.this.notifyAll();
            }
        }
    }
}
