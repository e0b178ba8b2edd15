package dev.winnow.retrievers;

import static dev.winnow.retrievers.Indexes.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.embed.Embedder;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.retrievers.rerank.Bm25Scores;
import dev.winnow.retrievers.rerank.Candidate;
import dev.winnow.retrievers.rerank.EmbeddingScores;
import dev.winnow.retrievers.rerank.Reranked;
import dev.winnow.retrievers.rerank.Reranker;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rerankers that score candidates by their words or vectors. */
class PoolScoresTest {
    private static final List<Document> DOCUMENTS = List.of(
            document("a", "", "amber river mill river"),
            document("b", "Amber", "copper lantern"),
            document("c", "", "river stone bridge harbour glass winter"));

    @TempDir
    Path folder;

    private PassageIndex index;

    @BeforeEach
    void build() {
        index = Indexes.of(folder.resolve("index"), "whole", DOCUMENTS);
    }

    @AfterEach
    void close() {
        index.close();
    }

    private static List<Candidate> candidates() {
        return DOCUMENTS.stream()
                .map(one -> new Candidate(Passage.span(one, 0, one.text().length()), one.title()))
                .toList();
    }

    /** The share of a term that stands so often in a candidate of so many terms, and in so many of three candidates. */
    private static double share(int frequency, int length, int holding) {
        double idf = Math.log(1 + (3 - holding + 0.5) / (holding + 0.5));
        double mean = (4 + 3 + 6) / 3.0;
        return idf * frequency / (frequency + 0.9 * (1 - 0.4 + 0.4 * length / mean));
    }

    @Test
    void bm25_is_that_of_the_candidates_alone() {
        List<Float> scores = new Bm25Scores()
                .open(RetrieverTools.of(index))
                .rerank("Is the river amber, amber?", candidates())
                .scores();

        assertThat((double) scores.get(0)).isCloseTo(share(2, 4, 2) + 2 * share(1, 4, 2), within(1e-6));
        assertThat((double) scores.get(1)).isCloseTo(2 * share(1, 3, 2), within(1e-6));
        assertThat((double) scores.get(2)).isCloseTo(share(1, 6, 2), within(1e-6));
    }

    @Test
    void what_is_asked_again_is_the_same_whatever_stands_beside_it() {
        Reranker bm25 = new Bm25Scores().open(RetrieverTools.of(index));
        Reranked first = bm25.rerank("river", candidates());
        assertThat(bm25.rerank("glass", candidates().subList(2, 3)).scores()).hasSize(1);
        assertThat(bm25.rerank("river", candidates())).isEqualTo(first);
    }

    @Test
    void a_query_without_terms_scores_nothing() {
        assertThat(new Bm25Scores()
                        .open(RetrieverTools.of(index))
                        .rerank("the", candidates())
                        .scores())
                .containsOnly(0f);
    }

    @Test
    void settings_have_ranges() {
        assertThatThrownBy(() -> new Bm25Scores(-1, 0.4)).hasMessage("k1 must be at least 0, got -1.0");
        assertThatThrownBy(() -> new Bm25Scores(1, 1.5)).hasMessage("b must be between 0 and 1, got 1.5");
    }

    @Test
    void embeddings_are_compared_with_the_querys_and_counted_whenever_they_are_used() {
        Embedder embedder = new InventedEmbedder(24).open(null);
        Reranker scoring = new EmbeddingScores(Optional.empty())
                .open(RetrieverTools.of(index)
                        .embeddingTexts(spec -> new PricedEmbedder(embedder, OptionalDouble.of(2))));

        Reranked scored = scoring.rerank("amber", candidates());

        float[] query =
                embedder.embed(List.of("amber"), Embedder.Role.QUERY).get(0).vector();
        for (int i = 0; i < DOCUMENTS.size(); i++) {
            float[] vector = embedder.embed(List.of(candidates().get(i).text()), Embedder.Role.PASSAGE)
                    .get(0)
                    .vector();
            assertThat(scored.scores().get(i)).isEqualTo(DotProduct.of(query, vector));
        }
        long tokens = "amber".length()
                + candidates().stream().mapToInt(one -> one.text().length()).sum();
        assertThat(scored.usage()).isEqualTo(RetrievalUsage.embedded(tokens, 2 * tokens / 1e6));
        assertThat(scoring.rerank("amber", candidates())).isEqualTo(scored);
    }
}
