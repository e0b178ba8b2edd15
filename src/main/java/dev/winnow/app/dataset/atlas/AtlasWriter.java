package dev.winnow.app.dataset.atlas;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.winnow.app.dataset.DatasetTools;
import dev.winnow.app.dataset.Evidence;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes a generated encyclopedia as JSON lines: {@code documents.jsonl} with {@code id}, {@code title}, {@code text},
 * {@code links}, {@code metadata}, and {@code questions.jsonl} with {@code id}, {@code text}, {@code answers},
 * {@code evidence} (spans in UTF-16 units), {@code scope} (left out where it is the whole corpus), {@code attributes}.
 * The bytes depend on spec and seed alone. Articles are written by several threads, a few hundred at a time, so that
 * memory does not grow with their text.
 */
public final class AtlasWriter {
    private static final int CHUNK = 256;

    private final AtlasSpec spec;
    private final DatasetTools tools;
    private final int threads;
    private final JsonFactory json = new JsonFactory();

    /** A writer of that encyclopedia that uses so many threads, at least one. */
    public AtlasWriter(AtlasSpec spec, DatasetTools tools, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, got " + threads);
        }
        this.spec = spec;
        this.tools = tools;
        this.threads = threads;
    }

    /**
     * Writes both files into a folder, which is made where it does not exist; files of these names are replaced.
     *
     * @throws dev.winnow.indexer.spec.InputException if the spec cannot be met
     * @throws IOException if the files cannot be written
     */
    public void write(Path folder) throws IOException {
        Atlas atlas = new Atlas(spec, tools);
        Files.createDirectories(folder);
        try (OutputStream out = open(folder.resolve("documents.jsonl"))) {
            documents(atlas, out);
        }
        try (OutputStream out = open(folder.resolve("questions.jsonl"));
                JsonGenerator lines = lines(out)) {
            atlas.pose(posed -> question(posed, lines));
            lines.writeRaw('\n');
        }
    }

    private static OutputStream open(Path file) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(file), 1 << 20);
    }

    private JsonGenerator lines(OutputStream out) throws IOException {
        JsonGenerator lines = json.createGenerator(out);
        lines.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
        return lines;
    }

    private void documents(Atlas atlas, OutputStream out) throws IOException {
        int chunks = (atlas.world().size + CHUNK - 1) / CHUNK;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            Deque<Future<byte[]>> open = new ArrayDeque<>();
            for (int chunk = 0; chunk < chunks || !open.isEmpty(); ) {
                while (chunk < chunks && open.size() < 2 * threads + 1) {
                    int from = chunk++ * CHUNK;
                    open.add(pool.submit(() -> chunk(atlas, from)));
                }
                out.write(open.remove().get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while writing articles", e);
        }
    }

    private byte[] chunk(Atlas atlas, int from) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(CHUNK * 1_500);
        try (JsonGenerator lines = lines(bytes)) {
            for (int place = from; place < Math.min(from + CHUNK, atlas.world().size); place++) {
                document(atlas.articles().tell(atlas.world().entityAt(place)).document(), lines);
            }
            lines.writeRaw('\n');
        }
        return bytes.toByteArray();
    }

    private static void document(Document document, JsonGenerator lines) throws IOException {
        lines.writeStartObject();
        lines.writeStringField("id", document.id().value());
        lines.writeStringField("title", document.title());
        lines.writeStringField("text", document.text());
        lines.writeArrayFieldStart("links");
        for (DocumentId link : document.links()) {
            lines.writeString(link.value());
        }
        lines.writeEndArray();
        map("metadata", document.metadata(), lines);
        lines.writeEndObject();
    }

    private static void map(String name, Map<String, String> values, JsonGenerator lines) throws IOException {
        lines.writeObjectFieldStart(name);
        for (Map.Entry<String, String> entry : new TreeMap<>(values).entrySet()) {
            lines.writeStringField(entry.getKey(), entry.getValue());
        }
        lines.writeEndObject();
    }

    private static void question(Atlas.Posed posed, JsonGenerator lines) {
        try {
            lines.writeStartObject();
            lines.writeStringField("id", posed.question().id().value());
            lines.writeStringField("text", posed.question().text());
            lines.writeArrayFieldStart("answers");
            for (String answer : posed.gold().answers()) {
                lines.writeString(answer);
            }
            lines.writeEndArray();
            lines.writeArrayFieldStart("evidence");
            for (Evidence evidence : posed.gold().evidence()) {
                lines.writeStartObject();
                lines.writeStringField("document", evidence.document().value());
                lines.writeNumberField("start", evidence.start());
                lines.writeNumberField("end", evidence.end());
                lines.writeEndObject();
            }
            lines.writeEndArray();
            if (posed.question().scope() instanceof Scope.Documents documents) {
                lines.writeArrayFieldStart("scope");
                for (DocumentId id : documents.ids()) {
                    lines.writeString(id.value());
                }
                lines.writeEndArray();
            }
            map("attributes", posed.question().attributes(), lines);
            lines.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
