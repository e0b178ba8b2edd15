package dev.winnow.retrievers;

import static dev.winnow.retrievers.Indexes.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.embed.Embedder;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.index.PassageVectors;
import dev.winnow.indexer.index.VectorSearch;
import dev.winnow.indexer.index.VectorSettings;
import dev.winnow.indexer.index.VectorsBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MmrTest {
    private static final InventedEmbedder EMBEDDER = new InventedEmbedder(24);
    private static final List<Document> DOCUMENTS = List.of(
            document("a", "", "amber river mill"),
            document("b", "", "amber river mill"),
            document("c", "", "copper lantern"),
            document("d", "", "amber river stone"),
            document("e", "", "orchard winter signal"),
            document("f", "", "glass harbour"));

    @TempDir
    Path folder;

    private PassageIndex index;
    private PassageVectors vectors;
    private Embedder embedder;

    @BeforeEach
    void build() {
        index = Indexes.of(folder.resolve("index"), "whole", DOCUMENTS);
        VectorsBuilder builder = new VectorsBuilder(index, EMBEDDER, new VectorSettings(VectorSearch.EXACT));
        builder.build(() -> EMBEDDER.open(null), "invented", done -> {});
        vectors = PassageVectors.open(builder.folder());
        embedder = EMBEDDER.open(null);
    }

    @AfterEach
    void close() {
        vectors.close();
        index.close();
    }

    private List<Hit> found() {
        return IntStream.range(0, DOCUMENTS.size())
                .mapToObj(i -> new Hit(index.passage(i), 20f - 2 * i))
                .toList();
    }

    private Ranking diverse(double lambda, int pool, List<Hit> found) {
        return new Mmr("base", lambda, pool, Optional.of(EMBEDDER))
                .open(RetrieverTools.of(index)
                        .naming(name -> query -> new Ranking(found).top(query.depth()))
                        .embedding(dense -> new EmbeddedPassages(vectors, embedder)))
                .retrieve(new Query("any", Scope.CORPUS, 10, Query.Level.PASSAGE));
    }

    private static List<String> ids(Ranking ranking) {
        return ranking.hits().stream()
                .map(hit -> hit.passage().document().value())
                .toList();
    }

    private double cosine(int i, int j) {
        float[] a = embedder.embed(List.of(DOCUMENTS.get(i).text()), Embedder.Role.PASSAGE)
                .get(0)
                .vector();
        float[] b = embedder.embed(List.of(DOCUMENTS.get(j).text()), Embedder.Role.PASSAGE)
                .get(0)
                .vector();
        double dot = 0;
        for (int k = 0; k < a.length; k++) {
            dot += a[k] * b[k];
        }
        return dot;
    }

    @Test
    void each_choice_is_the_best_by_relevance_less_likeness_to_those_before() {
        double lambda = 0.4;
        Ranking ranking = diverse(lambda, 10, found());

        List<Integer> chosen = new ArrayList<>();
        for (Hit hit : ranking.hits()) {
            double best = Double.NEGATIVE_INFINITY;
            int next = -1;
            for (int i = 0; i < DOCUMENTS.size(); i++) {
                if (!chosen.contains(i)) {
                    int each = i;
                    double likeness = chosen.stream()
                            .mapToDouble(before -> cosine(each, before))
                            .max()
                            .orElse(0);
                    // Scores fall evenly from 20 to 10.
                    double value = lambda * (1 - i / 5.0) - (1 - lambda) * likeness;
                    if (value > best) {
                        best = value;
                        next = i;
                    }
                }
            }
            chosen.add(next);
            assertThat(hit.passage().document()).isEqualTo(DOCUMENTS.get(next).id());
            assertThat((double) hit.score()).isCloseTo(best, within(1e-6));
        }
    }

    @Test
    void a_copy_comes_after_what_is_new() {
        assertThat(ids(diverse(0.5, 10, found())).indexOf("b")).isGreaterThan(2);
    }

    @Test
    void with_lambda_1_nothing_changes_but_scores() {
        assertThat(ids(diverse(1, 10, found()))).containsExactly("a", "b", "c", "d", "e", "f");
    }

    @Test
    void what_is_behind_the_pool_stays_there_in_order() {
        Ranking ranking = diverse(0, 3, found());

        assertThat(ids(ranking).subList(3, 6)).containsExactly("d", "e", "f");
        assertThat(ids(ranking).subList(0, 3)).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void a_span_that_is_no_passage_of_the_index_is_embedded_and_charged() {
        List<Hit> found = new ArrayList<>(found());
        Passage part = Passage.span(DOCUMENTS.get(5), 0, 5);
        found.set(5, new Hit(part, 1f));

        Ranking ranking = diverse(0.5, 10, found);

        assertThat(ranking.hits().stream().map(Hit::passage)).contains(part);
        assertThat(ranking.usage().embeddedTokens()).isEqualTo("glass".length());
        assertThat(diverse(0.5, 10, found()).usage()).isEqualTo(RetrievalUsage.NONE);
    }

    @Test
    void lambda_is_a_share() {
        assertThatThrownBy(() -> new Mmr("base", 1.5, 10, Optional.empty()))
                .hasMessage("lambda must be between 0 and 1, got 1.5");
        assertThat(new Mmr("base", 0.5, 10, Optional.empty()).dense()).contains(new Dense());
    }
}
