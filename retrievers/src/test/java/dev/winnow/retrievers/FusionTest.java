package dev.winnow.retrievers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Scope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FusionTest {
    @Test
    void a_hit_scores_the_sum_of_its_reciprocal_ranks() {
        Ranking fused = fuse(ranking("a", "b", "c"), ranking("c", "d"));

        assertThat(ids(fused)).containsExactly("c", "a", "b", "d");
        assertThat(fused.hits().get(0).score()).isEqualTo((float) (1.0 / (60 + 3) + 1.0 / (60 + 1)));
        assertThat(fused.hits().get(1).score()).isEqualTo((float) (1.0 / (60 + 1)));
    }

    @Test
    void equal_scores_come_by_document_id() {
        assertThat(ids(fuse(ranking("y"), ranking("x")))).containsExactly("x", "y");
    }

    @Test
    void fusing_a_ranking_with_itself_keeps_its_order() {
        assertThat(ids(fuse(ranking("c", "a", "b"), ranking("c", "a", "b")))).containsExactly("c", "a", "b");
    }

    @Test
    void one_retriever_is_not_a_fusion() {
        assertThatThrownBy(() -> new Fusion(List.of("a"), new ReciprocalRank(60), 100))
                .hasMessage("of must name at least two retrievers, got 1");
    }

    private static Ranking fuse(Ranking left, Ranking right) {
        Map<String, Retriever> named = Map.of("left", query -> left, "right", query -> right);
        return new Fusion(List.of("left", "right"), new ReciprocalRank(60), 100)
                .open(new RetrieverTools(null, named::get, dense -> null))
                .retrieve(new Query("any", Scope.CORPUS, 10, Query.Level.PASSAGE));
    }

    private static Ranking ranking(String... ids) {
        List<Hit> hits = new java.util.ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            hits.add(new Hit(Passage.of(Indexes.document(ids[i], "", "text"), 0, 0, 4), 10f - i));
        }
        return new Ranking(hits);
    }

    private static List<String> ids(Ranking ranking) {
        return ranking.hits().stream()
                .map(hit -> hit.passage().document().value())
                .toList();
    }
}
