package dev.winnow.retrievers;

import static dev.winnow.retrievers.Indexes.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.indexer.tokens.Tokenizers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParentTest {
    @TempDir
    private static Path folder;

    private static PassageIndex index;

    /** Two documents of ten passages each and one of one: a paragraph is a passage. */
    @BeforeAll
    static void build() {
        index = Indexes.of(
                folder.resolve("index"),
                "paragraphs",
                List.of(paragraphs("a", 10), paragraphs("b", 10), paragraphs("single", 1)));
    }

    @AfterAll
    static void close() {
        index.close();
    }

    @Test
    void the_whole_document_stands_for_its_passages_and_scores_as_the_best_of_them() {
        Ranking found = parent(new ParentDocument(), finds("b#3", "a#1", "b#9", "single#0"))
                .retrieve(passages(10));

        assertThat(shown(found)).containsExactly("b@0-" + length("b"), "a@0-" + length("a"), "single#0");
        assertThat(found.hits()).extracting(Hit::score).containsExactly(1f, 1 / 2f, 1 / 4f);
        assertThat(found.hits().get(0).passage().text())
                .isEqualTo(index.corpus().get(new DocumentId("b")).text());
    }

    @Test
    void neighbours_are_read_with_a_passage_and_end_with_the_document() {
        Ranking found = parent(new ParentNeighbours(2), finds("a#5", "b#0")).retrieve(passages(10));

        assertThat(shown(found)).containsExactly(span("a", 3, 7), span("b", 0, 2));
    }

    @Test
    void what_a_better_unit_holds_is_not_returned_again() {
        Ranking found = parent(new ParentNeighbours(1), finds("a#5", "a#6", "a#7", "a#3", "a#1"))
                .retrieve(passages(10));

        // 6 is in 4 to 6; 7 begins behind it; 3 ends before it; of 1 nothing is taken but 2.
        assertThat(shown(found)).containsExactly(span("a", 4, 6), span("a", 7, 8), span("a", 2, 3), span("a", 0, 1));
        assertThat(found.hits()).extracting(Hit::score).containsExactly(1f, 1 / 3f, 1 / 4f, 1 / 5f);
    }

    @Test
    void passages_are_merged_from_the_beginning_of_the_document_up_to_a_size() {
        TokenCounter counter = Tokenizers.open("cl100k_base");
        Document document = index.corpus().get(new DocumentId("a"));
        List<Passage> passages = index.passages(document.id());
        int three = counter.count(document.text().substring(0, passages.get(2).end()));

        Ranking found = parent(new ParentTokens(new TokenSize(three)), finds("a#4", "a#9", "a#3", "a#0"))
                .retrieve(passages(10));

        // Ten passages of about one length: 0 to 2, 3 to 5, 6 to 8, 9.
        assertThat(shown(found)).containsExactly(span("a", 3, 5), "a#9", span("a", 0, 2));
        assertThat(counter.count(found.hits().get(0).passage().text())).isLessThanOrEqualTo(three + 1);
    }

    @Test
    void a_passage_above_the_size_is_a_unit_alone() {
        Ranking found =
                parent(new ParentTokens(new TokenSize(1)), finds("a#4", "a#5")).retrieve(passages(10));

        assertThat(shown(found)).containsExactly("a#4", "a#5");
    }

    @Test
    void depth_counts_units_and_the_retriever_is_asked_again_until_they_are_enough() {
        List<Integer> asked = new ArrayList<>();
        Retriever nine = finds("a#0", "a#1", "a#2", "a#3", "a#4", "a#5", "a#6", "a#7", "b#3", "b#4", "single#0");
        Retriever listening = query -> {
            asked.add(query.depth());
            return nine.retrieve(query);
        };

        Ranking found = new Parent("children", new ParentDocument(), 2)
                .open(RetrieverTools.of(index).naming(name -> listening))
                .retrieve(passages(2));

        assertThat(shown(found)).containsExactly("a@0-" + length("a"), "b@0-" + length("b"));
        assertThat(asked).containsExactly(2, 8, 21);
    }

    @Test
    void a_document_is_represented_by_the_unit_of_its_best_passage() {
        Retriever children = finds("b#3", "a#1", "b#4");

        Ranking found = parent(new ParentNeighbours(1), children)
                .retrieve(new Query("any", Scope.CORPUS, 10, Query.Level.DOCUMENT));

        assertThat(shown(found)).containsExactly(span("b", 2, 4), span("a", 0, 2));
    }

    @Test
    void what_is_no_passage_of_the_index_gets_the_unit_around_all_that_it_touches() {
        Document a = index.corpus().get(new DocumentId("a"));
        List<Passage> passages = index.passages(a.id());
        Passage across =
                Passage.span(a, passages.get(3).end() - 2, passages.get(4).start() + 2);
        Retriever children = query -> new Ranking(List.of(new Hit(across, 1)));

        assertThat(shown(parent(new ParentNeighbours(1), children).retrieve(passages(5))))
                .containsExactly(span("a", 2, 5));
    }

    @Test
    void several_queries_give_what_each_gives_alone() {
        Retriever parent = parent(new ParentNeighbours(1), finds("a#5", "a#6", "b#2"));
        List<Query> queries = List.of(passages(1), passages(2), passages(10));

        assertThat(parent.retrieveAll(queries))
                .isEqualTo(queries.stream().map(parent::retrieve).toList());
    }

    @Test
    void settings_out_of_range_are_refused() {
        assertThatThrownBy(() -> new Parent("bm25", new ParentDocument(), 0))
                .hasMessage("depth must be at least 1, got 0");
        assertThatThrownBy(() -> new ParentNeighbours(0)).hasMessage("passages must be at least 1, got 0");
    }

    private static Retriever parent(ParentUnit unit, Retriever children) {
        return new Parent("children", unit).open(RetrieverTools.of(index).naming(name -> children));
    }

    /** Finds these passages, best first. */
    private static Retriever finds(String... ids) {
        List<Hit> hits = new ArrayList<>();
        for (String id : ids) {
            String[] parts = id.split("#");
            hits.add(new Hit(
                    index.passages(new DocumentId(parts[0])).get(Integer.parseInt(parts[1])), 1f / (hits.size() + 1)));
        }
        return query -> {
            Ranking all = new Ranking(hits);
            return (query.level() == Query.Level.DOCUMENT ? all.byDocument() : all).top(query.depth());
        };
    }

    private static Document paragraphs(String id, int count) {
        return document(
                id,
                "",
                String.join(
                        "\n\n",
                        IntStream.range(0, count)
                                .mapToObj(i -> "The paragraph of number " + i + " here.")
                                .toList()));
    }

    private static String span(String document, int first, int last) {
        List<Passage> passages = index.passages(new DocumentId(document));
        return document + "@" + passages.get(first).start() + "-"
                + passages.get(last).end();
    }

    private static int length(String document) {
        return index.corpus().get(new DocumentId(document)).text().length();
    }

    private static List<String> shown(Ranking ranking) {
        return ranking.hits().stream().map(hit -> hit.passage().id().value()).toList();
    }

    private static Query passages(int depth) {
        return new Query("any", Scope.CORPUS, depth, Query.Level.PASSAGE);
    }
}
