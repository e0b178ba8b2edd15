package dev.winnow.retrievers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.graph.LinkGraphBuilder;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.retrievers.Query.Level;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageRankTest {
    @TempDir
    private Path folder;

    private PassageIndex index;

    @AfterEach
    void close() {
        if (index != null) {
            index.close();
        }
    }

    private static final List<Document> ISLANDS = List.of(
            document("ferry", "The ferry leaves at noon. It sails to the island.", "island"),
            document("island", "A lighthouse stands on its northern cape. Its keeper was born in a village.", "keeper"),
            document("keeper", "Nobody knows the name any more. A school is called after it.", "island"),
            document("alone", "Another ferry was sold for scrap."),
            document("other", "A bridge spans the river.", "mill"),
            document("mill", "It grinds no more."));

    @Test
    void documents_are_ranked_by_walks_from_the_seeds() {
        Retriever pageRank = opened("whole", ISLANDS, new PageRank("bm25", 1, 0.5, Optional.empty(), exact(), 100));

        Ranking ranking = pageRank.retrieve(query("ferry noon", Scope.CORPUS, 10, Level.DOCUMENT));

        // The seed is 'ferry' alone: f = 1/2 + i/4, i = f/2 + k/2, k = i/4.
        assertThat(documents(ranking)).containsExactly("ferry", "island", "keeper", "alone");
        assertThat(scores(ranking).subList(0, 3))
                .satisfiesExactly(
                        f -> assertThat(f).isCloseTo(0.5f + 0.25f * 2 / 6, within(1e-6f)),
                        i -> assertThat(i).isCloseTo(2f / 6, within(1e-6f)),
                        k -> assertThat(k).isCloseTo(0.5f / 6, within(1e-6f)));
    }

    @Test
    void what_no_walk_reaches_follows_in_the_other_retrievers_order() {
        Retriever pageRank = opened("whole", ISLANDS, new PageRank("bm25", 1, 0.5, Optional.empty(), exact(), 100));

        Ranking ranking = pageRank.retrieve(query("ferry noon bridge", Scope.CORPUS, 10, Level.DOCUMENT));

        assertThat(documents(ranking)).startsWith("ferry", "island", "keeper").contains("alone", "other");
        assertThat(scores(ranking)).endsWith(-1f, -2f);
    }

    @Test
    void a_document_that_only_the_graph_found_gives_its_best_passage() {
        Retriever pageRank = opened("sentences:8", ISLANDS, new PageRank("bm25", 1, 0.5, Optional.empty(), exact(), 1));

        Ranking ranking = pageRank.retrieve(query("ferry noon village", Scope.CORPUS, 10, Level.DOCUMENT));

        assertThat(ranking.hits())
                .filteredOn(hit -> hit.passage().document().value().equals("island"))
                .singleElement()
                .satisfies(hit -> assertThat(hit.passage().text()).contains("village"));
        assertThat(ranking.hits())
                .filteredOn(hit -> hit.passage().document().value().equals("keeper"))
                .singleElement()
                .satisfies(hit -> assertThat(hit.passage().start()).isZero());
    }

    @Test
    void passages_of_a_document_keep_the_other_retrievers_order() {
        Retriever pageRank =
                opened("sentences:8", ISLANDS, new PageRank("bm25", 1, 0.5, Optional.empty(), exact(), 100));

        Ranking ranking = pageRank.retrieve(query("island sails ferry", Scope.CORPUS, 10, Level.PASSAGE));

        List<String> texts = ranking.hits().stream()
                .filter(hit -> hit.passage().document().value().equals("ferry"))
                .map(hit -> hit.passage().text().strip())
                .toList();
        assertThat(texts).containsExactly("It sails to the island.", "The ferry leaves at noon.");
    }

    @Test
    void in_a_scope_only_the_links_among_its_documents_count() {
        Retriever pageRank = opened("whole", ISLANDS, new PageRank("bm25"));
        Scope scope = Scope.of(List.of(new DocumentId("ferry"), new DocumentId("keeper"), new DocumentId("mill")));

        Ranking ranking = pageRank.retrieve(query("ferry noon", scope, 10, Level.DOCUMENT));

        assertThat(documents(ranking)).containsExactly("ferry");
        assertThat(scores(ranking)).containsExactly(1f);
    }

    @Test
    void a_ranking_without_hits_or_positive_scores_stays_as_it_is() {
        Retriever nothing = opened("whole", ISLANDS, new PageRank("bm25"));
        assertThat(nothing.retrieve(query("zebra", Scope.CORPUS, 5, Level.DOCUMENT))
                        .hits())
                .isEmpty();
        close();
        index = Indexes.of(folder.resolve("again"), "whole", ISLANDS);
        Ranking negative = new Ranking(List.of(
                new Hit(index.passages(new DocumentId("mill")).get(0), -1f),
                new Hit(index.passages(new DocumentId("alone")).get(0), -2f)));

        Ranking ranking = new PageRank("bm25")
                .open(tools().naming(name -> query -> negative))
                .retrieve(query("any", Scope.CORPUS, 5, Level.DOCUMENT));

        assertThat(documents(ranking)).containsExactly("mill", "alone");
    }

    @Test
    void several_queries_at_once_give_what_each_gives_alone() {
        Retriever pageRank = opened("sentences:8", ISLANDS, new PageRank("bm25"));
        List<Query> queries = List.of(
                query("ferry", Scope.CORPUS, 10, Level.PASSAGE),
                query("zebra", Scope.CORPUS, 10, Level.DOCUMENT),
                query("bridge mill", Scope.CORPUS, 3, Level.DOCUMENT),
                query("ferry", Scope.of(List.of(new DocumentId("ferry"))), 10, Level.PASSAGE),
                query("keeper school", Scope.CORPUS, 10, Level.DOCUMENT));

        assertThat(pageRank.retrieveAll(queries))
                .isEqualTo(queries.stream().map(pageRank::retrieve).toList());
    }

    @Test
    void documents_without_text_are_passed_over() {
        Retriever pageRank = opened(
                "whole",
                List.of(document("a", "A ferry.", "b"), document("b", "", "c"), document("c", "A mill.")),
                new PageRank("bm25"));

        Ranking ranking = pageRank.retrieve(query("ferry", Scope.CORPUS, 10, Level.DOCUMENT));

        assertThat(documents(ranking)).containsExactly("a", "c");
    }

    @Test
    void ranges_are_checked() {
        assertThatThrownBy(() -> new PageRank("bm25", 0, 0.5, Optional.empty(), exact(), 100))
                .hasMessage("seeds must be at least 1, got 0");
        assertThatThrownBy(() -> new PageRank("bm25", 1, 0, Optional.empty(), exact(), 100))
                .hasMessage("restart must be between 0.01 and 1, got 0.0");
    }

    private static PageRank.Method exact() {
        return PageRank.Method.EXACT;
    }

    private Retriever opened(String passages, List<Document> documents, PageRank spec) {
        index = Indexes.of(folder.resolve("index"), passages, documents);
        return spec.open(tools());
    }

    private RetrieverTools tools() {
        return RetrieverTools.of(index)
                .naming(name -> new Bm25().open(RetrieverTools.of(index)))
                .linking(edges -> new LinkGraphBuilder(index, edges).open(done -> {}));
    }

    private static Query query(String text, Scope scope, int depth, Level level) {
        return new Query(text, scope, depth, level);
    }

    private static List<String> documents(Ranking ranking) {
        return ranking.hits().stream()
                .map(hit -> hit.passage().document().value())
                .toList();
    }

    private static List<Float> scores(Ranking ranking) {
        return ranking.hits().stream().map(Hit::score).toList();
    }

    private static Document document(String id, String text, String... links) {
        return new Document(
                new DocumentId(id),
                "",
                text,
                Arrays.stream(links).map(DocumentId::new).toList(),
                Map.of());
    }
}
