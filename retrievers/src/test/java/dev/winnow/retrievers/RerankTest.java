package dev.winnow.retrievers;

import static dev.winnow.retrievers.Indexes.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.embed.PairScore;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.retrievers.rerank.Listwise;
import dev.winnow.retrievers.rerank.PairScorer;
import dev.winnow.retrievers.rerank.PairScorerSpec;
import dev.winnow.retrievers.rerank.RememberedScores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RerankTest {
    private static final List<Document> DOCUMENTS = IntStream.range(0, 10)
            .mapToObj(i -> document("d" + i, "Title " + i, "amber ".repeat(10 - i) + "stone ".repeat(i)))
            .toList();

    @TempDir
    Path folder;

    private final List<String> scored = new ArrayList<>();
    private PassageIndex index;

    @BeforeEach
    void build() {
        index = Indexes.of(folder.resolve("index"), "whole", DOCUMENTS);
    }

    @AfterEach
    void close() {
        index.close();
    }

    /** Scores a passage by a function of its text, 7 tokens and a cent each. */
    private record Scoring(Function<String, Float> score, List<String> scored) implements PairScorerSpec {
        @Override
        public Fingerprint fingerprint() {
            return Fingerprint.of("test");
        }

        @Override
        public PairScorer open(Function<String, Optional<String>> environment) {
            return new PairScorer() {
                @Override
                public List<PairScore> score(String query, List<String> passages) {
                    scored.addAll(passages);
                    return passages.stream()
                            .map(text -> new PairScore(score.apply(text), 7, 0.01))
                            .toList();
                }

                @Override
                public void close() {}
            };
        }
    }

    private RetrieverTools tools() {
        Retriever all = query -> new Ranking(
                        IntStream.range(0, 10)
                                .mapToObj(i -> new Hit(index.passage(i), 10 - i))
                                .toList(),
                        RetrievalUsage.embedded(3, 0))
                .top(query.depth());
        return RetrieverTools.of(index)
                .naming(name -> all)
                .scoring(spec -> new RememberedScores(spec.open(name -> Optional.empty())));
    }

    private Ranking reranked(int pool, int depth, Function<String, Float> score) {
        return new Rerank("all", new Scoring(score, scored), pool)
                .open(tools())
                .retrieve(new Query("q", Scope.CORPUS, depth, Query.Level.PASSAGE));
    }

    private static List<String> ids(Ranking ranking) {
        return ranking.hits().stream()
                .map(Hit::passage)
                .map(Passage::document)
                .map(DocumentId::value)
                .toList();
    }

    private static float number(String text) {
        return Float.parseFloat(text.substring("Title ".length(), text.indexOf('\n')));
    }

    @Test
    void the_pool_comes_by_its_new_scores_and_the_rest_in_its_old_order_below() {
        Ranking ranking = reranked(4, 7, RerankTest::number);

        assertThat(ids(ranking)).containsExactly("d3", "d2", "d1", "d0", "d4", "d5", "d6");
        assertThat(ranking.hits().stream().map(Hit::score)).containsExactly(3f, 2f, 1f, 0f, -1f, -2f, -3f);
    }

    @Test
    void a_passage_is_read_with_its_title() {
        reranked(1, 1, RerankTest::number);

        assertThat(scored).containsExactly("Title 0\n" + "amber ".repeat(10).strip());
    }

    @Test
    void more_than_is_wanted_is_reranked() {
        assertThat(ids(reranked(6, 2, RerankTest::number))).containsExactly("d5", "d4");
    }

    @Test
    void the_order_before_is_kept_with_those_that_are_no_longer_among_the_hits() {
        Ranking ranking = reranked(4, 2, RerankTest::number);

        assertThat(ids(ranking)).containsExactly("d3", "d2");
        assertThat(ranking.before().stream().map(passage -> passage.document().value()))
                .containsExactly("d0", "d1", "d2", "d3");
        assertThat(ranking.top(1).before()).isEqualTo(ranking.before());
        // What is reranked again is compared with where it stood first.
        assertThat(new Ranking(List.of()).reranking(ranking).before()).isEqualTo(ranking.before());
    }

    @Test
    void equal_scores_come_by_document_id() {
        assertThat(ids(reranked(10, 10, text -> 1f))).isSorted();
    }

    @Test
    void scores_as_large_as_floats_become_keep_the_order_too() {
        Ranking ranking = reranked(2, 10, text -> 1e30f);

        assertThat(ids(ranking)).isSorted();
        assertThat(ranking.hits().stream().skip(1).map(Hit::score)).doesNotHaveDuplicates();
    }

    @Test
    void what_scoring_took_is_added_to_what_retrieval_took() {
        RetrievalUsage usage = reranked(4, 7, RerankTest::number).usage();

        assertThat(usage.embeddedTokens()).isEqualTo(3);
        assertThat(usage.pairs()).isEqualTo(4);
        assertThat(usage.pairTokens()).isEqualTo(4 * 7);
        assertThat(usage.usd()).isEqualTo(4 * 0.01);
    }

    @Test
    void a_pair_is_scored_once_and_charged_each_time() {
        Retriever retriever = new Rerank("all", new Scoring(RerankTest::number, scored), 3).open(tools());
        Query query = new Query("q", Scope.CORPUS, 2, Query.Level.PASSAGE);

        Ranking first = retriever.retrieve(query);
        Ranking second = retriever.retrieve(query.withDepth(5));

        assertThat(scored).hasSize(3);
        assertThat(second.usage()).isEqualTo(first.usage());
        retriever.retrieve(new Query("other", Scope.CORPUS, 2, Query.Level.PASSAGE));
        assertThat(scored).hasSize(6);
    }

    @Test
    void nothing_found_is_nothing_reranked() {
        Ranking ranking = new Rerank("none", new Scoring(RerankTest::number, scored), 3)
                .open(tools().naming(name -> query -> new Ranking(List.of())))
                .retrieve(new Query("q", Scope.CORPUS, 2, Query.Level.DOCUMENT));

        assertThat(ranking.hits()).isEmpty();
        assertThat(scored).isEmpty();
    }

    @Test
    void a_pool_and_what_is_not_there_are_said() {
        assertThatThrownBy(() -> new Rerank("all", new Listwise("m", 20, 10, 300, "rank"), 0))
                .hasMessage("pool must be at least 1, got 0");
        Retriever asking = new Rerank("all", new Listwise("gpt", 20, 10, 300, "rank"), 10).open(tools());
        assertThatThrownBy(() -> asking.retrieve(new Query("q", Scope.CORPUS, 2, Query.Level.PASSAGE)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("model 'gpt' cannot be asked here");
    }
}
