package dev.winnow.retrievers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MultiQueryTest {
    private static final RetrievalUsage CALL = RetrievalUsage.called("key", 40, 9, 0.002);

    private final List<LanguageModels.Request> asked = new ArrayList<>();
    private final List<String> searched = Collections.synchronizedList(new ArrayList<>());

    private static Hit hit(String document, float score) {
        return new Hit(Passage.of(Indexes.document(document, "", "text"), 0, 0, 4), score);
    }

    private Ranking retrieve(Optional<String> reply, FusionMethod method) {
        Map<String, List<Hit>> found = Map.of(
                "Who built it?", List.of(hit("a", 3), hit("b", 2)),
                "Who was the builder?", List.of(hit("b", 9), hit("c", 8)));
        RetrieverTools tools = RetrieverTools.of(null)
                .naming(name -> query -> {
                    searched.add(query.text());
                    return new Ranking(found.getOrDefault(query.text(), List.of()), RetrievalUsage.embedded(5, 0.5));
                })
                .asking((model, request) -> {
                    assertThat(model).isEqualTo("gpt");
                    asked.add(request);
                    return new LanguageModels.Reply(reply, CALL);
                });
        return new MultiQuery("base", "gpt", 3, method, 100, "rewrite")
                .open(tools)
                .retrieve(new Query("Who built it?", Scope.CORPUS, 10, Query.Level.PASSAGE));
    }

    @Test
    void the_question_and_its_reformulations_are_asked_and_their_rankings_fused() {
        Ranking ranking = retrieve(Optional.of("1. Who was the builder?\n2. nothing here\n"), new ReciprocalRank(60));

        assertThat(asked).containsExactly(new LanguageModels.Request.Rewrite("rewrite", "Who built it?", 3));
        assertThat(searched).containsExactlyInAnyOrder("Who built it?", "Who was the builder?", "nothing here");
        assertThat(ranking.hits())
                .containsExactly(hit("b", (float) (1.0 / 62 + 1.0 / 61)), hit("a", (float) (1.0 / 61)), hit("c", (float)
                        (1.0 / 62)));
    }

    @Test
    void what_the_call_and_each_search_took_is_summed() {
        RetrievalUsage usage = retrieve(Optional.of("Who was the builder?"), new ReciprocalRank(60))
                .usage();

        assertThat(usage.embeddedTokens()).isEqualTo(10);
        assertThat(usage.calls()).containsExactly("key");
        assertThat(usage.promptTokens()).isEqualTo(40);
        assertThat(usage.usd()).isEqualTo(1.002);
        assertThat(usage.unusable()).isZero();
    }

    @Test
    void a_reply_without_reformulations_leaves_the_question_alone_and_is_counted() {
        for (Optional<String> reply :
                List.of(Optional.<String>empty(), Optional.of(""), Optional.of("Here they are:\n\nwho built it?"))) {
            searched.clear();
            Ranking ranking = retrieve(reply, new ReciprocalRank(60));

            assertThat(searched).containsExactlyInAnyOrder("Who built it?");
            assertThat(ranking.usage().unusable()).isEqualTo(1);
        }
    }

    @Test
    void lists_quotes_and_copies_are_taken_for_what_they_are() {
        assertThat(MultiQuery.texts("Q?", "- one\n* \"two\"\n3) ONE\n(4) four\n\nfive", 3))
                .containsExactly("Q?", "one", "two", "four");
        assertThat(MultiQuery.texts("Q?", "1815 in history", 3)).containsExactly("Q?", "1815 in history");
    }

    @Test
    void weights_are_one_for_the_question_and_one_for_each_reformulation() {
        Weighted weights = new Weighted(List.of(2.0, 1.0, 1.0, 1.0), Weighted.Normalisation.MIN_MAX);

        assertThat(retrieve(Optional.of("Who was the builder?"), weights).hits())
                .hasSize(3);
        assertThatThrownBy(() -> new MultiQuery("base", "gpt", 2, weights, 100, "rewrite"))
                .hasMessageContaining("weights must be one for each of the 3");
    }
}
