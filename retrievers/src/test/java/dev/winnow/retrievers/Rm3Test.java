package dev.winnow.retrievers;

import static dev.winnow.retrievers.Indexes.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.index.PassageIndex;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Rm3Test {
    private static final double K1 = 0.9;
    private static final double B = 0.4;

    @TempDir
    private Path folder;

    private final List<PassageIndex> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(PassageIndex::close);
    }

    /** 40 passages of four terms, so that terms of up to four passages may be learnt. */
    private PassageIndex mills() {
        List<Document> documents = new ArrayList<>(List.of(
                document("a", "", "mill river river wheel"),
                document("b", "", "mill wheel wheel stone"),
                document("c", "", "wheel stone flour flour"),
                document("d", "", "tower clock bell rope")));
        for (int i = documents.size(); i < 40; i++) {
            documents.add(document("x" + i, "", "w%d v%d u%d t%d".formatted(i, i, i, i)));
        }
        return index("mills", "whole", documents);
    }

    @Test
    void the_second_search_has_the_weights_of_the_relevance_model_written_out() {
        PassageIndex index = mills();
        Rm3Retriever rm3 = rm3(index, new Rm3("bm25", 10, 2, 0.6));
        Query query = passages("mill", Scope.CORPUS);

        Ranking feedback = bm25(index).retrieve(query.withDepth(10));
        Map<String, Float> weights = rm3.weights(query, feedback);

        // The mill stands once in two passages of equal length, so both score s. Of a, the two terms that count most
        // are
        // river (2) and mill (1, before wheel by the alphabet); of b, wheel (2) and mill (1).
        double s = idf(2) / (1 + K1);
        double river = 2 / 3.0 * s;
        double wheel = 2 / 3.0 * s;
        double mill = 1 / 3.0 * s + 1 / 3.0 * s;
        // All are equal, and two are kept, by the alphabet: mill and river.
        assertThat(feedback.hits())
                .extracting(hit -> hit.passage().document().value())
                .containsExactly("a", "b");
        assertThat(feedback.hits().get(0).score()).isCloseTo((float) s, within(1e-6f));
        assertThat(river).isEqualTo(wheel);
        assertThat(weights.keySet()).containsExactly("mill", "river");
        assertThat(weights.get("mill")).isCloseTo((float) (0.6 * 1 + 0.4 * mill / (mill + river)), within(1e-6f));
        assertThat(weights.get("river")).isCloseTo((float) (0.4 * river / (mill + river)), within(1e-6f));
    }

    @Test
    void the_scores_are_bm25_with_those_weights() {
        PassageIndex index = mills();
        Rm3Retriever rm3 = rm3(index, new Rm3("bm25", 10, 2, 0.6));

        Ranking found = rm3.retrieve(passages("mill", Scope.CORPUS));

        // Every passage has the average length: tf / (tf + k1).
        double mill = 0.8 * idf(2) / (1 + K1);
        double river = 0.2 * idf(1) * 2 / (2 + K1);
        assertThat(found.hits())
                .extracting(hit -> hit.passage().document().value())
                .containsExactly("a", "b");
        assertThat(found.hits().get(0).score()).isCloseTo((float) (mill + river), within(1e-6f));
        assertThat(found.hits().get(1).score()).isCloseTo((float) mill, within(1e-6f));
    }

    @Test
    void a_passage_without_the_questions_words_is_found_by_those_learnt() {
        PassageIndex index = mills();

        Ranking found = rm3(index, new Rm3("bm25")).retrieve(passages("river", Scope.CORPUS));

        // Learnt from a: mill, river, wheel; so b by mill and wheel, c by wheel.
        assertThat(found.hits())
                .extracting(hit -> hit.passage().document().value())
                .containsExactly("a", "b", "c");
    }

    @Test
    void a_term_of_more_than_a_tenth_of_the_passages_is_not_learnt() {
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            documents.add(
                    document("d" + i, "", "amber" + i + (i < 3 ? " harbour" : " orchard") + (i < 2 ? " glass" : "")));
        }
        PassageIndex index = index("common", "whole", documents);
        Query query = passages("amber0", Scope.CORPUS);

        Map<String, Float> weights =
                rm3(index, new Rm3("bm25")).weights(query, bm25(index).retrieve(query));

        // Glass is in 2 of 20 passages, harbour in 3.
        assertThat(weights.keySet()).containsExactlyInAnyOrder("amber0", "glass");
    }

    @Test
    void with_the_questions_own_terms_alone_the_ranking_is_that_of_bm25() {
        PassageIndex index = index("invented", "tokens:16", invented(80));
        Query query = passages("amber river river mill", Scope.CORPUS);

        Ranking plain = bm25(index).retrieve(query);
        Ranking own = rm3(index, new Rm3("bm25", 10, 10, 1)).retrieve(query);

        assertThat(own.hits())
                .extracting(hit -> hit.passage().id())
                .isEqualTo(plain.hits().stream().map(hit -> hit.passage().id()).toList());
    }

    @Test
    void in_a_scope_it_learns_and_finds_as_in_an_index_of_the_scope_alone() {
        List<Document> all = invented(80);
        List<Document> some = all.subList(20, 50);
        PassageIndex whole = index("whole", "tokens:16", all);
        PassageIndex alone = index("alone", "tokens:16", some);
        Scope scope = Scope.of(some.stream().map(Document::id).toList());

        Ranking scoped = rm3(whole, new Rm3("bm25")).retrieve(passages("amber river n30", scope));

        assertThat(scoped).isEqualTo(rm3(alone, new Rm3("bm25")).retrieve(passages("amber river n30", Scope.CORPUS)));
        assertThat(scoped.hits()).isNotEmpty();
    }

    @Test
    void several_queries_give_what_each_gives_alone_and_documents_go_by_their_best_passage() {
        PassageIndex index = index("invented", "tokens:16", invented(80));
        Rm3Retriever rm3 = rm3(index, new Rm3("bm25"));
        List<Query> queries = List.of(
                passages("amber river n30", Scope.CORPUS),
                passages("nothing of this", Scope.CORPUS),
                new Query("stone n7", Scope.CORPUS, 10, Query.Level.DOCUMENT));

        assertThat(rm3.retrieveAll(queries))
                .isEqualTo(queries.stream().map(rm3::retrieve).toList());
        assertThat(rm3.retrieve(queries.get(1)).hits()).isEmpty();
        assertThat(rm3.retrieve(queries.get(2)))
                .isEqualTo(rm3.retrieve(passages("stone n7", Scope.CORPUS))
                        .byDocument()
                        .top(10));
    }

    @Test
    void only_bm25_can_be_searched_again() {
        PassageIndex index = mills();
        assertThatThrownBy(() ->
                        new Rm3("both").open(RetrieverTools.of(index).naming(name -> query -> new Ranking(List.of()))))
                .hasMessageContaining("rm3: of must name a retriever of kind bm25, and 'both' is of another");
    }

    @Test
    void settings_out_of_range_are_refused() {
        assertThatThrownBy(() -> new Rm3("bm25", 0, 10, 0.5))
                .hasMessage("feedback-documents must be at least 1, got 0");
        assertThatThrownBy(() -> new Rm3("bm25", 10, 0, 0.5)).hasMessage("feedback-terms must be at least 1, got 0");
        assertThatThrownBy(() -> new Rm3("bm25", 10, 10, 1.5))
                .hasMessage("original-weight must be between 0 and 1, got 1.5");
    }

    /** Of a term in so many of the 40 passages. */
    private static double idf(int passages) {
        return Math.log(1 + (40 - passages + 0.5) / (passages + 0.5));
    }

    private PassageIndex index(String name, String passages, List<Document> documents) {
        PassageIndex index = Indexes.of(folder.resolve(name), passages, documents);
        open.add(index);
        return index;
    }

    private static Retriever bm25(PassageIndex index) {
        return new Bm25(K1, B, Bm25.Statistics.SCOPE).open(RetrieverTools.of(index));
    }

    private static Rm3Retriever rm3(PassageIndex index, Rm3 spec) {
        return (Rm3Retriever) spec.open(RetrieverTools.of(index).naming(name -> bm25(index)));
    }

    private static Query passages(String text, Scope scope) {
        return new Query(text, scope, 1000, Query.Level.PASSAGE);
    }

    private static List<Document> invented(int count) {
        List<String> words = List.of("amber", "river", "mill", "stone", "glass", "lantern", "harbour");
        RandomGenerator random = new Seed(3).random();
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < 30; word++) {
                text.append(random.nextInt(3) == 0 ? "n" + random.nextInt(60) : words.get(random.nextInt(words.size())))
                        .append(' ');
            }
            documents.add(document("d" + i, "title n" + i, text.toString()));
        }
        return documents;
    }
}
