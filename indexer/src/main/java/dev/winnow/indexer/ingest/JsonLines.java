package dev.winnow.indexer.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file with one JSON object per line, read as a stream; a name that ends in {@code .gz} is unpacked on the way. Blank
 * lines and a byte order mark are passed over. A line that is torn, not an object or not UTF-8 is a problem, and reading
 * goes on behind it.
 */
public final class JsonLines implements Closeable {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private final Path file;
    private final Problems problems;
    private final ByteLines lines;

    /** Lines of a stream that stands at byte {@code start} of a file, which is named in problems. */
    JsonLines(Path file, InputStream in, long start, Problems problems) {
        this.file = file;
        this.problems = problems;
        this.lines = new ByteLines(in, start);
    }

    /**
     * Hands every sound line of a file to {@code each}, in order. Problems with the file or its lines are noted, an empty
     * file among them.
     */
    public static void read(Path file, Problems problems, Consumer<JsonRow> each) {
        read(file, file, problems, each);
    }

    /** The same for a file that has another name in problems. */
    static void read(Path source, Path file, Problems problems, Consumer<JsonRow> each) {
        int before = problems.count();
        int rows = 0;
        try (JsonLines lines = new JsonLines(file, open(source), 0, problems)) {
            for (Optional<JsonRow> row = lines.next(); row.isPresent(); row = lines.next()) {
                rows++;
                each.accept(row.get());
            }
            if (rows == 0 && problems.count() == before) {
                problems.at(file, "the file is empty; it needs one JSON object per line");
            }
        } catch (IOException e) {
            problems.at(file, broken(e));
        }
    }

    static String broken(IOException e) {
        return e instanceof ZipException || e instanceof EOFException
                ? "the gzip data is damaged or cut off; fetch the file anew"
                : StrictText.unreadable(e);
    }

    /** The bytes of a file, unpacked if its name ends in {@code .gz}. */
    static InputStream open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        if (!file.toString().endsWith(".gz")) {
            return in;
        }
        try {
            return new GZIPInputStream(in, 1 << 16);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** The next line that holds an object; lines that do not are noted as problems and passed over. */
    Optional<JsonRow> next() throws IOException {
        while (lines.advance()) {
            if (lines.number() == 1 && StrictText.isUtf16(lines.bytes(), lines.length())) {
                problems.at(file, StrictText.utf16(file));
                return Optional.empty();
            }
            if (!lines.blank()) {
                Optional<JsonRow> row = parse();
                if (row.isPresent()) {
                    return row;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<JsonRow> parse() throws IOException {
        boolean marked = lines.number() == 1 && StrictText.startsWithMark(lines.bytes(), lines.length());
        ByteBuffer source = lines.from(marked ? 3 : 0);
        if (!source.hasRemaining()) {
            return Optional.empty();
        }
        try {
            JsonNode node = tree(source);
            if (node instanceof ObjectNode object) {
                return Optional.of(new JsonRow(file, lines.number(), lines.offset(), object, problems));
            }
            problems.at(
                    file,
                    lines.number(),
                    "the line holds " + JsonRow.kind(node) + ", not a JSON object; write one object {...} per line");
        } catch (CharacterCodingException e) {
            problems.at(file, lines.number(), StrictText.notUtf8(file, source.get(source.position())));
        } catch (JsonEOFException e) {
            problems.at(file, lines.number(), "the JSON object is cut off; it must begin and end on the same line");
        } catch (JsonProcessingException e) {
            problems.at(file, lines.number(), syntax(e));
        }
        return Optional.empty();
    }

    /**
     * The JSON that begins at a byte of the line. Most lines are sound: these are read as bytes, in half the time. What is
     * wrong with another is found out from its characters.
     */
    private JsonNode tree(ByteBuffer source) throws IOException {
        int start = source.position();
        if (StrictText.isUtf8(lines.bytes(), start, source.remaining())) {
            try {
                return JSON.readTree(lines.bytes(), start, source.remaining());
            } catch (JsonProcessingException e) {
                return JSON.readTree(StrictText.decode(source));
            }
        }
        return JSON.readTree(StrictText.decode(source));
    }

    private static String syntax(JsonProcessingException e) {
        String original = e.getOriginalMessage();
        if (original.startsWith("Duplicate field")) {
            return "the object has a field twice (" + original.replaceAll("(?s).*'(.*)'.*", "$1")
                    + "); keep one of them";
        }
        int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
        return "not JSON at column " + column + "; check quotes, commas and braces there";
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
