package dev.winnow.app.forecast;

import dev.winnow.app.cost.Prices;
import dev.winnow.app.experiment.ExperimentConfig.Limits;
import dev.winnow.app.ledger.SpendingLimit;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Says whether a spending limit would halt the run, by the sums of the limit itself. Embedding is no part of what is
 * limited.
 */
final class LimitNotes {
    private final Limits limits;
    private final SpendingLimit spent;
    private final Prices prices;
    private boolean asks;
    private double usd;
    private double usdAtMost;
    private double usdAside;
    private double tokens;
    private long tokensAtMost;
    private long tokensAside;

    /**
     * Of some limits.
     *
     * @param spent as it stands when the run is started
     * @param prices as the run has them, with those of models that are no longer configured
     */
    LimitNotes(Limits limits, SpendingLimit spent, Prices prices) {
        this.limits = limits;
        this.spent = spent;
        this.prices = prices;
    }

    void add(Forecast.Row row) {
        ModelSpec model = row.model();
        Tally tally = row.tally();
        if (!prices.counts(model.id()) || tally.calls() == 0) {
            return;
        }
        asks = true;
        // More is set aside for a request than it costs: towards the end, that is what does not fit any more.
        TokenUsage aside = spent.most(model, Math.toIntExact(tally.longest()));
        ReportedUsage longest = ReportedUsage.of(tally.longest(), model.maxTokens());
        prices.of(model.id()).ifPresent(price -> {
            usd += price.of(tally.expected());
            usdAtMost += price.of(tally.atMost());
            usdAside = Math.max(usdAside, price.most(aside) - price.of(longest));
        });
        tokens += tally.prompt() + tally.reply();
        tokensAtMost += tally.atMost().total();
        tokensAside = Math.max(tokensAside, aside.total() - longest.total());
    }

    List<String> all() {
        List<String> notes = new ArrayList<>();
        // What is spent halts nothing where no request is to come.
        if (!asks) {
            return notes;
        }
        limits.usd().ifPresent(limit -> verdict(spent.spentUsd(), usd, usdAtMost + usdAside, limit)
                .ifPresent(verdict -> notes.add("limits: usd %s: $%s spent, $%s to come, at most $%s: %s"
                        .formatted(
                                ForecastText.dollars(limit),
                                ForecastText.dollars(spent.spentUsd()),
                                ForecastText.dollars(usd),
                                ForecastText.dollars(usdAtMost),
                                verdict))));
        limits.tokens().ifPresent(limit -> verdict(
                        (double) spent.spentTokens(), tokens, (double) tokensAtMost + tokensAside, (double)
                                limit.tokens())
                .ifPresent(verdict -> notes.add(String.format(
                        Locale.ROOT,
                        "limits: tokens %s: %,d spent, %,d to come, at most %,d: %s",
                        limit,
                        spent.spentTokens(),
                        Math.round(tokens),
                        tokensAtMost,
                        verdict))));
        return notes;
    }

    private static Optional<String> verdict(double spent, double expected, double atMost, double limit) {
        if (spent + expected > limit) {
            return Optional.of("the run would halt");
        }
        return spent + atMost > limit
                ? Optional.of("the run may halt, if replies are long; what a request can cost at most must still fit"
                        + " before it is sent")
                : Optional.empty();
    }
}
