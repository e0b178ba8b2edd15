package dev.winnow.retrievers.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.retrievers.LanguageModels;
import dev.winnow.retrievers.RetrievalUsage;
import dev.winnow.retrievers.RetrieverTools;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListwiseTest {
    private final List<LanguageModels.Request.Rank> asked = new ArrayList<>();

    /** Passages whose texts are numbers. */
    private static List<Candidate> candidates(int... numbers) {
        return IntStream.of(numbers)
                .mapToObj(number -> {
                    String text = Integer.toString(number);
                    Document document = new Document(new DocumentId("d" + text), "T" + text, text);
                    return new Candidate(Passage.of(document, 0, 0, text.length()), document.title());
                })
                .toList();
    }

    private Reranked rerank(
            Listwise listwise, List<Candidate> candidates, Function<LanguageModels.Request.Rank, String> reply) {
        RetrieverTools tools = RetrieverTools.of(null).asking((model, request) -> {
            LanguageModels.Request.Rank rank = (LanguageModels.Request.Rank) request;
            asked.add(rank);
            return new LanguageModels.Reply(
                    Optional.ofNullable(reply.apply(rank)), RetrievalUsage.called("k" + asked.size(), 10, 2, 0.25));
        });
        return listwise.open(tools).rerank("q", candidates);
    }

    /** A model that knows the greatest number to be the best. */
    private static String sorted(LanguageModels.Request.Rank rank) {
        List<LanguageModels.Titled> passages = rank.passages();
        return IntStream.range(0, passages.size())
                .boxed()
                .sorted(Comparator.comparing(
                                (Integer i) -> Integer.parseInt(passages.get(i).text()))
                        .reversed())
                .map(i -> "[" + (i + 1) + "]")
                .collect(Collectors.joining(" > "));
    }

    private static List<String> shown(LanguageModels.Request.Rank rank) {
        return rank.passages().stream().map(LanguageModels.Titled::text).toList();
    }

    @Test
    void the_window_slides_from_the_end_and_carries_the_best_to_the_beginning() {
        Reranked reranked =
                rerank(new Listwise("m", 4, 2, 300, "rank"), candidates(1, 2, 3, 4, 5, 6, 9, 8), ListwiseTest::sorted);

        assertThat(asked.stream().map(ListwiseTest::shown))
                .containsExactly(List.of("5", "6", "9", "8"), List.of("3", "4", "9", "8"), List.of("1", "2", "9", "8"));
        // 9, 8, 2, 1 | 4, 3 | 6, 5
        assertThat(reranked.scores()).containsExactly(1f / 4, 1f / 3, 1f / 6, 1f / 5, 1f / 8, 1f / 7, 1f, 1f / 2);
        assertThat(reranked.usage().calls()).containsExactly("k1", "k2", "k3");
        assertThat(reranked.usage().usd()).isEqualTo(0.75);
    }

    @Test
    void a_pool_within_the_window_is_one_call_and_one_passage_none() {
        rerank(new Listwise("m", 20, 10, 300, "rank"), candidates(1, 2, 3), ListwiseTest::sorted);
        assertThat(asked).hasSize(1);
        assertThat(rerank(new Listwise("m", 20, 10, 300, "rank"), candidates(1), ListwiseTest::sorted)
                        .scores())
                .containsExactly(1f);
        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[2] > [3] > [1] | 1 2 0",
                "The order is: [3] > [3] > [1] | 2 0",
                "[9] > [0] > [2] | 1",
                "2 > 1 > 3 | 1 0 2",
                "[99999999999] > [ 2 ] | 1",
                "There are 2 passages | ''",
                "none | ''"
            })
    void replies_are_read_leniently(String reply, String expected) {
        assertThat(Listwise.named(reply, 3).stream().map(String::valueOf).collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }

    @Test
    void what_is_not_named_follows_in_its_old_order() {
        assertThat(rerank(new Listwise("m", 20, 10, 300, "rank"), candidates(1, 2, 3, 4), rank -> "[3]")
                        .scores())
                .containsExactly(1f / 2, 1f / 3, 1f, 1f / 4);
    }

    @Test
    void nonsense_keeps_the_order_and_is_counted() {
        Reranked reranked = rerank(new Listwise("m", 2, 1, 300, "rank"), candidates(1, 2, 3), rank -> "I cannot say.");

        assertThat(reranked.scores()).containsExactly(1f, 1f / 2, 1f / 3);
        assertThat(reranked.usage().unusable()).isEqualTo(2);
    }

    @Test
    void a_model_that_cannot_do_it_is_asked_once() {
        Reranked reranked = rerank(new Listwise("m", 2, 1, 300, "rank"), candidates(1, 2, 3), rank -> null);

        assertThat(asked).hasSize(1);
        assertThat(reranked.usage().unusable()).isEqualTo(1);
    }

    @Test
    void long_passages_are_shown_to_so_many_words() {
        Document document = new Document(new DocumentId("d"), "", "one two three four");
        Candidate candidate =
                new Candidate(Passage.of(document, 0, 0, document.text().length()), "");
        rerank(
                new Listwise("m", 20, 10, 2, "rank"),
                List.of(candidate, candidates(1).get(0)),
                rank -> "[1]");

        assertThat(shown(asked.get(0))).containsExactly("one two", "1");
    }

    @Test
    void a_step_is_within_the_window() {
        assertThatThrownBy(() -> new Listwise("m", 10, 10, 300, "rank"))
                .hasMessage("step must be at least 1 and below window, which is 10, got 10");
    }
}
