package dev.winnow.app.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrialOrderTest {
    /** A question named for itself and the document that it may see, such as a1; those of c may see the whole corpus. */
    private static Question question(String name) {
        String document = name.substring(0, 1);
        Scope scope = document.equals("c") ? Scope.CORPUS : Scope.of(List.of(new DocumentId(document)));
        return new Question(new QuestionId(name), "Why?", scope, Map.of());
    }

    private static String order(int strategies, int repetitions, String... questions) {
        List<Question> asked =
                Stream.of(questions).map(TrialOrderTest::question).toList();
        StringBuilder order = new StringBuilder();
        TrialOrder.of(asked, strategies, repetitions).forEach(place -> order.append(order.isEmpty() ? "" : " ")
                .append(place.question().id().value())
                .append("ABC".charAt(place.strategy()))
                .append(repetitions == 1 ? "" : place.repetition()));
        return order.toString();
    }

    @Test
    void questions_about_one_document_go_together_the_first_by_every_strategy_then_strategy_by_strategy() {
        assertThat(order(3, 1, "a1", "b1", "a2", "a3", "b2"))
                .isEqualTo("a1A a1B a1C a2A a3A a2B a3B a2C a3C b1A b1B b1C b2A b2B b2C");
    }

    @Test
    void questions_alone_with_their_documents_or_about_the_whole_corpus_go_one_after_the_other() {
        assertThat(order(2, 1, "a1", "b1", "d1")).isEqualTo("a1A a1B b1A b1B d1A d1B");
        assertThat(order(2, 1, "c1", "a1", "c2", "c3")).isEqualTo("c1A c1B a1A a1B c2A c2B c3A c3B");
    }

    @Test
    void the_order_in_which_a_scope_names_its_documents_has_no_meaning() {
        DocumentId a = new DocumentId("a");
        DocumentId b = new DocumentId("b");
        List<Question> questions = Stream.of(List.of(a, b), List.of(a), List.of(b, a))
                .map(documents ->
                        new Question(new QuestionId(documents.toString()), "Why?", Scope.of(documents), Map.of()))
                .toList();
        assertThat(TrialOrder.of(questions, 1, 1).map(TrialOrder.Place::question))
                .containsExactly(questions.get(0), questions.get(2), questions.get(1));
    }

    @Test
    void repetitions_of_a_shared_beginning_follow_each_other() {
        assertThat(order(2, 2, "a1", "a2")).isEqualTo("a1A0 a1B0 a1A1 a2A0 a2A1 a1B1 a2B0 a2B1");
        assertThat(order(2, 2, "a1")).isEqualTo("a1A0 a1B0 a1A1 a1B1");
    }

    @Test
    void documents_are_shared_by_several_questions_or_several_samples_of_one() {
        List<Question> asked =
                Stream.of("a1", "b1", "a2").map(TrialOrderTest::question).toList();
        Scope several = asked.get(0).scope();
        Scope one = asked.get(1).scope();
        assertThat(TrialOrder.shared(asked, 1)).accepts(several).rejects(one, Scope.CORPUS);
        assertThat(TrialOrder.shared(asked, 2)).accepts(several, one);
        assertThat(TrialOrder.shared(List.of(), 1)).accepts(Scope.CORPUS);
    }

    @Test
    void a_question_that_stands_there_twice_is_asked_twice() {
        assertThat(order(1, 1, "a1", "a1")).isEqualTo("a1A a1A");
    }
}
