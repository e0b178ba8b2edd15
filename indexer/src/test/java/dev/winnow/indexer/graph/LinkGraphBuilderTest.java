package dev.winnow.indexer.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.chunk.ChunkerSpec;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.MemoryCorpus;
import dev.winnow.indexer.index.IndexBuilder;
import dev.winnow.indexer.index.IndexSettings;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.Tokenizers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkGraphBuilderTest {
    @TempDir
    private Path folder;

    private PassageIndex index;

    @AfterEach
    void close() {
        index.close();
    }

    @Test
    void links_of_documents_to_unknown_ones_are_counted_and_left_out() {
        index = index(document("c", "a", "nowhere", "c"), document("a", "b", "b"), document("b"), document("d"));
        LinkGraphBuilder builder = new LinkGraphBuilder(index, Optional.empty());

        LinkGraph graph = builder.open(done -> {});

        assertThat(graph.arcs()).isEqualTo(2 + 1 + 2);
        assertThat(graph.degree(graph.node(index.corpus().place(new DocumentId("a")))))
                .isEqualTo(2);
        LinkGraphManifest manifest = builder.manifest();
        assertThat(manifest.source()).isEqualTo("documents");
        assertThat(manifest.links()).isEqualTo(5);
        assertThat(manifest.unknown()).isEqualTo(1);
        assertThat(manifest.loops()).isEqualTo(1);
        assertThat(manifest.isolated()).isEqualTo(1);
    }

    @Test
    void an_edge_list_stands_in_the_place_of_the_documents_own_links() throws IOException {
        index = index(document("1", "2"), document("2"), document("a,\"b"));
        Path edges = edges("edge_list.csv", "source_node,target_node\n2,\"a,\"\"b\"\n2,9\n9,1\n");

        LinkGraph graph = new LinkGraphBuilder(index, Optional.of(edges)).open(done -> {});

        assertThat(graph.arcs()).isEqualTo(2);
        assertThat(graph.degree(graph.node(index.corpus().place(new DocumentId("1")))))
                .isZero();
        assertThat(new LinkGraphBuilder(index, Optional.of(edges)).manifest().unknown())
                .isEqualTo(2);
    }

    @Test
    void a_packed_edge_list_gives_the_same_graph() throws IOException {
        index = index(document("1"), document("2"));
        Path packed = folder.resolve("edge_list.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write("source_node,target_node\n1,2\n".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(new LinkGraphBuilder(index, Optional.of(packed))
                        .open(done -> {})
                        .arcs())
                .isEqualTo(2);
    }

    @Test
    void a_graph_that_is_there_is_not_made_again_and_another_edge_list_has_another() throws IOException {
        index = index(document("1", "2"), document("2"));
        LinkGraphBuilder builder = new LinkGraphBuilder(index, Optional.empty());
        builder.open(done -> {});
        Path made = builder.folder().resolve("graph");
        long time = Files.getLastModifiedTime(made).toMillis();

        builder.open(done -> {});

        assertThat(Files.getLastModifiedTime(made).toMillis()).isEqualTo(time);
        Path edges = edges("edges.csv", "source_node,target_node\n1,2\n");
        assertThat(new LinkGraphBuilder(index, Optional.of(edges)).folder()).isNotEqualTo(builder.folder());
    }

    @Test
    void wrong_lines_are_named_with_their_number() throws IOException {
        index = index(document("1"), document("2"));

        assertThatThrownBy(() -> open(edges("a.csv", "from,to\n1,2\n")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a.csv:1: the first line must be source_node,target_node");
        assertThatThrownBy(() -> open(edges("b.csv", "source_node,target_node\n1,2\n1;2\n")))
                .hasMessageContaining("b.csv:3: a line is two ids with a comma between, got 1 field");
        assertThatThrownBy(() -> open(folder.resolve("c.csv"))).hasMessageContaining("there is no such file");
    }

    private void open(Path edges) {
        new LinkGraphBuilder(index, Optional.of(edges)).open(done -> {});
    }

    private Path edges(String name, String lines) throws IOException {
        return Files.writeString(folder.resolve(name), lines);
    }

    private static Document document(String id, String... links) {
        return new Document(
                new DocumentId(id),
                "",
                "Text of " + id + ".",
                Arrays.stream(links).map(DocumentId::new).toList(),
                Map.of());
    }

    private PassageIndex index(Document... documents) {
        TokenCounter counter = Tokenizers.open("cl100k_base");
        IndexSettings settings = new IndexSettings("whole", counter.name(), counter.fingerprint());
        new IndexBuilder(settings, ChunkerSpec.parse("whole").open(counter), done -> {})
                .build(new MemoryCorpus(List.of(documents)), folder.resolve("index"));
        return PassageIndex.open(folder.resolve("index"));
    }
}
