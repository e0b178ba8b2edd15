package dev.winnow.app.ledger;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Appends lines to a file. When {@link #append} returns, the line is on the disk. Threads that append at the same time
 * share one force: whoever comes first writes for all that wait.
 */
public final class DurableLines implements AutoCloseable {
    private final Path file;
    // A stream, not a channel: a channel is closed under everybody when one thread is interrupted.
    private final FileOutputStream out;
    private final Object buffer = new Object();
    private final Object disk = new Object();
    private ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private long submitted;
    private volatile long durable;
    // What failed once may have left half a line, and lost those of threads that waited: nothing is added behind it.
    private IOException failure;

    /** Opens the file at its end, after dropping a last line that a kill has torn. */
    public DurableLines(Path file) {
        this.file = file;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            dropTornLine(file);
            out = new FileOutputStream(file.toFile(), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts a file behind its last line feed. A file that is not there is left so. */
    static void dropTornLine(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (RandomAccessFile lines = new RandomAccessFile(file.toFile(), "rw")) {
            long whole = whole(lines);
            if (whole < lines.length()) {
                lines.setLength(whole);
            }
        }
    }

    /** How many bytes of a file are whole lines. */
    static long whole(Path file) throws IOException {
        try (RandomAccessFile lines = new RandomAccessFile(file.toFile(), "r")) {
            return whole(lines);
        }
    }

    /** Whether a file ends with a whole line. */
    public static boolean isWhole(Path file) throws IOException {
        return whole(file) == Files.size(file);
    }

    private static long whole(RandomAccessFile lines) throws IOException {
        byte[] block = new byte[8192];
        long end = lines.length();
        while (end > 0) {
            int size = (int) Math.min(block.length, end);
            lines.seek(end - size);
            lines.readFully(block, 0, size);
            for (int i = size - 1; i >= 0; i--) {
                if (block[i] == '\n') {
                    return end - size + i + 1;
                }
            }
            end -= size;
        }
        return 0;
    }

    /** Appends one line, which must not hold a line feed, and waits until it is on the disk. */
    public void append(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        long mine;
        synchronized (buffer) {
            pending.writeBytes(bytes);
            mine = ++submitted;
        }
        // Whoever gets the disk writes what all others have put down while they waited for it.
        synchronized (disk) {
            if (durable >= mine) {
                return;
            }
            ByteArrayOutputStream batch;
            long upTo;
            synchronized (buffer) {
                batch = pending;
                upTo = submitted;
                pending = new ByteArrayOutputStream();
            }
            try {
                if (failure != null) {
                    throw failure;
                }
                batch.writeTo(out);
                out.getFD().sync();
            } catch (IOException e) {
                failure = e;
                throw new UncheckedIOException(file + " cannot be written", e);
            }
            durable = upTo;
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
