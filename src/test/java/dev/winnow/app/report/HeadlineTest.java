package dev.winnow.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.metrics.MetricSpec.Direction;
import dev.winnow.app.report.ReportData.Measure;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class HeadlineTest {
    private static final Measure F1 = new Measure("token-f1", Direction.HIGHER);

    private static StrategyRow row(String use, double tokens, double low, double mean, double high) {
        Latency none = Latency.of(new double[0]);
        return new StrategyRow(
                new Strategy(use, use, use.startsWith("rag") ? Map.of("retriever", "bm25") : Map.of()),
                SmallRun.CHAT,
                50,
                50,
                0,
                Map.of(
                        "token-f1",
                        new Estimate(mean, low, high, 50),
                        "evidence-recall",
                        new Estimate(mean, low, high, 50)),
                OptionalDouble.empty(),
                OptionalDouble.of(tokens),
                OptionalDouble.of(tokens),
                OptionalDouble.of(0),
                OptionalDouble.of(1),
                OptionalDouble.of(0),
                none,
                none,
                none);
    }

    @Test
    void retrieval_within_the_interval_of_full_context_wins_by_price() {
        Headline headline = Headline.of(
                        List.of(row("full-context", 20_000, 0.7, 0.8, 0.9), row("rag", 2000, 0.6, 0.75, 0.85)), F1)
                .orElseThrow();

        assertThat(headline.verdict()).isEqualTo("Retrieve");
        assertThat(headline.sentence())
                .isEqualTo("`full-context` scores best, token F1 0.80 [0.70, 0.90], and `rag` lies within that interval"
                        + " with 0.75 for 10 % of its tokens.");
    }

    @Test
    void full_context_wins_where_retrieval_is_below_its_interval() {
        Headline headline = Headline.of(
                        List.of(row("full-context", 20_000, 0.7, 0.8, 0.9), row("rag", 2000, 0.4, 0.5, 0.6)), F1)
                .orElseThrow();

        assertThat(headline.verdict()).isEqualTo("Long context");
        assertThat(headline.sentence()).endsWith("nothing clearly cheaper comes within that interval.");
    }

    @Test
    void full_context_does_not_win_by_showing_all_evidence() {
        Measure recall = new Measure("evidence-recall", Direction.HIGHER);

        Headline headline = Headline.of(
                        List.of(row("full-context", 20_000, 1, 1, 1), row("rag", 2000, 0.7, 0.8, 0.9)), recall)
                .orElseThrow();

        assertThat(headline.verdict()).isEqualTo("Retrieval loses evidence");
        assertThat(headline.stop()).isEqualTo(":");
        assertThat(headline.sentence())
                .isEqualTo("at best, with `rag`, evidence recall is 0.80 [0.70, 0.90] for 10 % of the tokens of"
                        + " `full-context`, where it is 1.00 [1.00, 1.00].");
    }

    @Test
    void retrieval_that_finds_all_for_as_many_tokens_is_not_what_saves() {
        Measure recall = new Measure("evidence-recall", Direction.HIGHER);

        Headline headline = Headline.of(
                        List.of(
                                row("full-context", 20_000, 1, 1, 1),
                                row("rag-all", 21_000, 1, 1, 1),
                                row("rag-most", 10_000, 0.9, 0.98, 1)),
                        recall)
                .orElseThrow();

        assertThat(headline.sentence())
                .startsWith("at best, with `rag-most`, evidence recall is 0.98 [0.90, 1.00] for 50 % of the tokens");
    }

    @Test
    void neither_is_needed_where_the_closed_book_does_as_well() {
        Headline headline = Headline.of(
                        List.of(
                                row("closed-book", 50, 0.6, 0.75, 0.85),
                                row("full-context", 20_000, 0.7, 0.8, 0.9),
                                row("rag", 2000, 0.4, 0.5, 0.6)),
                        F1)
                .orElseThrow();

        assertThat(headline.verdict()).isEqualTo("Neither");
    }

    @Test
    void the_oracle_is_not_in_the_contest() {
        Headline headline = Headline.of(
                        List.of(
                                row("oracle", 50, 0.9, 0.95, 1),
                                row("full-context", 20_000, 0.7, 0.8, 0.9),
                                row("rag", 2000, 0.4, 0.5, 0.6)),
                        F1)
                .orElseThrow();

        assertThat(headline.sentence()).startsWith("`full-context` scores best");
        assertThat(headline.context())
                .contains("Oracle, the upper bound: 0.95 [0.90, 1.00] with 50 tokens a question.");
    }

    @Test
    void the_lowest_wins_where_lower_is_better() {
        Measure refusal = new Measure("token-f1", Direction.LOWER);

        Headline headline = Headline.of(
                        List.of(row("full-context", 20_000, 0.1, 0.2, 0.3), row("rag", 2000, 0.4, 0.5, 0.6)), refusal)
                .orElseThrow();

        assertThat(headline.sentence()).startsWith("`full-context` scores best");
    }

    @Test
    void without_both_sides_there_is_no_verdict_between_them() {
        Headline headline = Headline.of(List.of(row("rag", 2000, 0.4, 0.5, 0.6), row("rag-2", 4000, 0.4, 0.6, 0.7)), F1)
                .orElseThrow();

        assertThat(headline.verdict()).isEqualTo("Best so far");
    }

    @Test
    void nothing_measured_has_no_headline() {
        assertThat(Headline.of(List.of(), F1)).isEmpty();
        assertThat(Headline.of(List.of(row("rag", 1, 0, 0, 0)), new Measure("other", Direction.HIGHER)))
                .isEmpty();
    }
}
