package dev.winnow.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Evidence.Grain;
import dev.winnow.app.dataset.Gold;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.MemoryCorpus;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DerivedAttributesTest {
    private static final DocumentId FIRST = new DocumentId("first");
    private static final DocumentId SECOND = new DocumentId("second");
    private static final DocumentId THIRD = new DocumentId("third");
    private static final QuestionId ID = new QuestionId("q");

    @Test
    void gold_position_counts_through_the_scope_in_the_order_of_the_corpus() {
        // 100 units of the first document, then 100 of the second: [150, 160) is at 0.775 of the way.
        assertThat(position(scope(SECOND, FIRST), new Evidence(SECOND, 50, 60, Grain.SPAN)))
                .isEqualTo("60-80 %");
        assertThat(position(scope(SECOND), new Evidence(SECOND, 50, 60, Grain.SPAN)))
                .isEqualTo("40-60 %");
        assertThat(position(scope(SECOND), new Evidence(SECOND, 96, 100, Grain.SPAN)))
                .isEqualTo("80-100 %");
    }

    @Test
    void a_region_that_may_lie_anywhere_has_no_position() {
        assertThat(position(scope(SECOND), new Evidence(SECOND, 0, 60, Grain.REGION)))
                .isNull();
        assertThat(position(scope(SECOND), new Evidence(SECOND, 0, 20, Grain.REGION)))
                .isEqualTo("0-20 %");
    }

    @Test
    void the_last_part_of_a_text_has_a_position_though_it_is_longer_by_what_was_rounded_off() {
        assertThat(position(scope(THIRD), new Evidence(THIRD, 80, 104, Grain.REGION)))
                .isEqualTo("80-100 %");
    }

    @Test
    void evidence_is_told_apart_where_some_is_known_only_as_a_region() {
        SmallRun run = SmallRun.answered();
        assertThat(DerivedAttributes.of(run.data()).get(new QuestionId("q1"))).containsOnlyKeys("task");

        QuestionId last = new QuestionId("q3");
        run.gold.put(
                last,
                new Gold(last, List.of("1802"), List.of(new Evidence(new DocumentId("tower"), 0, 20, Grain.REGION))));

        assertThat(DerivedAttributes.of(run.data()).get(new QuestionId("q1"))).containsEntry("evidence", "span");
        assertThat(DerivedAttributes.of(run.data()).get(last)).containsEntry("evidence", "region");
    }

    @Test
    void the_whole_corpus_has_no_positions() {
        assertThat(position(Scope.CORPUS, new Evidence(SECOND, 0, 10, Grain.SPAN)))
                .isNull();
    }

    @Test
    void sizes_come_in_the_order_of_their_numbers() {
        assertThat(Results.inOrder(Set.of("16K-32K", "4K-8K", "8K-16K"))).containsExactly("4K-8K", "8K-16K", "16K-32K");
        assertThat(Results.inOrder(Set.of("80-100 %", "0-20 %", "20-40 %")))
                .containsExactly("0-20 %", "20-40 %", "80-100 %");
    }

    private static Scope scope(DocumentId... documents) {
        return Scope.of(List.of(documents));
    }

    private static String position(Scope scope, Evidence evidence) {
        SmallRun empty = new SmallRun();
        ReportData run = empty.data();
        ReportData data = new ReportData(
                "positions",
                new Seed(1),
                "texts",
                new MemoryCorpus(List.of(
                        new Document(FIRST, "", "x".repeat(100)),
                        new Document(SECOND, "", "y".repeat(100)),
                        new Document(THIRD, "", "z".repeat(5 * 20 + 4)))),
                run.models(),
                run.strategies(),
                List.of(new Question(ID, "?", scope, Map.of())),
                Map.of(ID, new Gold(ID, List.of("x"), List.of(evidence))),
                List.of(),
                run.measures(),
                Map.of(),
                Map.of(),
                Map.of());
        return DerivedAttributes.of(data).get(ID).get(DerivedAttributes.POSITION);
    }
}
