package dev.winnow.indexer.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderCorpusTest {
    @TempDir
    Path folder;

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    @Test
    void files_become_documents_in_order_of_their_paths() throws IOException {
        write("b.txt", "\uFEFFplain  text\r\n");
        write("a/Z.MD", "intro\n\n## The *title* ##\ntext");
        write("a/page.htm", "<title> A  page </title><p>Hello");
        write("a/none.markdown", "no heading");
        write("empty.txt", "");
        FolderCorpus corpus = FolderCorpus.open(folder);
        assertThat(corpus)
                .containsExactly(
                        new Document(new DocumentId("a/Z.MD"), "The *title*", "intro\n\n## The *title* ##\ntext"),
                        new Document(new DocumentId("a/none.markdown"), "none", "no heading"),
                        new Document(new DocumentId("a/page.htm"), "A page", "Hello"),
                        new Document(new DocumentId("b.txt"), "b", "plain  text\r\n"),
                        new Document(new DocumentId("empty.txt"), "empty", ""));
        assertThat(corpus.get(new DocumentId("a/page.htm")).text()).isEqualTo("Hello");
        assertThat(corpus.size()).isEqualTo(5);
        assertThat(corpus.describeSkipped()).isEmpty();
    }

    @Test
    void other_files_are_counted_and_hidden_ones_passed_over() throws IOException {
        write("a.txt", "x");
        write("b.pdf", "x");
        write("c/d.PDF", "x");
        write("Makefile", "x");
        write(".hidden.txt", "x");
        write(".git/notes.txt", "x");
        FolderCorpus corpus = FolderCorpus.open(folder);
        assertThat(corpus.size()).isEqualTo(1);
        assertThat(corpus.skipped()).isEqualTo(Map.of(".pdf", 2, "", 1));
        assertThat(corpus.describeSkipped()).isEqualTo("1 without extension, 2 .pdf");
    }

    @Test
    void links_that_go_in_circles_are_safe() throws IOException {
        write("a/b.txt", "x");
        Files.createSymbolicLink(folder.resolve("a/up"), folder);
        Files.createSymbolicLink(folder.resolve("a/self"), folder.resolve("a/self"));
        Files.createSymbolicLink(folder.resolve("c.txt"), folder.resolve("a/b.txt"));
        assertThat(FolderCorpus.open(folder))
                .extracting(document -> document.id().value())
                .containsExactly("a/b.txt", "c.txt");
    }

    @Test
    void a_file_in_another_encoding_is_named_with_line_and_remedy() throws IOException {
        write("ok.txt", "fine");
        Files.write(folder.resolve("old.txt"), "one\ntwo é".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(folder.resolve("wide.md"), "# x".getBytes(StandardCharsets.UTF_16LE));
        Files.write(folder.resolve("marked.md"), "# x".getBytes(StandardCharsets.UTF_16));
        assertThatThrownBy(() -> FolderCorpus.open(folder))
                .hasMessage(folder.resolve("marked.md") + ": the file is UTF-16, and UTF-8 is needed; convert it: "
                        + "iconv -f UTF-16 -t UTF-8 'marked.md'\n"
                        + folder.resolve("old.txt")
                        + ":2: byte 0xE9 is not UTF-8; convert the file: "
                        + "iconv -f WINDOWS-1252 -t UTF-8 'old.txt' (or whatever encoding it has)");
    }

    @Test
    void a_folder_without_documents_says_what_is_read() throws IOException {
        write("a.pdf", "x");
        assertThatThrownBy(() -> FolderCorpus.open(folder))
                .hasMessage(folder + ": no documents here; .txt, .md, .markdown, .html and .htm files are read, "
                        + "skipped were 1 .pdf");
    }

    @Test
    void layouts_are_told_apart() throws IOException {
        assertThat(Layout.of(folder)).isEqualTo(Layout.FOLDER);
        write("datasets/query/32k_book_location.jsonl", "");
        assertThat(Layout.of(folder)).isEqualTo(Layout.LARA);
        write("documents.jsonl.gz", "");
        assertThat(Layout.of(folder)).isEqualTo(Layout.JSONL);
        write("corpus.jsonl", "");
        assertThat(Layout.of(folder)).isEqualTo(Layout.BEIR);
        Path absent = folder.resolve("absent");
        assertThatThrownBy(() -> Layout.of(absent)).hasMessage(absent + ": there is no such folder; check the path");
        Path file = folder.resolve("corpus.jsonl");
        assertThatThrownBy(() -> Layout.of(file))
                .hasMessage(file + ": this is a file, and a folder is needed; name the folder it is in");
    }

    @Test
    void laras_tree_gives_a_document_per_file() throws IOException {
        write("datasets/query/x.jsonl", "");
        write("datasets/32k/book/A Tale.txt", "\uFEFFOnce");
        write("datasets/128k/paper/128k_paper_0.md", "<paper 0>\n# T");
        assertThat(LaraCorpus.open(folder))
                .containsExactly(
                        new Document(new DocumentId("128k/paper/128k_paper_0.md"), "128k_paper_0", "<paper 0>\n# T"),
                        new Document(new DocumentId("32k/book/A Tale.txt"), "A Tale", "Once"));
    }
}
