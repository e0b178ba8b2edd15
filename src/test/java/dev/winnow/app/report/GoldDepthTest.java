package dev.winnow.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Evidence.Grain;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.app.report.GoldDepth.DepthMap;
import dev.winnow.app.report.GoldDepth.Origin;
import dev.winnow.app.report.GoldDepth.Place;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.pipelines.QuestionId;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GoldDepthTest {
    private static final DocumentId GOLD = new DocumentId("gold");

    /** A needle in characters 0 to 100 of a document of 100 characters. */
    private static final Gold NEEDLE =
            new Gold(new QuestionId("q"), List.of("x"), List.of(new Evidence(GOLD, 0, 100, Grain.SPAN)));

    /** Nine documents of 100 tokens, and the needle's document of 100 tokens at a place among them. */
    private static List<ShownSpan> haystack(int place) {
        return IntStream.range(0, 10)
                .mapToObj(i -> i == place ? GOLD : new DocumentId("other-" + i))
                .map(id -> new ShownSpan(id.value() + "#0", id, 0, 100, 1, 0, 100))
                .toList();
    }

    @Test
    void the_depth_is_the_fifth_in_which_the_middle_of_the_needle_stands() {
        assertThat(IntStream.range(0, 10).mapToObj(place -> GoldDepth.part(NEEDLE, haystack(place))
                        .orElseThrow()))
                .containsExactly(
                        "0-20 %",
                        "0-20 %",
                        "20-40 %",
                        "20-40 %",
                        "40-60 %",
                        "40-60 %",
                        "60-80 %",
                        "60-80 %",
                        "80-100 %",
                        "80-100 %");
    }

    @Test
    void a_needle_that_was_not_shown_has_no_depth() {
        assertThat(GoldDepth.part(NEEDLE, haystack(-1))).isEmpty();
        assertThat(GoldDepth.part(NEEDLE, List.of())).isEmpty();
    }

    @Test
    void a_region_longer_than_a_fifth_of_the_context_has_no_depth() {
        Gold region = new Gold(new QuestionId("q"), List.of("x"), List.of(new Evidence(GOLD, 0, 100, Grain.REGION)));
        List<ShownSpan> half = List.of(
                new ShownSpan("gold#0", GOLD, 0, 100, 1, 0, 100),
                new ShownSpan("other#0", new DocumentId("other"), 0, 100, 1, 0, 100));

        assertThat(GoldDepth.part(region, half)).isEmpty();
        assertThat(GoldDepth.part(region, haystack(9))).contains("80-100 %");
    }

    private static Strategy haystack(String size, int depth) {
        return new Strategy(
                "haystack-%s-%d".formatted(size, depth),
                "haystack",
                Map.of("retriever", "bm25", "size", size, "gold-depth", Integer.toString(depth)));
    }

    /** Four questions; the needle is found at the start of every haystack and at the end of the short one. */
    private static SmallRun needles() {
        SmallRun run = new SmallRun();
        run.strategies = List.of(haystack("16K", 100), haystack("8K", 0), haystack("8K", 100), haystack("16K", 0));
        for (int i = 0; i < 4; i++) {
            run.question("q" + i, "?", "people", "x");
            for (Strategy strategy : run.strategies) {
                boolean lost = strategy.id().equals("haystack-16K-100") && i > 0;
                run.answer(strategy, SmallRun.CHAT, "q" + i, "x", lost ? 0 : 1, 1);
            }
        }
        return run;
    }

    private static Results results(SmallRun run) {
        return new Results(run.data(), Intervals.of(run.data()));
    }

    @Test
    void depths_that_were_chosen_are_rows_and_sizes_are_columns() {
        List<DepthMap> maps = new GoldDepth(results(needles())).maps();

        assertThat(maps).singleElement().satisfies(map -> {
            assertThat(map.origin()).isEqualTo(Origin.CHOSEN);
            assertThat(map.length()).isEqualTo("size");
            assertThat(map.depths()).containsExactly("0 %", "100 %");
            assertThat(map.lengths()).containsExactly("8K", "16K");
            assertThat(map.cells().get(new Place("100 %", "16K")).estimate().mean())
                    .isEqualTo(1 / 4.0);
            assertThat(map.cells().get(new Place("0 %", "16K")).estimate().mean())
                    .isEqualTo(1);
            assertThat(map.cells()
                            .get(new Place("100 %", "16K"))
                            .row()
                            .strategy()
                            .id())
                    .isEqualTo("haystack-16K-100");
        });
    }

    @Test
    void the_table_names_the_strategy_of_each_cell() {
        Results results = results(needles());

        Sheet sheet =
                new GoldDepthTables(results, new GoldDepth(results)).sheet().orElseThrow();

        assertThat(sheet.figures().csv())
                .startsWith(
                        """
                        strategy,model,measure,origin,depth,length of,length,mean,low,high,questions
                        haystack-8K-0,chat,exact-match,chosen,0 %,size,8K,1.0000,1.0000,1.0000,4
                        """)
                .contains("haystack-16K-100,chat,exact-match,chosen,100 %,size,16K,0.2500,");
        assertThat(sheet.sections().getFirst().table().markdown())
                .isEqualTo(
                        """
                        | depth | 8K | 16K |
                        |---|---:|---:|
                        | 0 % | 1.000 (4) | 1.000 (4) |
                        | 100 % | 1.000 (4) | 0.250 (4) |
                        """);
    }

    @Test
    void where_the_gold_always_stands_alike_there_is_no_map() {
        Results results = results(SmallRun.answered());

        assertThat(new GoldDepth(results).maps()).isEmpty();
        assertThat(new GoldDepthTables(results, new GoldDepth(results)).html()).isEmpty();
    }

    @Test
    void measured_depths_of_full_context_go_by_the_tokens_shown() {
        SmallRun run = new SmallRun();
        run.strategies = List.of(SmallRun.FULL);
        for (int i = 0; i < 4; i++) {
            run.question("q" + i, "?", "people", "x");
            QuestionId id = new QuestionId("q" + i);
            run.gold.put(id, new Gold(id, List.of("x"), NEEDLE.evidence()));
            run.answer(SmallRun.FULL, SmallRun.CHAT, "q" + i, "x", i % 2, 1);
            run.trials.set(i, SmallRun.using(run.trials.get(i).showing(haystack(i < 2 ? 0 : 9)), i < 2 ? 1000 : 5000));
        }

        assertThat(new GoldDepth(results(run)).maps()).singleElement().satisfies(map -> {
            assertThat(map.origin()).isEqualTo(Origin.MEASURED);
            assertThat(map.label()).isEqualTo("full-context");
            assertThat(map.lengths()).containsExactly("1K-2K", "4K-8K");
            assertThat(map.cells()).containsOnlyKeys(new Place("0-20 %", "1K-2K"), new Place("80-100 %", "4K-8K"));
        });
    }
}
