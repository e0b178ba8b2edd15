package dev.winnow.indexer.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Reads a stream line by line as bytes and knows where each line starts; lines end with LF or CR LF. */
final class ByteLines implements Closeable {
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int next;
    private int filled;
    private long consumed;

    private byte[] line = new byte[1 << 12];
    private int length;
    private long offset;
    private int number;

    /** Lines of a stream that stands at byte {@code start} of its file. */
    ByteLines(InputStream in, long start) {
        this.in = in;
        this.consumed = start;
    }

    /** Goes to the next line; false if there is none. */
    boolean advance() throws IOException {
        offset = consumed;
        length = 0;
        boolean any = false;
        while (true) {
            if (next == filled) {
                filled = in.read(buffer, 0, buffer.length);
                next = 0;
                if (filled <= 0) {
                    filled = 0;
                    break;
                }
            }
            any = true;
            int end = next;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            append(next, end);
            boolean ended = end < filled;
            consumed += end - next + (ended ? 1 : 0);
            next = ended ? end + 1 : end;
            if (ended) {
                break;
            }
        }
        if (any) {
            number++;
            if (length > 0 && line[length - 1] == '\r') {
                length--;
            }
        }
        return any;
    }

    private void append(int from, int to) {
        int needed = Math.addExact(length, to - from);
        if (needed > line.length) {
            line = Arrays.copyOf(line, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, line.length * 2L)));
        }
        System.arraycopy(buffer, from, line, length, to - from);
        length = needed;
    }

    /** The line's number in what was read, from 1. */
    int number() {
        return number;
    }

    /** Where the line starts in the file. */
    long offset() {
        return offset;
    }

    byte[] bytes() {
        return line;
    }

    int length() {
        return length;
    }

    boolean blank() {
        for (int i = 0; i < length; i++) {
            if (line[i] != ' ' && line[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    /** The bytes of the line from one on, for as long as {@link #advance} is not called. */
    ByteBuffer from(int start) {
        return ByteBuffer.wrap(line, start, length - start);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
