package dev.winnow.app.predictions;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.indexer.ingest.JsonLines;
import dev.winnow.indexer.ingest.Problems;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The rows of a file: JSON lines, a JSON list of objects, or a JSON object with such a list in a field; each possibly
 * packed with gzip. Read as a stream.
 */
final class PredictionRows {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Optional<String> list;
    private final Problems problems;

    private PredictionRows(Path file, Optional<String> list, Problems problems) {
        this.file = file;
        this.list = list;
        this.problems = problems;
    }

    /** A row by the names of its fields. */
    record Row(Path file, int line, Function<String, JsonNode> fields) {
        /** The value at a path of names with points between them; missing where there is none. A whole name goes first. */
        JsonNode at(String path) {
            JsonNode whole = fields.apply(path);
            String[] names = path.split("\\.");
            if (!whole.isMissingNode() || names.length < 2) {
                return whole;
            }
            JsonNode value = fields.apply(names[0]);
            for (int i = 1; i < names.length; i++) {
                value = value.path(names[i]);
            }
            return value;
        }
    }

    /**
     * Hands on every row, in order; what is wrong with the file or a line is noted.
     *
     * @param list the field that holds the rows, of a file that is one object
     */
    static void read(Path file, Optional<String> list, Problems problems, Consumer<Row> each) {
        if (Files.isDirectory(file)) {
            problems.at(file, "this is a folder; name the files of answers in it");
            return;
        }
        if (!Files.exists(file)) {
            problems.at(file, "no such file; check the path");
            return;
        }
        PredictionRows rows = new PredictionRows(file, list, problems);
        try {
            if (list.isPresent() || rows.beginsWithList()) {
                rows.readList(each);
            } else {
                JsonLines.read(
                        file,
                        problems,
                        row -> each.accept(new Row(
                                file,
                                row.line(),
                                name -> row.names(name) ? row.get(name) : MissingNode.getInstance())));
            }
        } catch (JsonProcessingException e) {
            problems.at(
                    file,
                    e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                    "not JSON at column "
                            + (e.getLocation() == null ? 0 : e.getLocation().getColumnNr())
                            + "; check quotes, commas and brackets there");
        } catch (ZipException | EOFException e) {
            problems.at(file, "the gzip data is damaged or cut off; fetch the file anew");
        } catch (IOException e) {
            problems.at(file, "the file cannot be read; check its permissions");
        }
    }

    private InputStream open() throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        if (!file.toString().endsWith(".gz")) {
            return in;
        }
        try {
            return new BufferedInputStream(new GZIPInputStream(in, 1 << 16));
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private boolean beginsWithList() throws IOException {
        try (InputStream in = open()) {
            int first = in.read();
            while (first >= 0 && (Character.isWhitespace(first) || first == 0xEF || first == 0xBB || first == 0xBF)) {
                first = in.read();
            }
            return first == '[';
        }
    }

    private void readList(Consumer<Row> each) throws IOException {
        int count = 0;
        try (InputStream in = open();
                JsonParser parser = JSON.createParser(in)) {
            if (list.isPresent() && !descend(parser, list.get().split("\\."))) {
                problems.at(file, "has no list in the field '" + list.get() + "', which the format's 'rows' names");
                return;
            }
            if (list.isEmpty()) {
                parser.nextToken();
            }
            for (JsonToken token = parser.nextToken();
                    token != null && token != JsonToken.END_ARRAY;
                    token = parser.nextToken()) {
                int line = parser.currentTokenLocation().getLineNr();
                JsonNode value = JSON.readTree(parser);
                count++;
                if (value instanceof ObjectNode object) {
                    each.accept(new Row(file, line, object::path));
                } else {
                    problems.at(file, line, "row " + count + " of the list is no JSON object; write {...}");
                }
            }
        }
        if (count == 0) {
            problems.at(file, "the list holds no rows");
        }
    }

    /** Goes to the list at a path; the parser stands at its beginning then. */
    private static boolean descend(JsonParser parser, String[] path) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        int at = 0;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (!name.equals(path[at])) {
                parser.skipChildren();
            } else if (at == path.length - 1) {
                return value == JsonToken.START_ARRAY;
            } else if (value == JsonToken.START_OBJECT) {
                at++;
            } else {
                return false;
            }
        }
        return false;
    }
}
