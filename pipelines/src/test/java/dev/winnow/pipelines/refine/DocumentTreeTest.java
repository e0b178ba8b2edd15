package dev.winnow.pipelines.refine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.corpus.Language;
import dev.winnow.pipelines.refine.DocumentTree.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DocumentTreeTest {
    private static final ParagraphCut SINGLE = new ParagraphCut(1, Language.ENGLISH);

    private static DocumentTree tree(String text, ParagraphCut paragraphs) {
        return DocumentTree.of(text, TextStructure.sections(text), paragraphs);
    }

    private static List<String> shown(String text, DocumentTree tree) {
        return tree.nodes().stream()
                .map(node -> node.parent() + " " + node.title().orElse("-") + ": "
                        + text.substring(node.text(), node.end()).strip().replaceAll("\\s+", " "))
                .toList();
    }

    /** What of a text lies in paragraphs and headings, with the white space between left out. */
    static List<int[]> leaves(DocumentTree tree) {
        List<int[]> leaves = new ArrayList<>();
        for (Node node : tree.nodes()) {
            if (node.isParagraph()) {
                leaves.add(new int[] {node.start(), node.end()});
            } else if (node.text() > node.start()) {
                leaves.add(new int[] {node.start(), node.text()});
            }
        }
        leaves.sort(Comparator.comparingInt(leaf -> leaf[0]));
        return leaves;
    }

    static void assertCovers(DocumentTree tree, String text) {
        int done = 0;
        for (int[] leaf : leaves(tree)) {
            assertThat(leaf[0]).isGreaterThanOrEqualTo(done);
            assertThat(ParagraphCut.isBlank(text, done, leaf[0]))
                    .as("'%s' lies in no part", text.substring(done, leaf[0]))
                    .isTrue();
            done = leaf[1];
        }
        assertThat(ParagraphCut.isBlank(text, done, text.length())).isTrue();
        for (int i = 0; i < tree.nodes().size(); i++) {
            Node node = tree.nodes().get(i);
            assertThat(node.parent()).isLessThan(i);
            if (node.parent() != Node.ROOT) {
                Node parent = tree.nodes().get(node.parent());
                assertThat(parent.isParagraph()).isFalse();
                assertThat(node.start()).isGreaterThanOrEqualTo(parent.text());
                assertThat(node.end()).isLessThanOrEqualTo(parent.end());
            }
        }
    }

    @Test
    void sections_follow_the_headings_and_own_text_falls_into_paragraphs() {
        String text = "Before.\n\n# A\n\nOne.\n\nTwo.\n\n## A1\nThree.\n\n# B\nFour.\n";

        assertThat(shown(text, tree(text, SINGLE)))
                .containsExactly(
                        "-1 -: Before.",
                        "-1 A: One. Two. ## A1 Three.",
                        "1 -: One.",
                        "1 -: Two.",
                        "1 A1: Three.",
                        "4 -: Three.",
                        "-1 B: Four.",
                        "6 -: Four.");
    }

    @Test
    void a_heading_with_nothing_beneath_it_is_text() {
        String text = "# A\n\nOne.\n\n# Empty\n\n# B\n\nTwo.";

        assertThat(shown(text, tree(text, SINGLE)))
                .containsExactly("-1 A: One.", "0 -: One.", "-1 -: # Empty", "-1 B: Two.", "3 -: Two.");
    }

    @Test
    void short_paragraphs_are_merged_with_the_next_and_never_across_sections() {
        String text = "# A\na b\n\nc d\n\ne f g h\n\ni\n\n# B\nj\n\nk l m n";

        assertThat(shown(text, tree(text, new ParagraphCut(4, Language.ENGLISH))))
                .containsExactly(
                        "-1 A: a b c d e f g h i",
                        "0 -: a b c d",
                        "0 -: e f g h",
                        "0 -: i",
                        "-1 B: j k l m n",
                        "4 -: j k l m n");
    }

    @Test
    void a_long_paragraph_is_cut_between_sentences() {
        String text = "One two three. Four five six. Seven eight nine. Ten eleven twelve. End here.";

        assertThat(shown(text, tree(text, new ParagraphCut(3, Language.ENGLISH))))
                .containsExactly(
                        "-1 -: One two three. Four five six.", "-1 -: Seven eight nine. Ten eleven twelve. End here.");
    }

    @Test
    void a_section_ends_with_the_one_that_it_begins_in() {
        String text = "abcdefghij";
        List<Section> sections = List.of(new Section("outer", 0, 0, 5), new Section("inner", 3, 3, 9));

        assertThat(shown(text, DocumentTree.of(text, sections, SINGLE)))
                .containsExactly("-1 outer: abcde", "0 -: abc", "0 inner: de", "2 -: de", "-1 -: fghij");
    }

    @Property(tries = 500)
    void everything_but_white_space_is_in_exactly_one_paragraph_or_heading(@ForAll("texts") String text) {
        assertCovers(tree(text, SINGLE), text);
        assertCovers(tree(text, new ParagraphCut(7, Language.ENGLISH)), text);
    }

    @Property(tries = 500)
    void so_it_is_with_any_sections(@ForAll("texts") String text, @ForAll("cuts") List<int[]> cuts) {
        List<Section> sections = new ArrayList<>();
        for (int[] cut : cuts) {
            int[] sorted = Arrays.stream(cut)
                    .map(at -> Math.min(at, text.length()))
                    .sorted()
                    .toArray();
            sections.add(new Section("t", sorted[0], sorted[1], sorted[2]));
        }
        assertCovers(DocumentTree.of(text, sections, new ParagraphCut(3, Language.ENGLISH)), text);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "# One",
                        "## Two",
                        "### 1.1 Three",
                        "PART I",
                        "ITEM 1A. RISKS",
                        "NOTE 3 - DEBT",
                        "I.",
                        "II.",
                        "1 Introduction",
                        "some words here.",
                        "More, of them. And more",
                        "漢字仮名",
                        "\u00a0",
                        "\ud83d\ude80",
                        "",
                        "| a | b |",
                        "word")
                .list()
                .ofMaxSize(30)
                .flatMap(lines -> Arbitraries.of("\n", "\n\n", "\r\n").map(newline -> String.join(newline, lines)));
    }

    @Provide
    Arbitrary<List<int[]>> cuts() {
        return Arbitraries.integers()
                .between(0, 200)
                .array(int[].class)
                .ofSize(3)
                .list()
                .ofMaxSize(12);
    }
}
