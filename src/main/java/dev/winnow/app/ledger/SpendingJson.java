package dev.winnow.app.ledger;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.cost.Prices;
import dev.winnow.pipelines.model.CallJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;

/** What a run spent as JSON, as in {@code spending.json}. */
public final class SpendingJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SpendingJson() {}

    /** The sums of all models whose calls are paid for or may be, and those of each. */
    public static ObjectNode of(Spending spending, Prices prices, Margins margins) {
        Spending counted = spending.counted(prices);
        ObjectNode json = sums(counted, prices, margins);
        ObjectNode models = json.putObject("models");
        counted.models()
                .forEach((id, model) -> models.set(
                        id,
                        sums(new Spending(new TreeMap<>(Map.of(id, model))), prices, margins)
                                .put("price_known", prices.of(id).isPresent())));
        return json;
    }

    private static ObjectNode sums(Spending spending, Prices prices, Margins margins) {
        ModelSpending total = spending.total();
        ObjectNode json = JSON.createObjectNode()
                .put("usd", rounded(spending.usd(prices)))
                .put("usd_at_most_more", rounded(spending.usdAtMostMore(prices, margins)))
                .put("calls", total.calls())
                .put("failed_calls", total.failed());
        json.set("attempts", CallJson.attempts(total.attempts()));
        json.set("billed", CallJson.usage(total.billed()));
        return json;
    }

    /** Without the dust that sums of binary fractions leave: prices of tokens have no more than ten decimals. */
    private static double rounded(double dollars) {
        return BigDecimal.valueOf(dollars).setScale(10, RoundingMode.HALF_EVEN).doubleValue();
    }
}
