package dev.winnow.indexer.embed;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.spec.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/**
 * Embeddings by the keys of their texts, in one file that is only ever appended to. Numbers are little-endian. A header
 * of 48 bytes: {@code WNWVEC01}, the embedder's fingerprint (32 bytes), the dimension (4), the CRC-32C of all that (4).
 * Then records of one size: the key (32 bytes), tokens (4), nanoseconds (8), the vector (4 for each dimension), the
 * CRC-32C of all that (4).
 *
 * <p>Where a record begins is known from its number, so one that is damaged is passed over and costs nothing but itself.
 * A record that a kill has torn off at the end is overwritten by the next. Several processes may use one file: they look
 * for new records and append them while they hold a lock, and read what is there without one.
 */
final class VectorFile implements AutoCloseable {
    static final String NAME = "vectors.bin";
    private static final byte[] MAGIC = {'W', 'N', 'W', 'V', 'E', 'C', '0', '1'};
    static final int HEADER = MAGIC.length + 32 + 4 + 4;
    private static final int BLOCK = 1 << 20;

    /** A file lock holds off other processes and fails within one; threads of this one wait here. */
    private static final Map<Path, Object> PLACES = new ConcurrentHashMap<>();

    private final Path folder;
    private final Fingerprint fingerprint;
    private final KeyTable table = new KeyTable();
    // Not a channel: a channel is closed under everybody when one thread is interrupted.
    private RandomAccessFile file;
    private int dimension;
    private int records;

    /** When appended records are on the disk. */
    enum Durability {
        /** Before {@link #append} returns. */
        FORCED,
        /** When the operating system sees fit: the end of this process loses nothing, that of the machine may. */
        LATER
    }

    private interface Action<T> {
        T run() throws IOException;
    }

    /**
     * Opens the file in a folder, which need not be there.
     *
     * @throws InputException if the file is another's
     */
    VectorFile(Path folder, Fingerprint fingerprint) {
        this.folder = folder.toAbsolutePath().normalize();
        this.fingerprint = fingerprint;
        refresh();
    }

    private Path path() {
        return folder.resolve(NAME);
    }

