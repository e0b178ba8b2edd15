package dev.winnow.retrievers;

import static dev.winnow.retrievers.Indexes.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.retrievers.Bm25.Statistics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Bm25Test {
    @TempDir
    private Path folder;

    @Test
    void the_score_is_lucenes_bm25_written_out() {
        List<Document> documents = List.of(
                document("a", "", "river river bridge"),
                document("b", "", "river mill stone wall"),
                document("c", "", "tower clock"));
        try (PassageIndex index = Indexes.of(folder.resolve("index"), "whole", documents)) {
            Retriever bm25 = open(index, new Bm25(0.9, 0.4, Statistics.SCOPE));

            Ranking found = bm25.retrieve(passages("river", Scope.CORPUS));

            // Three passages of 3, 4 and 2 terms; two hold the term, the first twice.
            double idf = Math.log(1 + (3 - 2 + 0.5) / (2 + 0.5));
            double average = (3 + 4 + 2) / 3.0;
            double first = idf * 2 / (2 + 0.9 * (1 - 0.4 + 0.4 * 3 / average));
            double second = idf * 1 / (1 + 0.9 * (1 - 0.4 + 0.4 * 4 / average));
            assertThat(ids(found)).containsExactly("a", "b");
            assertThat(found.hits().get(0).score()).isCloseTo((float) first, within(1e-6f));
            assertThat(found.hits().get(1).score()).isCloseTo((float) second, within(1e-6f));
        }
    }

    @Test
    void statistics_of_a_scope_equal_those_of_an_index_of_the_scope_alone() {
        List<Document> all = invented(60);
        List<Document> some = all.stream()
                .filter(document -> Integer.parseInt(document.id().value().substring(1)) % 3 == 0)
                .toList();
        Scope scope = Scope.of(some.stream().map(Document::id).toList());
        try (PassageIndex whole = Indexes.of(folder.resolve("whole"), "tokens:16", all);
                PassageIndex alone = Indexes.of(folder.resolve("alone"), "tokens:16", some)) {
            for (String question : List.of("amber river mill", "stone", "harbour amber amber glass lantern")) {
                Ranking scoped =
                        open(whole, new Bm25(0.9, 0.4, Statistics.SCOPE)).retrieve(passages(question, scope));
                Ranking expected =
                        open(alone, new Bm25(0.9, 0.4, Statistics.SCOPE)).retrieve(passages(question, Scope.CORPUS));

                assertThat(scoped).isEqualTo(expected);
                assertThat(scoped.hits()).isNotEmpty();
            }
        }
    }

    @Test
    void a_query_may_have_thousands_of_terms() {
        try (PassageIndex index = Indexes.of(folder.resolve("index"), "whole", invented(10))) {
            StringBuilder terms = new StringBuilder("amber");
            for (int i = 0; i < 5_000; i++) {
                terms.append(" term").append(i);
            }
            Retriever bm25 = open(index, new Bm25(0.9, 0.4, Statistics.SCOPE));

            assertThat(bm25.retrieve(passages(terms.toString(), Scope.CORPUS)))
                    .isEqualTo(bm25.retrieve(passages("amber", Scope.CORPUS)));
        }
    }

    @Test
    void statistics_of_the_corpus_give_a_passage_the_same_score_in_every_scope() {
        List<Document> all = invented(60);
        Scope scope = Scope.of(all.subList(10, 30).stream().map(Document::id).toList());
        try (PassageIndex index = Indexes.of(folder.resolve("index"), "tokens:16", all)) {
            Retriever bm25 = open(index, new Bm25(0.9, 0.4, Statistics.CORPUS));

            Ranking everywhere = bm25.retrieve(passages("amber river", Scope.CORPUS));
            Ranking scoped = bm25.retrieve(passages("amber river", scope));

            assertThat(scoped.hits()).isNotEmpty().isSubsetOf(everywhere.hits());
        }
    }

    @Test
    void a_document_outside_the_scope_is_never_found() {
        List<Document> all = invented(40);
        Scope scope = Scope.of(List.of(new DocumentId("d7"), new DocumentId("d11")));
        try (PassageIndex index = Indexes.of(folder.resolve("index"), "tokens:16", all)) {
            for (Statistics statistics : Statistics.values()) {
                Ranking found = open(index, new Bm25(0.9, 0.4, statistics))
                        .retrieve(passages("amber river mill stone glass lantern harbour", scope));

                assertThat(found.hits()).isNotEmpty().allMatch(hit -> List.of("d7", "d11")
                        .contains(hit.passage().document().value()));
            }
        }
    }

    @Test
    void a_term_that_only_the_rest_of_the_corpus_has_adds_nothing() {
        List<Document> documents = List.of(document("a", "", "amber glass"), document("b", "", "river mill"));
        Scope scope = Scope.of(List.of(new DocumentId("a")));
        try (PassageIndex index = Indexes.of(folder.resolve("index"), "whole", documents)) {
            Retriever bm25 = open(index, new Bm25(0.9, 0.4, Statistics.SCOPE));

            assertThat(bm25.retrieve(passages("amber river", scope)))
                    .isEqualTo(bm25.retrieve(passages("amber", scope)));
            assertThat(bm25.retrieve(passages("river", scope)).hits()).isEmpty();
        }
    }

    @Test
    void equal_scores_come_by_document_id_then_by_start() {
        List<Document> twins = List.of(
                document("z", "", "amber glass"), document("b", "", "amber glass"), document("m", "", "amber glass"));
        try (PassageIndex index = Indexes.of(folder.resolve("index"), "whole", twins)) {
            Ranking found = open(index, new Bm25(0.9, 0.4, Statistics.SCOPE)).retrieve(passages("amber", Scope.CORPUS));

            assertThat(ids(found)).containsExactly("b", "m", "z");
        }
    }

    @Test
    void a_document_is_ranked_by_its_best_passage_and_depth_counts_documents() {
        List<Document> documents = List.of(
                document("long", "", "amber ".repeat(40) + "stone ".repeat(40)),
                document("short", "", "an amber lamp in the hall of the old mill by the river"),
                document("none", "", "nothing of the kind"));
        try (PassageIndex index = Indexes.of(folder.resolve("index"), "tokens:8", documents)) {
            Ranking found = open(index, new Bm25(0.9, 0.4, Statistics.SCOPE))
                    .retrieve(new Query("amber", Scope.CORPUS, 2, Query.Level.DOCUMENT));

            assertThat(ids(found)).containsExactly("long", "short");
        }
    }

    @Test
    void titles_are_searched_but_are_no_part_of_the_passage() {
        List<Document> documents = List.of(document("a", "Amber", "A kind of resin."));
        try (PassageIndex index = Indexes.of(folder.resolve("index"), "whole", documents)) {
            Ranking found = open(index, new Bm25(0.9, 0.4, Statistics.SCOPE)).retrieve(passages("amber", Scope.CORPUS));

            assertThat(found.hits().get(0).passage().text()).isEqualTo("A kind of resin.");
        }
    }

    @Test
    void a_question_of_stop_words_finds_nothing() {
        try (PassageIndex index = Indexes.of(folder.resolve("index"), "whole", invented(3))) {
            Ranking found =
                    open(index, new Bm25(0.9, 0.4, Statistics.SCOPE)).retrieve(passages("of the", Scope.CORPUS));

            assertThat(found.hits()).isEmpty();
        }
    }

    @Test
    void parameters_out_of_range_are_refused_with_the_rule_and_the_value() {
        assertThatThrownBy(() -> new Bm25(-1, 0.4, Statistics.SCOPE)).hasMessage("k1 must be at least 0, got -1.0");
        assertThatThrownBy(() -> new Bm25(0.9, 1.4, Statistics.SCOPE)).hasMessage("b must be between 0 and 1, got 1.4");
    }

    private static List<Document> invented(int count) {
        List<String> words =
                List.of("amber", "river", "mill", "stone", "glass", "lantern", "harbour", "orchard", "the");
        RandomGenerator random = new Seed(5).random();
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            int length = 5 + random.nextInt(60);
            for (int word = 0; word < length; word++) {
                text.append(words.get(Math.min(random.nextInt(words.size()), random.nextInt(words.size()))))
                        .append(' ');
            }
            documents.add(document("d" + i, "", text.toString().strip()));
        }
        return documents;
    }

    private static Retriever open(PassageIndex index, Bm25 spec) {
        return spec.open(RetrieverTools.of(index));
    }

    private static Query passages(String text, Scope scope) {
        return new Query(text, scope, 1000, Query.Level.PASSAGE);
    }

    private static List<String> ids(Ranking ranking) {
        return ranking.hits().stream()
                .map(hit -> hit.passage().document().value())
                .toList();
    }
}
