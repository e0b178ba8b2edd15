package dev.winnow.app.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.cost.Prices;
import dev.winnow.pipelines.model.Price;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The prices in a run's manifest. Models that were taken out of the configuration stay there: what they cost counts
 * towards the run's limits.
 */
final class FormerPrices {
    static final String KEY = "prices";
    private static final ObjectMapper JSON = new ObjectMapper();

    private FormerPrices() {}

    /** By model id; none where the manifest is not there, or is no manifest. */
    static Map<String, Optional<Prices.Quote>> read(Path manifest) {
        Map<String, Optional<Prices.Quote>> quotes = new LinkedHashMap<>();
        if (!Files.exists(manifest)) {
            return quotes;
        }
        JsonNode prices;
        try {
            prices = JSON.readTree(Files.readString(manifest)).path(KEY);
        } catch (IOException damaged) {
            // It is written anew, or its reader complains.
            return quotes;
        }
        prices.properties().forEach(entry -> {
            JsonNode price = entry.getValue();
            quotes.put(
                    entry.getKey(),
                    price.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new Prices.Quote(
                                    new Price(
                                            price.path("prompt").asDouble(),
                                            optional(price, "cached_prompt"),
                                            optional(price, "cache_write"),
                                            price.path("completion").asDouble()),
                                    price.path("from").asText())));
        });
        return quotes;
    }

    private static Optional<Double> optional(JsonNode price, String key) {
        return price.has(key) ? Optional.of(price.get(key).asDouble()) : Optional.empty();
    }

    /** As the manifest has them: empty where a chat model has no price that is known. */
    static ObjectNode json(Prices prices) {
        ObjectNode json = JSON.createObjectNode();
        prices.quotes().forEach((model, quote) -> {
            ObjectNode one = json.putObject(model);
            quote.ifPresent(known -> {
                one.put("prompt", known.price().prompt());
                known.price().cachedPrompt().ifPresent(price -> one.put("cached_prompt", price));
                known.price().cacheWrite().ifPresent(price -> one.put("cache_write", price));
                one.put("completion", known.price().completion());
                one.put("from", known.from());
            });
        });
        return json;
    }
}
