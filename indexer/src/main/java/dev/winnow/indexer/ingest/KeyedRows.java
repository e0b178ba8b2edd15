package dev.winnow.indexer.ingest;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The rows of a JSON lines file by an id that each has. One pass at opening checks every line and notes where each row
 * starts; rows are read again from the file when they are asked for. Safe for use by several threads.
 */
public final class KeyedRows {
    private final Path file;
    private final Function<JsonRow, String> key;
    private final OffsetIndex index = new OffsetIndex();

    private KeyedRows(Path file, Function<JsonRow, String> key) {
        this.file = file;
        this.key = key;
    }

    /**
     * Reads a file, which must not be packed.
     *
     * @param key a row's id
     * @param check is given each row, and notes what is wrong with it
     * @throws dev.winnow.indexer.spec.InputException with every problem of the file
     */
    public static KeyedRows open(Path file, Function<JsonRow, String> key, Consumer<JsonRow> check) {
        KeyedRows rows = new KeyedRows(file, key);
        Problems problems = new Problems();
        JsonLines.read(file, problems, row -> {
            rows.add(row);
            check.accept(row);
        });
        problems.throwIfAny();
        return rows;
    }

    private void add(JsonRow row) {
        String id = key.apply(row);
        if (!row.sound()) {
            return;
        }
        long hash = OffsetIndex.hash(id);
        for (int earlier : index.candidates(hash)) {
            if (key.apply(read(index.offset(earlier))).equals(id)) {
                row.problem("id '" + id + "' stands on line " + index.line(earlier)
                        + " already; ids must be unique, remove one");
                return;
            }
        }
        index.add(hash, row.offset(), row.line());
    }

    /** The row of that id; empty if the file has none. */
    public Optional<JsonRow> get(String id) {
        for (int ordinal : index.candidates(OffsetIndex.hash(id))) {
            JsonRow row = read(index.offset(ordinal));
            if (key.apply(row).equals(id)) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    /** How many rows there are. */
    public int size() {
        return index.size();
    }

    private JsonRow read(long offset) {
        Problems problems = new Problems();
        try (FileInputStream in = new FileInputStream(file.toFile());
                JsonLines lines = new JsonLines(file, in, offset, problems)) {
            in.skipNBytes(offset);
            return lines.next()
                    .filter(row -> problems.count() == 0)
                    .orElseThrow(
                            () -> new IllegalStateException(file + " was changed while it was in use; start again"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
