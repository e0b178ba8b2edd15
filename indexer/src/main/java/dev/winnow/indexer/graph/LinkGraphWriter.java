package dev.winnow.indexer.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * Writes a link graph from links in any order. Each link is taken in both directions, and repetitions once. Memory does
 * not grow with the links: they are spread over files by ranges of their nodes, each file is sorted by itself, and the
 * rows are written anew in the order of degrees. It needs 24 bytes for each node, and on disk eight for each direction of
 * a link while it works.
 */
public final class LinkGraphWriter implements AutoCloseable {
    private static final int RANGES = 256;
    /** Links that wait in memory for each range's file. */
    private static final int WAITING = 1 << 12;
    /** Links that one thread sorts at once, unless a single node has more: 64 MB. */
    private static final int SORTED = 8 << 20;
    /** Integers of rows that one thread puts in their final order at once, unless a single node has more. */
    private static final int BLOCK = 1 << 18;

    private final Path folder;
    private final int nodes;
    private final int sortedAtOnce;
    private final int shift;
    private final Range[] ranges;
    private final int[] degrees;
    private final int[] starts;
    private long links;
    private long loops;

    /**
     * A writer of a graph of so many nodes.
     *
     * @param folder holds the working files; it must be there
     */
    public LinkGraphWriter(Path folder, int nodes) {
        this(folder, nodes, SORTED);
    }

    LinkGraphWriter(Path folder, int nodes, int sortedAtOnce) {
        this.sortedAtOnce = sortedAtOnce;
        this.folder = folder;
        this.nodes = nodes;
        this.degrees = new int[nodes];
        this.starts = new int[nodes];
        this.shift = Integer.SIZE - Integer.numberOfLeadingZeros(Math.ceilDiv(nodes, RANGES));
        this.ranges = new Range[nodes == 0 ? 0 : ((nodes - 1) >>> shift) + 1];
        Arrays.setAll(ranges, Range::new);
    }

    /**
     * What was written.
     *
     * @param links that were given
     * @param loops those of a node to itself among them
     * @param arcs entries of all rows
     * @param isolated nodes without any link
     */
    public record Summary(long links, long loops, int arcs, int isolated) {}

    /** Adds a link between the documents at two places in corpus order. */
    public void add(int from, int to) throws IOException {
        links++;
        ranges[from >>> shift].add(from, to);
        if (from == to) {
            loops++;
        } else {
            ranges[to >>> shift].add(to, from);
        }
    }

    /**
     * Sorts what was added and writes the graph.
     *
     * @throws IllegalArgumentException if it has more than {@link LinkGraph#MOST_ARCS}
     */
    public Summary write(Path file) throws IOException {
        inParallel(ranges.length, number -> ranges[number].sort());
        long arcs = Arrays.stream(degrees).asLongStream().sum();
        if (2L * nodes + arcs > LinkGraph.MOST_ARCS) {
            throw new IllegalArgumentException("a link graph has at most %,d entries and twice its documents, got %,d"
                    .formatted(LinkGraph.MOST_ARCS, 2L * nodes + arcs));
        }
        int[] placeOfNode = byDegree();
        int[] nodeOfPlace = new int[nodes];
        for (int node = 0; node < nodes; node++) {
            nodeOfPlace[placeOfNode[node]] = node;
        }
        List<IntBuffer> raw = new ArrayList<>();
        for (Range range : ranges) {
            raw.add(range.rows());
        }
        try (Output out = new Output(file)) {
            out.write(placeOfNode, nodes);
            int[] ends = new int[nodes];
            int end = 0;
            for (int node = 0; node < nodes; node++) {
                end += degrees[placeOfNode[node]];
                ends[node] = end;
            }
            out.write(ends, nodes);
            rows(placeOfNode, nodeOfPlace, ends, raw, out);
            out.finish(nodes, arcs);
        }
        int isolated =
                (int) Arrays.stream(degrees).filter(degree -> degree == 0).count();
        return new Summary(links, loops, (int) arcs, isolated);
    }

