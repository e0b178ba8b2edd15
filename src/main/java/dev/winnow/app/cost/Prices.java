package dev.winnow.app.cost;

import dev.winnow.pipelines.model.ChatSpec;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.Price;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What the models of an experiment cost, and where that is from: the configuration, else the price sheet. Whatever is no
 * chat model and has no price costs nothing and is not in it.
 */
public final class Prices {
    /** No model costs anything. */
    public static final Prices NONE = new Prices(Set.of(), Map.of(), Map.of());

    /**
     * A model's price.
     *
     * @param from where it is from, for a reader
     */
    public record Quote(Price price, String from) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("prompt ").append(plain(price.prompt()));
            price.cachedPrompt()
                    .ifPresent(each -> text.append(", cached prompt ").append(plain(each)));
            price.cacheWrite().ifPresent(each -> text.append(", cache write ").append(plain(each)));
            return text.append(", completion ")
                    .append(plain(price.completion()))
                    .append(" US dollars per million tokens; ")
                    .append(from)
                    .toString();
        }

        private static String plain(double dollars) {
            return BigDecimal.valueOf(dollars).stripTrailingZeros().toPlainString();
        }
    }

    /** The ids of all models of the configuration, those too that cost nothing. */
    private final Set<String> configured;
    /** By model id; empty where a chat model has no price that is known. */
    private final SortedMap<String, Optional<Quote>> quotes;
    /** Why a chat model of the configuration has no price, by its id. */
    private final Map<String, String> missing;

    private Prices(Set<String> configured, Map<String, Optional<Quote>> quotes, Map<String, String> missing) {
        this.configured = Set.copyOf(configured);
        this.quotes = Collections.unmodifiableSortedMap(new TreeMap<>(quotes));
        this.missing = Map.copyOf(missing);
    }

    /**
     * The prices of some models.
     *
     * @param sheet is opened only if a chat model has no price of its own
     */
    public static Prices of(List<ModelSpec> models, Supplier<PriceSheet> sheet) {
        Set<String> configured = new HashSet<>();
        Map<String, Optional<Quote>> quotes = new TreeMap<>();
        Map<String, String> missing = new TreeMap<>();
        PriceSheet opened = null;
        for (ModelSpec model : models) {
            configured.add(model.id());
            if (model.price().isPresent()) {
                quotes.put(model.id(), Optional.of(new Quote(model.price().get(), "from the configuration")));
            } else if (model instanceof ChatSpec chat) {
                opened = opened == null ? sheet.get() : opened;
                Optional<Quote> quote = opened.of(chat)
                        .filter(entry -> entry.covers(chat))
                        .map(entry -> new Quote(
                                entry.price(), "from prices.yaml, as of " + entry.asOf() + ", " + entry.source()));
                quotes.put(model.id(), quote);
                if (quote.isEmpty()) {
                    missing.put(model.id(), missing(chat, opened));
                }
            }
        }
        return new Prices(configured, quotes, missing);
    }

    /**
     * These, and the quotes of models that the configuration does not have. One that it has goes by what it says now, even
     * where that costs nothing.
     */
    public Prices and(Map<String, Optional<Quote>> others) {
        Map<String, Optional<Quote>> all = new TreeMap<>(others);
        all.keySet().removeAll(configured);
        all.putAll(quotes);
        return new Prices(configured, all, missing);
    }

    /** The price of a model; empty where it costs nothing or its price is not known. */
    public Optional<Price> of(String model) {
        return quotes.getOrDefault(model, Optional.empty()).map(Quote::price);
    }

    /** Whether a model's calls are paid for or may be: what spending is counted of. */
    public boolean counts(String model) {
        return quotes.containsKey(model);
    }

    /** The models whose calls are paid for or may be. */
    public Set<String> models() {
        return quotes.keySet();
    }

    /** By model id; empty where a chat model has no price that is known. */
    public Map<String, Optional<Quote>> quotes() {
        return quotes;
    }

    /** Why a chat model of the configuration has no price and what to do; empty for all others. */
    public Optional<String> missing(String model) {
        return Optional.ofNullable(missing.get(model));
    }

    private static String missing(ChatSpec model, PriceSheet sheet) {
        String remedy = "give it its own, such as price: {prompt: 0.15, completion: 0.60} in US dollars per million"
                + " tokens, or price: {prompt: 0, completion: 0} where it is free";
        Optional<String> tier = PriceSheet.tier(model);
        if (tier.isPresent()) {
            return "prices.yaml knows no price of a service tier, and the body of '" + model.id() + "' has "
                    + tier.get() + "; " + remedy;
        }
        return sheet.of(model)
                .flatMap(PriceSheet.Entry::promptsUpTo)
                .map(most -> "the price that prices.yaml has for '" + model.model() + "' holds for prompts of up to "
                        + most + " only; set window: " + most + " or less, or " + remedy)
                .orElseGet(() ->
                        "prices.yaml has no price of '" + model.model() + "' at " + model.baseUrl() + "; " + remedy);
    }
}
