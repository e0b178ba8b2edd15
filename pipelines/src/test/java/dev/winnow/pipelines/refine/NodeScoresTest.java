package dev.winnow.pipelines.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.pipelines.refine.DocumentTree.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The scores of one small tree, worked out by hand. */
class NodeScoresTest {
    private static Node section(int parent) {
        return new Node(parent, Optional.of("title"), 0, 0, 1);
    }

    private static Node paragraph(int parent) {
        return new Node(parent, Optional.empty(), 0, 0, 1);
    }

    /** An abstract with one paragraph; a section with two paragraphs of its own, and in it two sections. */
    private static final DocumentTree TREE = new DocumentTree(List.of(
            section(Node.ROOT), // 0: abstract
            paragraph(0), // 1
            section(Node.ROOT), // 2: section
            paragraph(2), // 3
            paragraph(2), // 4
            section(2), // 5: first section in it
            paragraph(5), // 6
            paragraph(5), // 7
            section(2), // 8: second section in it
            paragraph(8))); // 9

    private static final double[] PARAGRAPHS = {6, 1, 3, 10, 6, 2};

    @Test
    void a_section_has_the_mean_of_its_sections_and_of_its_own_text_as_one_more() {
        double section = (((1.0 + 3) / 2) + ((10.0 + 6) / 2) + 2) / 3; // 4
        double[] before = {6, 6, section, 1, 3, (10.0 + 6) / 2, 10, 6, 2, 2};

        double[] local = NodeScores.local(List.of(TREE), PARAGRAPHS);

        for (int i = 0; i < before.length; i++) {
            assertThat(local[i]).as("part %d", i).isEqualTo((before[i] - 1) / (10 - 1), within(1e-12));
        }
    }

    @Test
    void scores_are_scaled_over_all_documents_of_a_question() {
        DocumentTree one = new DocumentTree(List.of(paragraph(Node.ROOT)));

        assertThat(NodeScores.local(List.of(one, one, one), new double[] {4, 2, 3}))
                .containsExactly(1, 0, 0.5);
    }

    @Test
    void equal_scores_are_all_1() {
        assertThat(NodeScores.local(List.of(TREE), new double[] {2, 2, 2, 2, 2, 2}))
                .containsOnly(1);
    }

    @Test
    void a_named_part_gains_alpha_and_each_part_of_it_a_share() {
        double alpha = 0.6;

        double[] gained = NodeScores.global(List.of(TREE), new double[10], Set.of(2, 5), alpha);

        double partOfSection = alpha / (2 + 1); // there are two sections in it
        double partOfInner = alpha / (2 + 1); // no sections in it, but two paragraphs
        double[] expected = {
            0, 0, alpha, partOfSection, partOfSection, partOfSection + alpha, partOfInner, partOfInner, partOfSection, 0
        };
        for (int i = 0; i < expected.length; i++) {
            assertThat(gained[i]).as("part %d", i).isEqualTo(expected[i], within(1e-12));
        }
    }

    @Test
    void parts_are_numbered_through_all_documents() {
        assertThat(NodeScores.parents(List.of(TREE, TREE)))
                .containsExactly(-1, 0, -1, 2, 2, 2, 5, 5, 2, 8, -1, 10, -1, 12, 12, 12, 15, 15, 12, 18);
        double[] gained = NodeScores.global(List.of(TREE, TREE), new double[20], Set.of(10), 1);
        assertThat(gained[10]).isEqualTo(1);
        assertThat(gained[11]).isEqualTo(1.0 / 2);
        assertThat(Arrays.stream(gained).filter(score -> score > 0)).hasSize(2);
    }
}