    /** Looks for records that others have appended. */
    synchronized void refresh() {
        try {
            if (Files.exists(path())) {
                locked(() -> {
                    scan();
                    return records;
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The embedding of that key, if it is there and whole. */
    synchronized Optional<Embedding> find(TextKey key) {
        int number = table.get(key);
        if (number < 0) {
            return Optional.empty();
        }
        byte[] bytes = new byte[size()];
        try {
            file.seek(offset(number));
            file.readFully(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(path() + " cannot be read", e);
        }
        ByteBuffer record = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (!sound(bytes, 0) || !TextKey.read(record).equals(key)) {
            return Optional.empty();
        }
        int tokens = record.getInt();
        long nanos = record.getLong();
        float[] vector = new float[dimension];
        record.asFloatBuffer().get(vector);
        return Optional.of(new Embedding(vector, tokens, nanos));
    }

    /**
     * Appends embeddings, except those that another process has appended meanwhile.
     *
     * @return what the file now holds for these keys: one key has one vector for ever
     * @throws InputException if they are not of the dimension of those in the file
     */
    synchronized List<Embedding> append(List<TextKey> keys, List<Embedding> embeddings, Durability durability) {
        if (keys.isEmpty()) {
            return List.of();
        }
        try {
            Files.createDirectories(folder);
            return locked(() -> {
                scan();
                return appendLocked(keys, embeddings, durability);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(path() + " cannot be written", e);
        }
    }

    private List<Embedding> appendLocked(List<TextKey> keys, List<Embedding> embeddings, Durability durability)
            throws IOException {
        if (dimension == 0) {
            begin(embeddings.get(0).vector().length);
        }
        List<Embedding> held = new ArrayList<>(keys.size());
        List<TextKey> added = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < keys.size(); i++) {
            Embedding embedding = embeddings.get(i);
            if (embedding.vector().length != dimension) {
                throw new InputException(
                        folder,
                        "these vectors have %,d dimensions, and the embedder now gives %,d: the model behind its name has changed; delete the folder to begin anew"
                                .formatted(dimension, embedding.vector().length));
            }
            Optional<Embedding> there = find(keys.get(i));
            if (there.isEmpty()) {
                bytes.write(record(keys.get(i), embedding, size()));
                added.add(keys.get(i));
            }
            held.add(there.orElse(embedding));
        }
        file.seek(offset(records));
        file.write(bytes.toByteArray());
        if (durability == Durability.FORCED) {
            file.getFD().sync();
        }
        for (TextKey key : added) {
            table.put(key, records++);
        }
        return held;
    }

    private void begin(int dimension) throws IOException {
        byte[] bytes = new byte[HEADER];
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        header.put(MAGIC).put(HexFormat.of().parseHex(fingerprint.hex())).putInt(dimension);
        header.putInt(checksum(bytes, 0, header.position()));
        open();
        file.seek(0);
        file.write(bytes);
        this.dimension = dimension;
    }

    private static byte[] record(TextKey key, Embedding embedding, int size) {
        byte[] bytes = new byte[size];
        ByteBuffer record = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        key.write(record);
        record.putInt(embedding.tokens()).putLong(embedding.nanos());
        for (float value : embedding.vector()) {
            record.putFloat(value);
        }
        record.putInt(checksum(bytes, 0, record.position()));
        return bytes;
    }

    /** Enters the records behind those that are known. */
    private void scan() throws IOException {
        if (!Files.exists(path())) {
            return;
        }
        open();
        long length = file.length();
        if (dimension == 0) {
            // A kill while the first records were written can leave less than a header; it is written again.
            if (length < HEADER) {
                return;
            }
            dimension = header();
        }
        int whole = (int) Math.min(Integer.MAX_VALUE - 8L, (length - HEADER) / size());
        byte[] block = new byte[Math.max(1, Math.min(BLOCK / size(), whole - records)) * size()];
        while (records < whole) {
            int count = Math.min(block.length / size(), whole - records);
            file.seek(offset(records));
            file.readFully(block, 0, count * size());
            for (int i = 0; i < count; i++, records++) {
                if (sound(block, i * size())) {
                    ByteBuffer record = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
                    table.put(TextKey.read(record.position(i * size())), records);
                }
            }
        }
    }

    private int header() throws IOException {
        byte[] bytes = new byte[HEADER];
        file.seek(0);
        file.readFully(bytes);
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        byte[] maker = Arrays.copyOfRange(bytes, MAGIC.length, MAGIC.length + 32);
        int dimension = header.getInt(HEADER - 8);
        if (!Arrays.equals(Arrays.copyOf(bytes, MAGIC.length), MAGIC)
                || !HexFormat.of().formatHex(maker).equals(fingerprint.hex())
                || checksum(bytes, 0, HEADER - 4) != header.getInt(HEADER - 4)
                || dimension < 1) {
            throw new InputException(path(), "these are not vectors of this embedder, or damaged; delete the file");
        }
        return dimension;
    }

    private boolean sound(byte[] bytes, int start) {
        int body = size() - 4;
        int written = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(start + body);
        return checksum(bytes, start, body) == written;
    }

    private static int checksum(byte[] bytes, int start, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, start, length);
        return (int) checksum.getValue();
    }

    private int size() {
        return TextKey.BYTES + 4 + 8 + 4 * dimension + 4;
    }

    private long offset(int number) {
        return HEADER + (long) number * size();
    }

    private void open() throws IOException {
        if (file == null) {
            file = new RandomAccessFile(path().toFile(), "rw");
        }
    }

    private <T> T locked(Action<T> action) throws IOException {
        Path lock = folder.toRealPath().resolve("lock");
        synchronized (PLACES.computeIfAbsent(lock, key -> new Object())) {
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                FileLock heldUntilTheChannelCloses = channel.lock();
                assert heldUntilTheChannelCloses.isValid();
                return action.run();
            }
        }
    }

    @Override
    public synchronized void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
