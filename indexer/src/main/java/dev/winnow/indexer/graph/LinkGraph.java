package dev.winnow.indexer.graph;

import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * An undirected graph in compressed sparse rows, memory-mapped: for every node the nodes that it is linked with, rising
 * and each once, one that is linked with itself among them.
 *
 * <p>Nodes are numbered by falling degree, so that the few that most links lead to lie together and stay in the
 * processor's caches. {@link #node} and {@link #place} translate from and to places in corpus order. Safe for use by
 * several threads.
 *
 * <p>The file is a header of 32 bytes (magic, format, nodes, arcs as a long, CRC-32C of what follows), then as
 * little-endian integers the place of each node, the end of each node's row, and the rows.
 */
public final class LinkGraph {
    /** Entries of all rows at most: what one mapping of a file can hold. */
    public static final int MOST_ARCS = (1 << 29) - 2;

    static final int MAGIC = 0x474C_4E57;
    static final int FORMAT = 1;
    static final int HEADER = 32;

    private final int nodes;
    private final int arcs;
    private final IntUnaryOperator nodeOfPlace;
    private final IntBuffer places;
    private final int[] ends;
    private final IntBuffer targets;

    private LinkGraph(IntBuffer places, IntUnaryOperator nodeOfPlace, int[] ends, IntBuffer targets) {
        this.nodes = ends.length;
        this.arcs = targets.limit();
        this.places = places;
        this.nodeOfPlace = nodeOfPlace;
        this.ends = ends;
        this.targets = targets;
    }

    /**
     * Opens a graph that {@link LinkGraphWriter} wrote.
     *
     * @throws InputException if the file is not there, or not as it was written
     */
    public static LinkGraph open(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
            while (header.hasRemaining() && channel.read(header) >= 0) {
                // A channel may give less than it is asked for.
            }
            header.flip();
            if (header.remaining() < HEADER || header.getInt() != MAGIC) {
                throw damaged(file, "it is no link graph");
            }
            int format = header.getInt();
            if (format != FORMAT) {
                throw damaged(file, "its format is " + format + ", not " + FORMAT);
            }
            int nodes = header.getInt();
            header.getInt();
            long arcs = header.getLong();
            long body = channel.size() - HEADER;
            if (nodes < 0 || arcs < 0 || arcs > MOST_ARCS || body != (2L * nodes + arcs) * Integer.BYTES) {
                throw damaged(file, "it is torn");
            }
            int checksum = header.getInt();
            ByteBuffer map = channel.map(FileChannel.MapMode.READ_ONLY, HEADER, body);
            CRC32C read = new CRC32C();
            read.update(map.duplicate());
            if ((int) read.getValue() != checksum) {
                throw damaged(file, "its checksum is wrong");
            }
            IntBuffer places = integers(map, 0, nodes);
            int[] nodeOfPlace = new int[nodes];
            for (int node = 0; node < nodes; node++) {
                nodeOfPlace[places.get(node)] = node;
            }
            int[] ends = new int[nodes];
            integers(map, nodes, nodes).get(0, ends);
            return new LinkGraph(places, place -> nodeOfPlace[place], ends, integers(map, 2 * nodes, (int) arcs));
        } catch (NoSuchFileException e) {
            throw new InputException(file, "there is no link graph here");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IntBuffer integers(ByteBuffer map, int from, int count) {
        return map.slice(from * Integer.BYTES, count * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer();
    }

    private static InputException damaged(Path file, String how) {
        return new InputException(
                file, "the link graph is damaged: " + how + "; delete " + file.getParent() + " and run again");
    }

    /**
     * The graph of some documents alone: the links among them, and no others.
     *
     * @param documents their places in corpus order, each once
     */
    public LinkGraph among(int[] documents) {
        int[] sorted = documents.clone();
        Arrays.sort(sorted);
        int[][] rows = new int[sorted.length][];
        for (int i = 0; i < sorted.length; i++) {
            int node = node(sorted[i]);
            int[] row = new int[degree(node)];
            int count = 0;
            for (int at = start(node); at < end(node); at++) {
                int linked = Arrays.binarySearch(sorted, place(targets.get(at)));
                if (linked >= 0) {
                    row[count++] = linked;
                }
            }
            rows[i] = Arrays.copyOf(row, count);
        }
        int[] order = IntStream.range(0, sorted.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> -rows[i].length).thenComparing(i -> i))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] nodeOf = new int[sorted.length];
        int[] places = new int[sorted.length];
        int[] ends = new int[sorted.length];
        int end = 0;
        for (int node = 0; node < order.length; node++) {
            nodeOf[order[node]] = node;
            places[node] = sorted[order[node]];
            end += rows[order[node]].length;
            ends[node] = end;
        }
        IntBuffer targets = IntBuffer.allocate(end);
        for (int i : order) {
            targets.put(Arrays.stream(rows[i])
                    .map(linked -> nodeOf[linked])
                    .sorted()
                    .toArray());
        }
        return new LinkGraph(
                IntBuffer.wrap(places), place -> nodeOf[Arrays.binarySearch(sorted, place)], ends, targets.flip());
    }

    /** How many nodes there are: one for each document of the corpus. */
    public int nodes() {
        return nodes;
    }

    /** The sum of all degrees: twice the links between different documents, and once those of a document to itself. */
    public int arcs() {
        return arcs;
    }

    /** The greatest degree: that of node 0; 0 where there are no nodes. */
    public int mostLinks() {
        return nodes == 0 ? 0 : degree(0);
    }

    /** How many nodes have links: these come first. */
    public int linked() {
        int low = 0;
        int high = nodes;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (degree(middle) > 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The node of the document at a place in corpus order. */
    public int node(int place) {
        return nodeOfPlace.applyAsInt(place);
    }

    /** The place in corpus order of a node's document. */
    public int place(int node) {
        return places.get(node);
    }

    /** With how many nodes a node is linked. */
    public int degree(int node) {
        return ends[node] - start(node);
    }

    /** Where a node's row begins in {@link #targets}. */
    public int start(int node) {
        return node == 0 ? 0 : ends[node - 1];
    }

    /** One behind where a node's row ends in {@link #targets}. */
    public int end(int node) {
        return ends[node];
    }

    /** All rows, one behind the other: the nodes that each node is linked with. */
    public IntBuffer targets() {
        return targets;
    }
}
