package dev.winnow.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.statistics.Sample;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClustersTest {
    private final SmallRun run = new SmallRun();

    @Test
    void questions_that_see_the_same_documents_are_one_cluster_in_whatever_order_these_are_named() {
        IntStream.range(0, 5).forEach(i -> ask("q" + i, scope("own" + i)));
        ask("x1", scope("a", "b"));
        ask("x2", scope("b", "a"));
        ask("x3", scope("a"));

        Clusters clusters = clusters();

        assertThat(clusters.count()).isEqualTo(7);
        assertThat(clusters.matter()).isTrue();
        int[] of = clusters.of(new int[] {5, 6, 7});
        assertThat(of[0]).isEqualTo(of[1]);
        assertThat(of[2]).isNotEqualTo(of[0]);
        assertThat(clusters.sentence())
                .isEqualTo(
                        "8 questions are about 7 sets of documents, and intervals draw these with all their questions; with"
                                + " fewer than 20 they are still somewhat too narrow.");
    }

    @Test
    void questions_whose_evidence_lies_in_the_same_documents_are_one_cluster() {
        IntStream.range(0, 5).forEach(i -> ask("q" + i, Scope.CORPUS, "own" + i));
        ask("x1", Scope.CORPUS, "a", "b");
        ask("x2", scope("b"), "b", "a");
        ask("x3", scope("b"));
        ask("x4", Scope.CORPUS);

        Clusters clusters = clusters();

        // x1 and x2 share their evidence, x2 and x3 what they see.
        assertThat(clusters.count()).isEqualTo(7);
        assertThat(Arrays.stream(clusters.of(new int[] {5, 6, 7})).distinct()).hasSize(1);
    }

    @Test
    void of_too_few_clusters_each_question_stands_for_itself() {
        IntStream.range(0, 12).forEach(i -> ask("q%02d".formatted(i), scope("d" + i % 4)));

        Clusters clusters = clusters();

        assertThat(clusters.count()).isEqualTo(4);
        assertThat(clusters.matter()).isFalse();
        assertThat(clusters.sample(new double[] {1, 2, 3, 4, 5, 6}, new int[] {0, 1, 2, 3, 4, 5})
                        .isIndependent())
                .isTrue();
        assertThat(clusters.sentence()).contains("12 questions are about 4 sets of documents, too few to draw from");
    }

    @Test
    void a_part_of_the_questions_in_few_clusters_is_drawn_by_question() {
        IntStream.range(0, 12).forEach(i -> ask("q%02d".formatted(i), scope("d" + i % 6)));

        Sample all = clusters().sample(new double[12], IntStream.range(0, 12).toArray());
        Sample some = clusters().sample(new double[4], new int[] {0, 6, 1, 7});

        assertThat(all.clusters()).isEqualTo(6);
        assertThat(some.isIndependent()).isTrue();
    }

    @Test
    void questions_of_their_own_need_no_word() {
        IntStream.range(0, 3).forEach(i -> ask("q" + i, scope("d" + i)));

        assertThat(clusters().sentence()).isEmpty();
        assertThat(clusters().matter()).isFalse();
    }

    private Clusters clusters() {
        return Clusters.of(
                run.data(), run.questions.stream().map(Question::id).sorted().toList());
    }

    private static Scope scope(String... documents) {
        return Scope.of(Arrays.stream(documents).map(DocumentId::new).toList());
    }

    private void ask(String id, Scope scope, String... evidence) {
        QuestionId question = new QuestionId(id);
        run.questions.add(new Question(question, "?", scope, Map.of()));
        run.gold.put(
                question,
                new Gold(
                        question,
                        List.of("x"),
                        Arrays.stream(evidence)
                                .map(document -> new Evidence(new DocumentId(document), 0, 5, Evidence.Grain.SPAN))
                                .toList()));
    }
}