    /** The places by falling degree; of equal degrees the lower place first. */
    private int[] byDegree() {
        long[] keys = new long[nodes];
        for (int place = 0; place < nodes; place++) {
            keys[place] = (long) (Integer.MAX_VALUE - degrees[place]) << Integer.SIZE | place;
        }
        Arrays.parallelSort(keys);
        int[] places = new int[nodes];
        Arrays.setAll(places, node -> (int) keys[node]);
        return places;
    }

    /** Writes the rows in the order of nodes, a few blocks at a time, each made by one thread. */
    private void rows(int[] placeOfNode, int[] nodeOfPlace, int[] ends, List<IntBuffer> raw, Output out)
            throws IOException {
        int together = 2 * Runtime.getRuntime().availableProcessors();
        int next = 0;
        while (next < nodes) {
            List<int[]> blocks = new ArrayList<>();
            while (next < nodes && blocks.size() < together) {
                int from = next;
                int begin = from == 0 ? 0 : ends[from - 1];
                while (next < nodes && (next == from || ends[next] - begin <= BLOCK)) {
                    next++;
                }
                blocks.add(new int[] {from, next});
            }
            int[][] made = new int[blocks.size()][];
            inParallel(blocks.size(), i -> {
                int from = blocks.get(i)[0];
                int to = blocks.get(i)[1];
                int begin = from == 0 ? 0 : ends[from - 1];
                int[] block = new int[ends[to - 1] - begin];
                int at = 0;
                for (int node = from; node < to; node++) {
                    int place = placeOfNode[node];
                    int degree = degrees[place];
                    raw.get(place >>> shift).get(starts[place], block, at, degree);
                    for (int k = at; k < at + degree; k++) {
                        block[k] = nodeOfPlace[block[k]];
                    }
                    Arrays.sort(block, at, at + degree);
                    at += degree;
                }
                made[i] = block;
            });
            for (int[] block : made) {
                out.write(block, block.length);
            }
        }
    }

    private interface Work {
        void on(int number) throws IOException;
    }

