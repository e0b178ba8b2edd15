package dev.winnow.pipelines.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.winnow.indexer.corpus.Language;
import dev.winnow.pipelines.refine.DocumentTree.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Trees of LaRA's papers, filings and books, where they are at hand. */
class RealDocumentsTest {
    private static final ParagraphCut PARAGRAPHS = new ParagraphCut(100, Language.ENGLISH);

    private static List<Path> documents(String folder) throws IOException {
        Path data = Path.of(Optional.ofNullable(System.getenv("WINNOW_DATA")).orElse("../../shared/data"));
        Path documents = data.resolve("lara/datasets").resolve(folder);
        assumeTrue(Files.isDirectory(documents), "no LaRA texts in " + documents + "; set WINNOW_DATA");
        try (Stream<Path> files = Files.list(documents)) {
            return files.sorted().toList();
        }
    }

    private static DocumentTree tree(Path file) throws IOException {
        String text = Files.readString(file);
        DocumentTree tree = DocumentTree.of(text, TextStructure.sections(text), PARAGRAPHS);
        DocumentTreeTest.assertCovers(tree, text);
        return tree;
    }

    private static long sections(DocumentTree tree) {
        return tree.nodes().stream().filter(node -> !node.isParagraph()).count();
    }

    @Test
    void papers_have_the_sections_of_their_headings_and_nothing_is_lost_or_invented() throws IOException {
        for (Path file : documents("32k/paper")) {
            assertThat(sections(tree(file))).as("%s", file).isBetween(25L, 60L);
        }
    }

    @Test
    void filings_have_their_items_and_nothing_is_lost_or_invented() throws IOException {
        for (String length : List.of("32k", "128k")) {
            for (Path file : documents(length + "/financial")) {
                DocumentTree tree = tree(file);
                assertThat(sections(tree)).as("%s", file).isBetween(5L, 120L);
                assertThat(tree.nodes())
                        .as("%s", file)
                        .anyMatch(node -> node.title().orElse("").matches("(?i)item 2.*"));
            }
        }
    }

    @Test
    void nothing_of_a_book_is_lost_or_invented() throws IOException {
        for (Path file : documents("32k/book")) {
            DocumentTree tree = tree(file);
            assertThat(tree.nodes().stream().filter(Node::isParagraph).count())
                    .as("%s", file)
                    .isGreaterThan(20);
        }
    }
}
