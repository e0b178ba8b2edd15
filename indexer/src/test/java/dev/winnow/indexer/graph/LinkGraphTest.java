package dev.winnow.indexer.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkGraphTest {
    @TempDir
    private Path folder;

    @Test
    void links_count_in_both_directions_repetitions_once_and_loops_once() throws IOException {
        LinkGraph graph = written(folder, 5, 8, List.of(link(0, 1), link(1, 0), link(0, 1), link(2, 2), link(1, 3)));

        assertThat(neighbours(graph)).isEqualTo(List.of(Set.of(1), Set.of(0, 3), Set.of(2), Set.of(1), Set.of()));
        assertThat(graph.arcs()).isEqualTo(2 + 1 + 2);
    }

    @Test
    void nodes_are_numbered_by_falling_degree_and_equal_ones_by_place() throws IOException {
        LinkGraph graph = written(folder, 5, 8, List.of(link(3, 1), link(3, 2), link(3, 4), link(4, 2)));

        assertThat(List.of(graph.place(0), graph.place(1), graph.place(2), graph.place(3), graph.place(4)))
                .containsExactly(3, 2, 4, 1, 0);
        assertThat(graph.node(3)).isZero();
        assertThat(graph.mostLinks()).isEqualTo(3);
        assertThat(graph.linked()).isEqualTo(4);
    }

    @Test
    void a_graph_without_nodes_or_links_can_be_opened() throws IOException {
        assertThat(written(folder, 0, 8, List.of()).nodes()).isZero();
        LinkGraph graph = written(folder, 3, 8, List.of());
        assertThat(graph.linked()).isZero();
        assertThat(graph.mostLinks()).isZero();
    }

    @Property(tries = 60)
    void rows_are_the_links_whatever_their_order_and_however_many_are_sorted_at_once(
            @ForAll @IntRange(min = 1, max = 700) int nodes,
            @ForAll @Size(max = 300) List<@IntRange(min = 0, max = 1_000_000) Integer> ends,
            @ForAll @IntRange(min = 1, max = 50) int sortedAtOnce)
            throws IOException {
        List<int[]> links = new ArrayList<>();
        for (int i = 0; i + 1 < ends.size(); i += 2) {
            links.add(link(ends.get(i) % nodes, ends.get(i + 1) % nodes));
        }
        Path there = Files.createTempDirectory("graph");
        there.toFile().deleteOnExit();
        there.resolve("graph").toFile().deleteOnExit();

        LinkGraph graph = written(there, nodes, sortedAtOnce, links);

        List<Set<Integer>> expected = new ArrayList<>();
        for (int place = 0; place < nodes; place++) {
            expected.add(new TreeSet<>());
        }
        for (int[] link : links) {
            expected.get(link[0]).add(link[1]);
            expected.get(link[1]).add(link[0]);
        }
        assertThat(neighbours(graph)).isEqualTo(expected);
        for (int node = 1; node < nodes; node++) {
            assertThat(graph.degree(node)).isLessThanOrEqualTo(graph.degree(node - 1));
        }
    }

    @Test
    void the_graph_of_some_documents_has_the_links_among_them_alone() throws IOException {
        LinkGraph graph = written(folder, 6, 8, List.of(link(0, 1), link(1, 2), link(2, 3), link(3, 3), link(5, 3)));

        LinkGraph some = graph.among(new int[] {5, 3, 1, 2});

        TreeMap<Integer, Set<Integer>> rows = new TreeMap<>();
        for (int place : new int[] {1, 2, 3, 5}) {
            rows.put(place, row(some, some.node(place)));
        }
        assertThat(rows)
                .isEqualTo(new TreeMap<>(
                        java.util.Map.of(1, Set.of(2), 2, Set.of(1, 3), 3, Set.of(2, 3, 5), 5, Set.of(3))));
        assertThat(some.nodes()).isEqualTo(4);
    }

    @Test
    void a_torn_file_is_one_clear_error() throws IOException {
        written(folder, 50, 8, List.of(link(0, 1), link(4, 9)));
        Path file = folder.resolve("graph");
        try (RandomAccessFile torn = new RandomAccessFile(file.toFile(), "rw")) {
            torn.setLength(torn.length() - 3);
        }

        assertThatThrownBy(() -> LinkGraph.open(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the link graph is damaged: it is torn; delete " + folder);
    }

    @Test
    void a_changed_byte_is_noticed() throws IOException {
        written(folder, 50, 8, List.of(link(0, 1), link(4, 9)));
        Path file = folder.resolve("graph");
        try (RandomAccessFile changed = new RandomAccessFile(file.toFile(), "rw")) {
            changed.seek(changed.length() - 2);
            changed.write(77);
        }

        assertThatThrownBy(() -> LinkGraph.open(file)).hasMessageContaining("its checksum is wrong");
    }

    @Test
    void another_file_is_not_taken_for_a_graph() throws IOException {
        Path file = Files.writeString(folder.resolve("graph"), "source_node,target_node and so on, and on");

        assertThatThrownBy(() -> LinkGraph.open(file)).hasMessageContaining("it is no link graph");
        assertThatThrownBy(() -> LinkGraph.open(folder.resolve("none"))).hasMessageContaining("there is no link graph");
    }

    static LinkGraph written(Path folder, int nodes, int sortedAtOnce, List<int[]> links) {
        try (LinkGraphWriter writer = new LinkGraphWriter(folder, nodes, sortedAtOnce)) {
            for (int[] link : links) {
                writer.add(link[0], link[1]);
            }
            LinkGraphWriter.Summary summary = writer.write(folder.resolve("graph"));
            assertThat(summary.links()).isEqualTo(links.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return LinkGraph.open(folder.resolve("graph"));
    }

    static int[] link(int from, int to) {
        return new int[] {from, to};
    }

    private static List<Set<Integer>> neighbours(LinkGraph graph) {
        List<Set<Integer>> neighbours = new ArrayList<>();
        for (int place = 0; place < graph.nodes(); place++) {
            neighbours.add(row(graph, graph.node(place)));
        }
        return neighbours;
    }

    /** The places of the documents that a node is linked with. */
    private static Set<Integer> row(LinkGraph graph, int node) {
        Set<Integer> row = new TreeSet<>();
        for (int at = graph.start(node); at < graph.end(node); at++) {
            assertThat(row.add(graph.place(graph.targets().get(at)))).isTrue();
        }
        return row;
    }
}
