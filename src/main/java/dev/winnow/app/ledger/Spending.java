package dev.winnow.app.ledger;

import dev.winnow.app.cost.Prices;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run spent on model calls, each counted once: this is what the provider is owed. Strategies are charged otherwise:
 * a call that two share is charged to both.
 *
 * @param models by model id
 */
public record Spending(SortedMap<String, ModelSpending> models) {
    public Spending {
        models = Collections.unmodifiableSortedMap(new TreeMap<>(models));
    }

    public Spending(Map<String, ModelSpending> models) {
        this(new TreeMap<>(models));
    }

    /** That of the models whose calls are paid for, or may be. */
    public Spending counted(Prices prices) {
        SortedMap<String, ModelSpending> counted = new TreeMap<>(models);
        counted.keySet().retainAll(prices.models());
        return new Spending(counted);
    }

    /** All models together. */
    public ModelSpending total() {
        return models.values().stream().reduce(ModelSpending.NONE, ModelSpending::plus);
    }

    /** US dollars for what was received; exact, as far as prices are known. */
    public double usd(Prices prices) {
        return models.entrySet().stream()
                .mapToDouble(model -> prices.of(model.getKey())
                        .map(price -> price.of(model.getValue().billed()))
                        .orElse(0.0))
                .sum();
    }

    /** US dollars that lost replies can have cost besides, at most: what a limit on spending counts them with. */
    public double usdAtMostMore(Prices prices, Margins margins) {
        return models.entrySet().stream()
                .mapToDouble(model -> prices.of(model.getKey())
                        .map(price -> price.most(model.getValue().lostAtMost(margins.of(model.getKey()))))
                        .orElse(0.0))
                .sum();
    }
}
