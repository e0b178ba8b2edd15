package dev.winnow.app.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.routing.Folds.Split;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** How questions are divided so that no document is learned from and tested on. */
class FoldsTest {
    private static Set<Integer> groups(Outcomes outcomes, List<Integer> places) {
        return places.stream().map(place -> outcomes.cases().get(place).group()).collect(Collectors.toSet());
    }

    @Property(tries = 50)
    void every_case_is_tested_once_and_no_document_is_on_both_sides(
            @ForAll @IntRange(min = 2, max = 12) int documents, @ForAll @IntRange(min = 2, max = 6) int folds) {
        Outcomes outcomes = SimulatedOutcomes.of(documents, 1, drawn -> List.of(1.0, 0.0));
        List<Split> splits = Folds.crossValidation(outcomes.cases(), folds, new Seed(3));

        assertThat(splits).hasSize(Math.min(folds, documents));
        List<Integer> tested = new ArrayList<>();
        for (Split split : splits) {
            tested.addAll(split.test());
            assertThat(groups(outcomes, split.train())).doesNotContainAnyElementsOf(groups(outcomes, split.test()));
            assertThat(split.train().size() + split.test().size())
                    .isEqualTo(outcomes.cases().size());
        }
        assertThat(tested)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, outcomes.cases().size()).boxed().toList());
    }

    @Test
    void what_is_transferred_to_is_neither_of_a_learned_value_nor_about_a_learned_document() {
        Outcomes outcomes = SimulatedOutcomes.of(9, 2, drawn -> List.of(1.0, 0.0));

        for (Split split : Folds.transfer(outcomes.cases(), "task", 3, new Seed(3))) {
            assertThat(split.test())
                    .allMatch(place -> outcomes.cases().get(place).value("task").equals(split.name()));
            assertThat(split.train())
                    .noneMatch(place -> outcomes.cases().get(place).value("task").equals(split.name()));
            assertThat(groups(outcomes, split.train())).doesNotContainAnyElementsOf(groups(outcomes, split.test()));
        }
    }

    private static Question question(String id, String... scope) {
        return new Question(
                new QuestionId(id),
                "What is told?",
                scope.length == 0
                        ? Scope.CORPUS
                        : new Scope.Documents(
                                List.of(scope).stream().map(DocumentId::new).toList()),
                Map.of());
    }

    private static Optional<Gold> gold(Question question, String... documents) {
        return Optional.of(new Gold(
                question.id(),
                List.of("it"),
                List.of(documents).stream()
                        .map(document -> new Evidence(new DocumentId(document), 0, 5, Evidence.Grain.SPAN))
                        .toList()));
    }

    @Test
    void questions_with_a_document_of_evidence_in_common_belong_together_and_others_do_not() {
        List<Question> questions =
                List.of(question("1"), question("2"), question("3"), question("4"), question("5"), question("6"));
        DocumentGroups groups = DocumentGroups.of(
                questions,
                List.of(
                        gold(questions.get(0), "a", "b"),
                        gold(questions.get(1), "b", "c"),
                        gold(questions.get(2), "d"),
                        gold(questions.get(3), "e"),
                        gold(questions.get(4)),
                        Optional.empty()));

        assertThat(groups.of()).containsExactly(0, 0, 2, 3, 4, 5);
        assertThat(groups.rule()).isEqualTo(DocumentGroups.Rule.ANY_SHARED);
    }

    @Test
    void questions_without_evidence_belong_to_the_documents_that_they_see() {
        List<Question> questions = List.of(question("1", "a"), question("2", "b"), question("3", "b"), question("4", "c"));
        DocumentGroups groups = DocumentGroups.of(
                questions, List.of(gold(questions.get(0), "a"), Optional.empty(), gold(questions.get(2)), Optional.empty()));

        assertThat(groups.of()).containsExactly(0, 1, 1, 3);
    }

    @Test
    void where_links_would_join_most_questions_only_those_about_the_same_documents_are_joined() {
        List<Question> questions = List.of(question("1"), question("2"), question("3"));
        DocumentGroups groups = DocumentGroups.of(
                questions,
                List.of(
                        gold(questions.get(0), "a", "b"),
                        gold(questions.get(1), "b", "c"),
                        gold(questions.get(2), "b", "a")));

        assertThat(groups.of()).containsExactly(0, 1, 0);
        assertThat(groups.rule()).isEqualTo(DocumentGroups.Rule.SAME_SET);
    }
}
