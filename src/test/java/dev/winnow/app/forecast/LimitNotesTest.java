package dev.winnow.app.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.config.ConfigFile;
import dev.winnow.app.config.Kinds;
import dev.winnow.app.cost.Prices;
import dev.winnow.app.experiment.ExperimentConfig.Limits;
import dev.winnow.app.ledger.ModelSpending;
import dev.winnow.app.ledger.Spending;
import dev.winnow.app.ledger.SpendingLimit;
import dev.winnow.app.ledger.Undercount;
import dev.winnow.indexer.tokens.TokenAmount;
import dev.winnow.pipelines.model.Attempts;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.Price;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.TokenUsage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a forecast says of limits: ten calls of 1,000 tokens of prompt and 100 of reply, at 1,000 dollars a million. */
class LimitNotesTest {
    private static final ModelSpec CHAT = model("{id: gpt, use: openai, model: m, base-url: 'http://localhost:1/v1',"
            + " max-tokens: 200, margin: 0, price: {prompt: 1_000, completion: 1_000}}");
    private static final ModelSpec FREE = model("{use: extractive}");
    private static final Tally TEN = new Tally(10, 0, 0, 0, 0, 10_000, 10_000, 0, 0, 1_000, 2_000, 0, 0, 1_000);
    private static final double EXPECTED = 11;
    private static final double AT_MOST = 12;
    /** Room for what a chat's own markup may add to the last prompt. */
    private static final double ASIDE = 0.064;

    /** A configuration of one model. */
    record One(ModelSpec model) {}

    private static ModelSpec model(String yaml) {
        return ConfigFile.of("model.yaml", "model: " + yaml, Path.of(""), name -> Optional.empty())
                .bind(One.class, Kinds.none().with(ModelSpec.class, ModelSpec.KINDS))
                .model();
    }

    private static ModelSpending spending(ReportedUsage billed, Attempts attempts) {
        return new ModelSpending(1, 0, attempts, billed, Undercount.NONE);
    }

    private static List<String> notes(Limits limits, Map<String, ModelSpending> earlier, Tally toCome) {
        Prices prices = Prices.of(List.of(CHAT, FREE), () -> {
                    throw new AssertionError("each has a price");
                })
                .and(Map.of("gone", Optional.of(new Prices.Quote(new Price(1_000, 1_000), "from before"))));
        SpendingLimit spent = new SpendingLimit(
                limits.usd(), limits.tokens(), List.of(CHAT, FREE), prices, new Spending(new TreeMap<>(earlier)));
        LimitNotes notes = new LimitNotes(limits, spent, prices);
        notes.add(new Forecast.Row("s", CHAT, toCome));
        notes.add(new Forecast.Row("s", FREE, TEN));
        return notes.all();
    }

    private static List<String> usd(double limit, Map<String, ModelSpending> earlier) {
        return notes(new Limits(Optional.of(limit), Optional.empty(), 20), earlier, TEN);
    }

    private static List<String> tokens(long limit, Map<String, ModelSpending> earlier) {
        return notes(new Limits(Optional.empty(), Optional.of(new TokenAmount(limit)), 20), earlier, TEN);
    }

    private static void halts(List<String> notes) {
        assertThat(notes).singleElement().asString().endsWith(": the run would halt");
    }

    private static void mayHalt(List<String> notes) {
        assertThat(notes).singleElement().asString().contains(": the run may halt, if replies are long");
    }

    @Test
    void a_run_would_halt_where_what_is_expected_is_above_the_limit() {
        halts(usd(EXPECTED - 0.01, Map.of()));
        halts(tokens(10_999, Map.of()));
    }

    @Test
    void a_run_may_halt_where_the_most_of_it_is_above_the_limit() {
        mayHalt(usd(EXPECTED + 0.01, Map.of()));
        mayHalt(usd(AT_MOST - 0.01, Map.of()));
        mayHalt(tokens(11_001, Map.of()));
    }

    @Test
    void the_last_request_needs_room_for_more_than_it_costs() {
        mayHalt(usd(AT_MOST + ASIDE - 0.001, Map.of()));
        assertThat(usd(AT_MOST + ASIDE + 0.001, Map.of())).isEmpty();
        mayHalt(tokens(12_063, Map.of()));
        assertThat(tokens(12_064, Map.of())).isEmpty();
    }

    @Test
    void what_a_model_read_that_costs_nothing_counts_no_tokens() {
        ModelSpending much = spending(ReportedUsage.of(1_000_000, 0), Attempts.ONE);
        assertThat(tokens(12_064, Map.of(FREE.id(), much))).isEmpty();
    }

    @Test
    void what_was_spent_counts_by_models_too_that_are_no_longer_configured() {
        ModelSpending spent = spending(ReportedUsage.of(1_000, 0), Attempts.ONE);
        halts(usd(EXPECTED + 0.99, Map.of("gpt", spent)));
        halts(usd(EXPECTED + 0.99, Map.of("gone", spent)));
        mayHalt(usd(EXPECTED + 1.01, Map.of("gone", spent)));
    }

    @Test
    void lost_replies_count_at_the_most_that_they_can_have_cost() {
        Attempts lost = new Attempts(1, 1, new TokenUsage(1_000, 200), ReportedUsage.NONE);
        // The prompt, what markup may add, and the longest reply.
        halts(usd(EXPECTED + 1.263, Map.of("gpt", spending(ReportedUsage.NONE, lost))));
        mayHalt(usd(EXPECTED + 1.265, Map.of("gpt", spending(ReportedUsage.NONE, lost))));
        halts(tokens(11_000 + 1_263, Map.of("gpt", spending(ReportedUsage.NONE, lost))));
        mayHalt(tokens(11_000 + 1_264, Map.of("gpt", spending(ReportedUsage.NONE, lost))));
    }

    @Test
    void where_nothing_is_to_come_nothing_halts() {
        ModelSpending much = spending(ReportedUsage.of(1_000_000, 0), Attempts.ONE);
        assertThat(notes(new Limits(Optional.of(1.0), Optional.empty(), 20), Map.of("gpt", much), Tally.DONE))
                .isEmpty();
    }
}