    private static void inParallel(int count, Work work) throws IOException {
        try {
            IntStream.range(0, count).parallel().forEach(number -> {
                try {
                    work.on(number);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw new IOException(e.getCause());
        }
    }

    /** Deletes the working files. */
    @Override
    public void close() throws IOException {
        for (Range range : ranges) {
            range.delete();
        }
    }

    /** The links out of a range of nodes: a file of pairs while they come in, a file of rows when they are sorted. */
    private final class Range {
        private final int first;
        private final Path pairs;
        private final Path sorted;
        private long[] waiting = new long[0];
        private int held;
        private FileChannel channel;

        Range(int number) {
            this.first = number << shift;
            this.pairs = folder.resolve("links-" + number);
            this.sorted = folder.resolve("rows-" + number);
        }

        void add(int from, int to) throws IOException {
            if (held == waiting.length) {
                flush();
                waiting = new long[WAITING];
            }
            waiting[held++] = (long) from << Integer.SIZE | to;
        }

        private void flush() throws IOException {
            if (channel == null) {
                channel = FileChannel.open(
                        pairs,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
            }
            ByteBuffer bytes = ByteBuffer.allocate(held * Long.BYTES);
            bytes.asLongBuffer().put(waiting, 0, held);
            writeAll(channel, bytes);
            held = 0;
        }

        /** Sorts the pairs, drops repetitions, writes the rows, and says what degrees they have and where they start. */
        void sort() throws IOException {
            flush();
            waiting = new long[0];
            try (FileChannel rows = FileChannel.open(
                    sorted,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                int start = 0;
                for (int[] part : parts()) {
                    long[] links = load(part[0], part[1], part[2]);
                    Arrays.sort(links);
                    start = writeRows(links, start, rows);
                }
            }
            channel.close();
            Files.delete(pairs);
        }

        /** Stretches of nodes whose pairs can be sorted at once: first, end, and how many pairs they have. */
        private List<int[]> parts() throws IOException {
            int size = Math.min(1 << shift, nodes - first);
            if (channel.size() / Long.BYTES <= sortedAtOnce) {
                return List.of(new int[] {first, first + size, (int) (channel.size() / Long.BYTES)});
            }
            int[] counts = new int[size];
            eachPair(pair -> counts[(int) (pair >>> Integer.SIZE) - first]++);
            List<int[]> parts = new ArrayList<>();
            int from = 0;
            long sum = 0;
            for (int i = 0; i < size; i++) {
                if (i > from && sum + counts[i] > sortedAtOnce) {
                    parts.add(new int[] {first + from, first + i, (int) sum});
                    from = i;
                    sum = 0;
                }
                sum += counts[i];
            }
            parts.add(new int[] {first + from, first + size, (int) sum});
            return parts;
        }

        private long[] load(int from, int to, int count) throws IOException {
            long[] links = new long[count];
            int[] at = {0};
            eachPair(pair -> {
                int node = (int) (pair >>> Integer.SIZE);
                if (node >= from && node < to) {
                    links[at[0]++] = pair;
                }
            });
            return links;
        }

        private interface PairConsumer {
            void accept(long pair);
        }

        private void eachPair(PairConsumer consumer) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(WAITING * Long.BYTES);
            channel.position(0);
            while (channel.read(bytes) >= 0 || bytes.position() > 0) {
                bytes.flip();
                while (bytes.remaining() >= Long.BYTES) {
                    consumer.accept(bytes.getLong());
                }
                bytes.compact();
            }
        }

        private int writeRows(long[] links, int begin, FileChannel rows) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(WAITING * Integer.BYTES);
            int at = begin;
            for (int i = 0; i < links.length; i++) {
                if (i > 0 && links[i] == links[i - 1]) {
                    continue;
                }
                int node = (int) (links[i] >>> Integer.SIZE);
                if (degrees[node]++ == 0) {
                    starts[node] = at;
                }
                at++;
                bytes.putInt((int) links[i]);
                if (!bytes.hasRemaining()) {
                    writeAll(rows, bytes.flip());
                    bytes.clear();
                }
            }
            writeAll(rows, bytes.flip());
            return at;
        }

        IntBuffer rows() throws IOException {
            try (FileChannel rows = FileChannel.open(sorted, StandardOpenOption.READ)) {
                return rows.map(FileChannel.MapMode.READ_ONLY, 0, rows.size()).asIntBuffer();
            }
        }

        void delete() throws IOException {
            if (channel != null) {
                channel.close();
            }
            Files.deleteIfExists(pairs);
            Files.deleteIfExists(sorted);
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** The graph's file: integers, summed up on their way, and the header last. */
    private static final class Output implements AutoCloseable {
        private final FileChannel channel;
        private final CRC32C checksum = new CRC32C();
        private final ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

        Output(Path file) throws IOException {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            channel.position(LinkGraph.HEADER);
        }

        void write(int[] values, int count) throws IOException {
            for (int from = 0; from < count; ) {
                int some = Math.min(count - from, bytes.capacity() / Integer.BYTES);
                bytes.clear();
                bytes.asIntBuffer().put(values, from, some);
                bytes.limit(some * Integer.BYTES);
                checksum.update(bytes.duplicate());
                writeAll(channel, bytes);
                from += some;
            }
        }

        void finish(int nodes, long arcs) throws IOException {
            bytes.clear();
            bytes.putInt(LinkGraph.MAGIC).putInt(LinkGraph.FORMAT).putInt(nodes).putInt(0);
            bytes.putLong(arcs).putInt((int) checksum.getValue()).putInt(0).flip();
            channel.position(0);
            writeAll(channel, bytes);
            channel.force(true);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
