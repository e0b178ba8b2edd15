package dev.winnow.app.dataset;

import dev.winnow.indexer.ingest.JsonLines;
import dev.winnow.indexer.ingest.Problems;
import dev.winnow.indexer.ingest.StrictText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Queries without a data set: BEIR's JSON lines, our own, or lines of id, tab and text. */
public final class QueryFile {
    private final Map<String, String> queries = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Path file;
    private final Problems problems = new Problems();

    private QueryFile(Path file) {
        this.file = file;
    }

    /**
     * Texts by id, in the order of the file.
     *
     * @throws dev.winnow.indexer.spec.InputException with every problem of the file
     */
    public static Map<String, String> read(Path file) {
        QueryFile reader = new QueryFile(file);
        if (isJson(file)) {
            JsonLines.read(file, reader.problems, row -> {
                String id = row.required(row.has("_id") ? "_id" : "id");
                String text = row.required("text");
                if (row.sound()) {
                    reader.add(row.line(), id, text);
                }
            });
        } else {
            StrictText.read(file, reader.problems).ifPresent(reader::tabbed);
        }
        reader.problems.throwIfAny();
        return reader.queries;
    }

    /** Whether the first sign, blanks and a byte order mark aside, opens an object; packed files always hold JSON. */
    private static boolean isJson(Path file) {
        if (file.toString().endsWith(".gz")) {
            return true;
        }
        try (InputStream in = Files.newInputStream(file)) {
            int next = in.read();
            while (next >= 0 && (next <= ' ' || next == 0xEF || next == 0xBB || next == 0xBF)) {
                next = in.read();
            }
            return next == '{';
        } catch (IOException saidByTheReader) {
            return false;
        }
    }

    private void tabbed(String text) {
        int number = 0;
        for (String line : List.of(text.split("\\R", -1))) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            String[] query = line.split("\t", 2);
            if (query.length < 2 || query[0].isBlank() || query[1].isBlank()) {
                problems.at(
                        file, number, "a query is a line of JSON, or an id, a tab and the text, got '" + line + "'");
            } else {
                add(number, query[0].strip(), query[1].strip());
            }
        }
        if (queries.isEmpty() && problems.count() == 0) {
            problems.at(file, "holds no queries; a query is a line of JSON, or an id, a tab and the text");
        }
    }

    private void add(int line, String id, String text) {
        Integer earlier = lines.putIfAbsent(id, line);
        if (earlier == null) {
            queries.put(id, text);
        } else {
            problems.at(
                    file,
                    line,
                    "query id '" + id + "' stands on line " + earlier + " already; ids must be unique, rename one");
        }
    }
}
