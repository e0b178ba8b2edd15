package dev.winnow.app.forecast;

import dev.winnow.app.cost.Prices;
import dev.winnow.app.experiment.ExperimentConfig.Limits;
import dev.winnow.app.ledger.Margins;
import dev.winnow.app.ledger.Spending;
import dev.winnow.pipelines.model.ReportedUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says whether a spending limit would halt the run. Embedding is no part of what is limited. */
final class LimitNotes {
    private final Limits limits;
    private final Prices prices;
    private double spentUsd;
    private long spentTokens;
    private double usd;
    private double usdAtMost;
    private double tokens;
    private long tokensAtMost;

    /**
     * Of some limits.
     *
     * @param spent so far; lost replies count with their most, as they do where the limit is kept
     */
    LimitNotes(Limits limits, Spending spent, Prices prices, Margins margins) {
        this.limits = limits;
        this.prices = prices;
        spentUsd = spent.usd(prices) + spent.usdAtMostMore(prices, margins);
        spent.models()
                .forEach((model, own) -> spentTokens +=
                        own.billed().total() + own.lostAtMost(margins.of(model)).total());
    }

    private double dollars(String model, ReportedUsage usage) {
        return prices.of(model).map(price -> price.of(usage)).orElse(0.0);
    }

    void add(Forecast.Row row) {
        if (!prices.counts(row.model().id())) {
            return;
        }
        usd += dollars(row.model().id(), row.tally().expected());
        usdAtMost += dollars(row.model().id(), row.tally().atMost());
        tokens += row.tally().prompt() + row.tally().reply();
        tokensAtMost += row.tally().atMost().total();
    }

    List<String> all() {
        List<String> notes = new ArrayList<>();
        limits.usd().ifPresent(limit -> verdict(spentUsd + usd, spentUsd + usdAtMost, limit)
                .ifPresent(verdict -> notes.add("limits: usd %s: $%s are spent, $%s to come, at most $%s: %s"
                        .formatted(
                                ForecastText.dollars(limit),
                                ForecastText.dollars(spentUsd),
                                ForecastText.dollars(usd),
                                ForecastText.dollars(usdAtMost),
                                verdict))));
        limits.tokens().ifPresent(limit -> verdict(
                        spentTokens + tokens, spentTokens + (double) tokensAtMost, (double) limit.tokens())
                .ifPresent(verdict -> notes.add("limits: tokens %s: %,d are spent, %,d to come, at most %,d: %s"
                        .formatted(limit, spentTokens, Math.round(tokens), tokensAtMost, verdict))));
        return notes;
    }

    private static Optional<String> verdict(double expected, double atMost, double limit) {
        if (expected > limit) {
            return Optional.of("the run would halt");
        }
        return atMost > limit ? Optional.of("the run may halt, if replies are long") : Optional.empty();
    }
}
