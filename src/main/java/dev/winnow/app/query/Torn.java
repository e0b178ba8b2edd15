package dev.winnow.app.query;

import dev.winnow.indexer.ingest.JsonLines;
import dev.winnow.indexer.ingest.Problems;
import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** Files of JSON lines whose last line a kill has cut, or is being written. */
final class Torn {
    private Torn() {}

    /**
     * Whether a file ends within a line.
     *
     * @throws InputException if it does, and other lines are damaged, too: DuckDB would pass over them with the last
     */
    static boolean is(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            file.seek(file.length() - 1);
            if (file.read() == '\n') {
                return false;
            }
        }
        Problems problems = new Problems();
        JsonLines.read(path, problems, row -> {});
        if (problems.count() > 1) {
            throw new InputException(problems.all());
        }
        return true;
    }
}
