package dev.winnow.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.ledger.Strategy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetrieverGridTest {
    private static Strategy haystack(String retriever, String size, String order) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("retriever", retriever);
        settings.put("size", size);
        settings.put("order", order);
        return new Strategy("haystack-%s-%s-%s".formatted(retriever, size, order), "haystack", settings);
    }

    private static SmallRun run(List<Strategy> strategies) {
        SmallRun run = new SmallRun();
        run.strategies = strategies;
        run.question("q1", "?", "people", "x");
        run.question("q2", "?", "people", "x");
        for (int i = 0; i < strategies.size(); i++) {
            run.answer(strategies.get(i), SmallRun.CHAT, "q1", "x", 1, 1);
            run.answer(strategies.get(i), SmallRun.CHAT, "q2", "x", i % 2, 1);
        }
        return run;
    }

    private static RetrieverGrid grid(SmallRun run) {
        return new RetrieverGrid(new Results(run.data(), Intervals.of(run.data())));
    }

    private static SmallRun haystacks() {
        List<Strategy> strategies = new ArrayList<>();
        for (String retriever : List.of("dense", "bm25")) {
            for (String size : List.of("16K", "8K")) {
                for (String order : List.of("descending", "permutation-1")) {
                    strategies.add(haystack(retriever, size, order));
                }
            }
        }
        strategies.add(SmallRun.FULL);
        return run(strategies);
    }

    @Test
    void sizes_are_columns_from_the_smallest_and_retrievers_with_their_orders_are_rows() {
        RetrieverGrid.Grid grid = grid(haystacks()).grids().getFirst();

        assertThat(grid.across()).isEqualTo("size");
        assertThat(grid.columns()).containsExactly("8K", "16K");
        assertThat(grid.down()).containsExactly("retriever", "order");
        assertThat(grid.lines())
                .containsExactly(
                        List.of("dense", "descending"),
                        List.of("dense", "permutation-1"),
                        List.of("bm25", "descending"),
                        List.of("bm25", "permutation-1"));
        assertThat(grid.cells()
                        .get(List.of("bm25", "descending"))
                        .get("16K")
                        .strategy()
                        .id())
                .isEqualTo("haystack-bm25-16K-descending");
        assertThat(grid.title()).isEqualTo("haystack");
    }

    @Test
    void the_table_has_a_row_per_line_and_its_figures_name_strategies() {
        Sheet sheet = grid(haystacks()).sheet().orElseThrow();

        assertThat(sheet.sections().getFirst().title()).isEqualTo("exact-match by retriever, order and size: haystack");
        assertThat(sheet.sections().getFirst().table().markdown())
                .startsWith(
                        """
                        | retriever | order | 8K | 16K |
                        |---|---|---:|---:|
                        | dense | descending | 0.500 [0.000, 1.000] | 0.500 [0.000, 1.000] |
                        | dense | permutation-1 | 1.000 [1.000, 1.000] | 1.000 [1.000, 1.000] |
                        """);
        assertThat(sheet.figures().csv().lines())
                .contains(
                        "use,retriever,order,size,budget,k,strategy,model,measure,mean,low,high,questions",
                        "haystack,dense,permutation-1,8K,,,haystack-dense-8K-permutation-1,chat,exact-match,1.0000,1.0000,1.0000,2");
    }

    @Test
    void settings_that_differ_besides_make_a_grid_of_their_own() {
        List<Strategy> strategies = new ArrayList<>(haystacks().strategies);
        for (Strategy strategy : List.copyOf(strategies)) {
            if (!strategy.settings().isEmpty()) {
                Map<String, String> honest = new LinkedHashMap<>(strategy.settings());
                honest.put("mode", "honest");
                strategies.add(new Strategy("honest-" + strategy.id(), "haystack", honest));
            }
        }

        assertThat(grid(run(strategies)).grids())
                .extracting(RetrieverGrid.Grid::title)
                .containsExactly("haystack", "haystack, mode honest");
    }

    @Test
    void one_setting_alone_is_no_grid() {
        RetrieverGrid grid =
                grid(run(List.of(haystack("bm25", "8K", "descending"), haystack("bm25", "16K", "descending"))));

        assertThat(grid.sheet()).isEmpty();
        assertThat(grid.html()).isEmpty();
    }
}
