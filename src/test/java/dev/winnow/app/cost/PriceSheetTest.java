package dev.winnow.app.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.winnow.app.config.Environment;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.model.ChatSpec;
import dev.winnow.pipelines.model.Extractive;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.ModelTools;
import dev.winnow.pipelines.model.Price;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceSheetTest {
    private static final String SHEET =
            """
            prices:
              - {host: api.example.com, models: [large], prompt: 2, cached-prompt: 0.5, completion: 8,
                 as-of: 2026-01-31, source: https://example.com/prices}
              - {host: api.example.com, models: ["large-*"], prompt: 3, completion: 9,
                 as-of: 2026-01-31, source: https://example.com/prices}
              - {host: api.example.com, models: ["large-20*"], prompt: 4, completion: 10,
                 as-of: 2026-01-31, source: https://example.com/prices}
              - {host: api.example.com, models: [tiered], prompt: 1, completion: 2, prompts-up-to: 200K,
                 as-of: 2026-01-31, source: https://example.com/prices}
            """;

    @TempDir
    Path folder;

    private record Chat(
            String baseUrl, String model, Optional<Price> price, Optional<TokenSize> window, Map<String, JsonNode> body)
            implements ChatSpec {
        private Chat(String baseUrl, String model, Optional<Price> price, Optional<TokenSize> window) {
            this(baseUrl, model, price, window, Map.of());
        }

        @Override
        public String id() {
            return "chat";
        }

        @Override
        public String identity() {
            return id();
        }

        @Override
        public int maxTokens() {
            return 1;
        }

        @Override
        public int concurrency() {
            return 1;
        }

        @Override
        public String apiKeyEnv() {
            return "KEY";
        }

        @Override
        public Duration deadline() {
            return Duration.ZERO;
        }

        @Override
        public Duration deadlineGrowth() {
            return Duration.ZERO;
        }

        @Override
        public int attempts() {
            return 1;
        }

        @Override
        public Optional<Integer> requestsPerMinute() {
            return Optional.empty();
        }

        @Override
        public Optional<Integer> tokensPerMinute() {
            return Optional.empty();
        }

        @Override
        public Llm open(ModelTools tools) {
            throw new UnsupportedOperationException();
        }
    }

    private static Chat chat(String model) {
        return new Chat("https://api.example.com/v1", model, Optional.empty(), Optional.empty());
    }

    private PriceSheet sheet(String yaml) {
        try {
            return PriceSheet.read(Files.writeString(folder.resolve("prices.yaml"), yaml));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Optional<Price> price(Chat model) {
        return Prices.of(List.of(model), () -> sheet(SHEET)).of("chat");
    }

    private String missing(Chat model) {
        return Prices.of(List.of(model), () -> sheet(SHEET)).missing("chat").orElseThrow();
    }

    @Test
    void the_entry_that_names_a_model_goes_before_the_longest_pattern_that_it_fits() {
        assertThat(price(chat("large"))).contains(new Price(2, Optional.of(0.5), Optional.empty(), 8));
        assertThat(price(chat("large-preview"))).contains(new Price(3, 9));
        assertThat(price(chat("large-2026-01-01"))).contains(new Price(4, 10));
        assertThat(price(chat("larger"))).isEmpty();
    }

    @Test
    void a_model_of_that_name_on_another_server_has_no_price() {
        assertThat(price(new Chat("http://localhost:8000/v1", "large", Optional.empty(), Optional.empty())))
                .isEmpty();
    }

    @Test
    void a_price_of_its_own_goes_before_the_sheet_even_if_it_is_0() {
        Chat free = new Chat("https://api.example.com/v1", "large", Optional.of(new Price(0, 0)), Optional.empty());
        Prices prices = Prices.of(List.of(free), () -> {
            throw new AssertionError("the sheet is not needed");
        });
        assertThat(prices.of("chat")).contains(new Price(0, 0));
        assertThat(prices.quotes().get("chat").orElseThrow().from()).isEqualTo("from the configuration");
    }

    @Test
    void a_price_for_prompts_up_to_a_length_holds_where_the_window_is_no_longer() {
        Chat open = chat("tiered");
        Chat within = new Chat(open.baseUrl(), "tiered", Optional.empty(), Optional.of(new TokenSize(200_000)));
        Chat beyond = new Chat(open.baseUrl(), "tiered", Optional.empty(), Optional.of(new TokenSize(200_001)));
        assertThat(price(within)).contains(new Price(1, 2));
        assertThat(price(open)).isEmpty();
        assertThat(price(beyond)).isEmpty();
        assertThat(missing(open))
                .startsWith("the price that prices.yaml has for 'tiered' holds for prompts of up to 200K only;"
                        + " set window: 200K or less, or give it its own");
        assertThat(missing(chat("larger")))
                .startsWith("prices.yaml has no price of 'larger' at https://api.example.com/v1; give it its own");
    }

    @Test
    void a_model_that_asks_for_a_service_tier_has_only_a_price_of_its_own() {
        Chat plain = chat("large");
        Map<String, JsonNode> body = Map.of("service_tier", new TextNode("flex"), "user", new TextNode("me"));
        Chat flex = new Chat(plain.baseUrl(), plain.model(), Optional.empty(), Optional.empty(), body);
        Chat own = new Chat(plain.baseUrl(), plain.model(), Optional.of(new Price(1, 4)), Optional.empty(), body);
        assertThat(price(flex)).isEmpty();
        assertThat(missing(flex))
                .startsWith("prices.yaml knows no price of a service tier, and the body of 'chat' has service_tier;"
                        + " give it its own");
        assertThat(price(own)).contains(new Price(1, 4));
    }

    @Test
    void a_model_that_costs_nothing_now_is_not_charged_what_another_of_its_id_cost() {
        Extractive free = new Extractive("gpt", Optional.empty(), 12, 0.2, 1);
        Optional<Prices.Quote> former = Optional.of(new Prices.Quote(new Price(2, 8), "from the configuration"));
        Prices prices = Prices.of(List.of(free), () -> sheet(SHEET)).and(Map.of("gpt", former, "gone", former));
        assertThat(prices.counts("gpt")).isFalse();
        assertThat(prices.of("gpt")).isEmpty();
        assertThat(prices.of("gone")).contains(new Price(2, 8));
    }

    @Test
    void where_a_price_is_from_is_said() {
        assertThat(Prices.of(List.of(chat("large")), () -> sheet(SHEET))
                        .quotes()
                        .get("chat")
                        .orElseThrow())
                .hasToString("prompt 2, cached prompt 0.5, completion 8 US dollars per million tokens;"
                        + " from prices.yaml, as of 2026-01-31, https://example.com/prices");
    }

    @Test
    void what_is_no_chat_model_has_no_price_and_is_not_counted() {
        Prices prices = Prices.of(List.of(new Extractive("e", Optional.empty(), 12, 0.2, 1)), () -> sheet(SHEET));
        assertThat(prices.counts("e")).isFalse();
    }

    @Test
    void mistakes_are_told_with_their_lines() {
        String broken = SHEET.replaceFirst("2026-01-31", "January")
                .replaceFirst("prompt: 3", "prompt: -3")
                .replace("models: [tiered]", "models: [large]");
        assertThatThrownBy(() -> sheet(broken)).isInstanceOfSatisfying(InputException.class, e -> assertThat(
                        e.problems())
                .extracting(Object::toString)
                .anySatisfy(text ->
                        assertThat(text).contains("prices.yaml:3:13: as-of is a day such as 2026-01-31, got 'January'"))
                .anySatisfy(text -> assertThat(text).contains("prices.yaml:4:", "prompt must be at least 0, got -3")));
        assertThatThrownBy(() -> sheet(SHEET.replace("models: [tiered]", "models: [large]")))
                .hasMessageContaining("two entries price 'large' of api.example.com; remove one");
    }

    @Test
    void the_programs_own_sheet_is_in_its_archive_too() {
        Environment nowhere = new Environment(folder, folder, folder);
        Environment home = new Environment(Path.of("..").toAbsolutePath(), folder, folder);
        assertThat(PriceSheet.open(nowhere)).isEqualTo(PriceSheet.open(home));
    }
}
