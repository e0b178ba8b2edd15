package dev.winnow.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.app.cost.Prices;
import dev.winnow.app.cost.Prices.Quote;
import dev.winnow.pipelines.model.Attempts;
import dev.winnow.pipelines.model.Price;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.TokenUsage;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SpendingTest {
    private static final Prices PRICES = Prices.NONE.and(Map.of(
            "gpt", Optional.of(new Quote(new Price(2, Optional.of(0.5), Optional.of(3.0), 8), "here")),
            "local", Optional.empty()));

    private static final ModelSpending SPENT = new ModelSpending(
            5,
            1,
            new Attempts(8, 2, new TokenUsage(1000, 200)),
            new ReportedUsage(10_000, 4_000, 1_000, 500, 100),
            new Undercount(1.5, 150));

    private static final Margins MARGINS = new Margins(Map.of("gpt", new Margin(20, Margin.Check.EXPERIMENT)));

    private static final Spending ALL =
            new Spending(new TreeMap<>(Map.of("gpt", SPENT, "local", SPENT, "extractive", SPENT)));

    @Test
    void money_is_exact_for_what_was_received_and_an_upper_bound_for_lost_replies() {
        // 5,000 fresh at 2, 4,000 cached at 0.5, 1,000 written at 3, 500 of reply at 8.
        assertThat(ALL.usd(PRICES)).isEqualTo((10_000 + 2_000 + 3_000 + 4_000) / 1e6);
        // 1,000 by 1.5 and a margin of 20 %, 64 of markup for each of the two, all as if written to the cache; two
        // replies of 150, as long as one was that is known.
        assertThat(ALL.usdAtMostMore(PRICES, MARGINS)).isEqualTo((1_928 * 3 + 300 * 8) / 1e6);
    }

    @Test
    void models_that_cost_nothing_are_not_counted_and_those_without_a_known_price_are() {
        assertThat(ALL.counted(PRICES).models()).containsOnlyKeys("gpt", "local");
        assertThat(ALL.counted(PRICES).total()).isEqualTo(SPENT.plus(SPENT));
    }

    @Test
    void the_file_has_the_sums_and_those_of_each_model() throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(SpendingJson.of(ALL, PRICES, MARGINS).toString());
        String gpt =
                """
                "usd": 0.019, "usd_at_most_more": 0.008184, "calls": 5, "failed_calls": 1,
                "attempts": {"made": 8, "lost": 2, "at_most": {"prompt": 1000, "completion": 200}},
                "billed": {"prompt": 10000, "cached": 4000, "written": 1000, "completion": 500, "reasoning": 100},
                "price_known": true""";
        String local = gpt.replace("0.019,", "0.0,").replace("0.008184", "0.0").replace("true", "false");
        assertThat(json)
                .isEqualTo(new ObjectMapper()
                        .readTree(
                                """
                                        {"usd": 0.019, "usd_at_most_more": 0.008184, "calls": 10, "failed_calls": 2,
                                         "attempts": {"made": 16, "lost": 4, "at_most": {"prompt": 2000, "completion": 400}},
                                         "billed": {"prompt": 20000, "cached": 8000, "written": 2000, "completion": 1000,
                                                    "reasoning": 200},
                                         "models": {"gpt": {%s}, "local": {%s}}}"""
                                        .formatted(gpt, local)));
    }
}
