package dev.winnow.indexer.embed;

import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rows of a NumPy file of floating-point numbers of 16, 32 or 64 bits in two dimensions and C order, mapped into
 * memory. The format is NumPy's NEP 1, versions 1 to 3.
 */
final class NumpyRows implements VectorRows {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_HEADER = 1 << 16;
    private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([<>|=]?)(\\w+)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");
    private static final Map<String, Integer> WIDTHS = Map.of("f2", 2, "f4", 4, "f8", 8);
    /** A map in Java holds 2 GB at most. */
    private static final long MAPPED = 1L << 30;

    private final ByteBuffer[] maps;
    private final int rowsOfMap;
    private final int size;
    private final int dimension;
    private final int width;

    private NumpyRows(FileChannel channel, Header header) throws IOException {
        width = header.width();
        size = header.rows();
        dimension = header.columns();
        long row = (long) dimension * width;
        rowsOfMap = (int) Math.max(1, Math.min(MAPPED / row, size));
        maps = new ByteBuffer[(size + rowsOfMap - 1) / rowsOfMap];
        for (int i = 0; i < maps.length; i++) {
            long first = (long) i * rowsOfMap;
            maps[i] = channel.map(
                            FileChannel.MapMode.READ_ONLY,
                            header.length() + first * row,
                            Math.min(rowsOfMap, size - first) * row)
                    .order(header.order());
        }
    }

    private record Header(int length, ByteOrder order, int width, int rows, int columns) {}

    static boolean reads(Path file) {
        return file.toString().endsWith(".npy");
    }

    /** The file with the texts of a NumPy file's rows. */
    static Path texts(Path file) {
        String name = file.getFileName().toString().replaceFirst("\\.npy$", ".jsonl");
        Path packed = file.resolveSibling(name + ".gz");
        return Files.exists(packed) && !Files.exists(file.resolveSibling(name)) ? packed : file.resolveSibling(name);
    }

    /**
     * Maps a file.
     *
     * @throws InputException if it is not there or holds something else
     */
    static NumpyRows open(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            Header header = header(file, ByteBuffer.wrap(beginning(file)).order(ByteOrder.LITTLE_ENDIAN));
            long wanted = header.length() + (long) header.rows() * header.columns() * header.width();
            if (channel.size() != wanted) {
                throw new InputException(
                        file,
                        "has %,d bytes, and %,d rows of %,d numbers take %,d; copy or save it again"
                                .formatted(channel.size(), header.rows(), header.columns(), wanted));
            }
            return new NumpyRows(channel, header);
        } catch (NoSuchFileException e) {
            throw new InputException(file, "there is no such file; check the path");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] beginning(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(LONGEST_HEADER);
        }
    }

    private static Header header(Path file, ByteBuffer start) {
        try {
            for (byte expected : MAGIC) {
                if (start.get() != expected) {
                    throw new InputException(file, "is no NumPy file; write it with numpy.save");
                }
            }
            int version = start.get();
            start.get();
            int length = version == 1 ? Short.toUnsignedInt(start.getShort()) : start.getInt();
            byte[] text = new byte[Math.min(length, LONGEST_HEADER)];
            start.get(text);
            return header(file, new String(text, StandardCharsets.UTF_8), start.position());
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            throw new InputException(file, "the NumPy file is cut off; copy or save it again");
        }
    }

    private static Header header(Path file, String text, int length) {
        Matcher type = TYPE.matcher(text);
        Matcher order = ORDER.matcher(text);
        Matcher shape = SHAPE.matcher(text);
        String kind = type.find() ? type.group(2) : "something else";
        if (!WIDTHS.containsKey(kind)) {
            throw new InputException(
                    file,
                    "must hold float16, float32 or float64, got " + kind
                            + "; write numpy.save(file, vectors.astype('float32'))");
        }
        if (!order.find() || order.group(1).equals("True")) {
            throw new InputException(
                    file, "is in Fortran order; write numpy.save(file, numpy.ascontiguousarray(vectors))");
        }
        String extents = shape.find() ? shape.group(1).strip() : "";
        String[] parts = extents.split("\\s*,\\s*");
        if (parts.length != 2 || !parts[0].matches("\\d{1,10}") || !parts[1].matches("\\d{1,6}")) {
            throw new InputException(
                    file, "must have two dimensions, texts and their vectors, got the shape (" + extents + ")");
        }
        long rows = Long.parseLong(parts[0]);
        int columns = Integer.parseInt(parts[1]);
        if (rows < 1 || rows > Integer.MAX_VALUE - 8 || columns < 1) {
            throw new InputException(file, "must hold at least one row and column, got the shape (" + extents + ")");
        }
        return new Header(
                length,
                type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                WIDTHS.get(kind),
                (int) rows,
                columns);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public float[] row(int number) {
        ByteBuffer map = maps[number / rowsOfMap];
        int start = number % rowsOfMap * dimension * width;
        ByteBuffer row = map.slice(start, dimension * width).order(map.order());
        float[] values = new float[dimension];
        switch (width) {
            case 2 -> {
                for (int i = 0; i < dimension; i++) {
                    values[i] = Float.float16ToFloat(row.getShort());
                }
            }
            case 4 -> row.asFloatBuffer().get(values);
            default -> {
                for (int i = 0; i < dimension; i++) {
                    values[i] = (float) row.getDouble();
                }
            }
        }
        return values;
    }
}
