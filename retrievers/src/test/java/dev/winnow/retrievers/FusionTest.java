package dev.winnow.retrievers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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

    @Test
    void weighted_scores_are_scaled_within_their_ranking_first() {
        Ranking fused = fuse(
                new Weighted(List.of(0.25, 0.75), Weighted.Normalisation.MIN_MAX),
                ranking("a", "b", "c"),
                ranking("c", "d", "e"));

        // Scores are 10, 9, 8 on either side, so 1, 0.5, 0.
        assertThat(ids(fused)).containsExactly("c", "d", "a", "b", "e");
        assertThat(fused.hits().stream().map(Hit::score)).containsExactly(0.75f, 0.375f, 0.25f, 0.125f, 0f);
    }

    @Test
    void standard_scores_are_deviations_above_the_worst() {
        Ranking fused = fuse(
                new Weighted(List.of(1.0, 0.0), Weighted.Normalisation.Z_SCORE), ranking("a", "b", "c"), ranking("a"));

        float deviation = (float) Math.sqrt(2 / 3.0);
        assertThat(fused.hits().get(0).score()).isEqualTo(2 / deviation, within(1e-6f));
        assertThat(fused.hits().get(1).score()).isEqualTo(1 / deviation, within(1e-6f));
        assertThat(fused.hits().get(2).score()).isZero();
    }

    @Test
    void to_be_found_by_another_retriever_too_never_lowers_a_score() {
        for (Weighted.Normalisation normalisation : Weighted.Normalisation.values()) {
            Weighted method = new Weighted(List.of(), normalisation);
            float alone = score("b", fuse(method, ranking("a", "b", "c"), ranking("x", "y", "z")));
            float lastOfBoth = score("b", fuse(method, ranking("a", "b", "c"), ranking("x", "y", "b")));

            assertThat(lastOfBoth).as("%s", normalisation).isGreaterThanOrEqualTo(alone);
        }
    }

    private static float score(String id, Ranking ranking) {
        return ranking.hits().stream()
                .filter(hit -> hit.passage().document().value().equals(id))
                .findFirst()
                .orElseThrow()
                .score();
    }

    @Test
    void quotas_give_everything_where_no_depth_is_set() {
        assertThat(ids(fuse(new Quotas(List.of(2, 3)), ranking("a", "b", "c"), ranking("x", "a"), Integer.MAX_VALUE)))
                .containsExactly("a", "b", "x", "c");
    }

    @Test
    void a_ranking_of_equal_scores_is_all_best() {
        Ranking fused = fuse(new Weighted(List.of(), Weighted.Normalisation.MIN_MAX), ranking("a"), ranking("b"));

        assertThat(fused.hits().stream().map(Hit::score)).containsExactly(0.5f, 0.5f);
    }

    @Test
    void quotas_unite_the_best_of_each_without_duplicates_and_make_nothing_up() {
        Ranking dense = ranking("a", "b", "c", "d");
        Ranking bm25 = ranking("x", "a", "y", "z");

        assertThat(ids(fuse(new Quotas(List.of(2, 3)), dense, bm25, 5))).containsExactly("a", "b", "x", "y");
    }

    @Test
    void more_than_the_quotas_come_in_further_rounds_and_a_greater_depth_begins_alike() {
        Ranking dense = ranking("a", "b", "c", "d");
        Ranking bm25 = ranking("x", "a", "y", "z");
        Quotas quotas = new Quotas(List.of(2, 3));

        assertThat(ids(fuse(quotas, dense, bm25, 9))).containsExactly("a", "b", "x", "y", "c", "d", "z");
        for (int depth = 1; depth < 9; depth++) {
            List<String> less = ids(fuse(quotas, dense, bm25, depth));
            assertThat(ids(fuse(quotas, dense, bm25, depth + 1)).subList(0, less.size()))
                    .isEqualTo(less);
        }
    }

    @Test
    void at_document_level_a_document_is_found_once() {
        Ranking fused = new Fusion(List.of("left", "right"), new Quotas(List.of(1, 1)), 100)
                .open(tools(ranking("a", "b"), new Ranking(List.of(new Hit(passage("a", 1, 5, 8), 3f)))))
                .retrieve(new Query("any", Scope.CORPUS, 10, Query.Level.DOCUMENT));

        assertThat(ids(fused)).containsExactly("a", "b");
    }

    @Test
    void weights_and_quotas_must_be_one_for_each_retriever() {
        assertThatThrownBy(() -> new Fusion(List.of("a", "b"), new Quotas(List.of(1)), 100))
                .hasMessage("quotas must be one for each of the 2 retrievers of 'of', got 1");
        assertThatThrownBy(() ->
                        new Fusion(List.of("a", "b"), new Weighted(List.of(1.0), Weighted.Normalisation.NONE), 100))
                .hasMessage("weights must be one for each of the 2 retrievers of 'of', got 1");
        assertThatThrownBy(() -> new Weighted(List.of(0.0, 0.0), Weighted.Normalisation.NONE))
                .hasMessage("weights must not all be 0");
    }

    private static Ranking fuse(FusionMethod method, Ranking left, Ranking right) {
        return fuse(method, left, right, 10);
    }

    private static Ranking fuse(FusionMethod method, Ranking left, Ranking right, int depth) {
        return new Fusion(List.of("left", "right"), method, 100)
                .open(tools(left, right))
                .retrieve(new Query("any", Scope.CORPUS, depth, Query.Level.PASSAGE));
    }

    private static RetrieverTools tools(Ranking left, Ranking right) {
        Map<String, Retriever> named = Map.of("left", query -> left, "right", query -> right);
        return RetrieverTools.of(null).naming(named::get);
    }

    private static Passage passage(String document, int ordinal, int start, int end) {
        return Passage.of(Indexes.document(document, "", "text, more"), ordinal, start, end);
    }

    private static Ranking fuse(Ranking left, Ranking right) {
        return fuse(new ReciprocalRank(60), left, right);
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
