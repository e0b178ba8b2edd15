package dev.winnow.pipelines.refine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.pipelines.model.Completion;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/**
 * The structures that one model made of documents by one wording, in a file beside the index, a line each: a checksum and
 * JSON. Documents are known by their content. A line is on the disk when {@link #put} returns; one that a kill has torn, or
 * that is damaged, counts as not there. Any number of threads and processes may use one file. In memory are the places of
 * the lines alone.
 */
final class StructureFile implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A file lock holds off other processes and fails within one; threads of this one wait here. */
    private static final Map<Path, Object> PLACES = new ConcurrentHashMap<>();

    private static final int CHECKSUM = 8;
    private static final int BLOCK = 1 << 16;

    private final Path path;
    private final Map<Fingerprint, Long> places = new HashMap<>();
    private RandomAccessFile file;
    private long read;

    /**
     * A file in a folder, which need not be there.
     *
     * @param maker everything besides a document that decides its structure
     */
    StructureFile(Path folder, Fingerprint maker) {
        this.path = folder.resolve(maker.brief() + ".jsonl");
    }

    /** The structure of the document of this content; empty where none was put. */
    synchronized Optional<ModelStructure> get(Fingerprint document) {
        try {
            Optional<ModelStructure> known = find(document);
            if (known.isEmpty() && Files.exists(path)) {
                // Another process may have put it.
                scan();
                known = find(document);
            }
            return known;
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read", e);
        }
    }

    private Optional<ModelStructure> find(Fingerprint document) throws IOException {
        Long place = places.get(document);
        if (place == null) {
            return Optional.empty();
        }
        file.seek(place);
        return content(line()).map(StructureFile::structure);
    }

    /** Adds the structure of a document. */
    synchronized void put(Fingerprint document, ModelStructure structure) {
        try {
            Files.createDirectories(path.getParent());
            Path place = path.getParent().toRealPath().resolve("lock");
            synchronized (PLACES.computeIfAbsent(place, key -> new Object())) {
                try (FileChannel channel =
                        FileChannel.open(place, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                    FileLock heldUntilTheChannelCloses = channel.lock();
                    assert heldUntilTheChannelCloses.isValid();
                    open();
                    scan();
                    if (!places.containsKey(document)) {
                        append(document, structure);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be written", e);
        }
    }

    private void append(Fingerprint document, ModelStructure structure) throws IOException {
        String json = json(document, structure);
        byte[] line = (checksum(json) + " " + json + "\n").getBytes(StandardCharsets.UTF_8);
        // What stands behind the last whole line was torn.
        file.setLength(read);
        file.seek(read);
        file.write(line);
        file.getFD().sync();
        places.put(document, read);
        read += line.length;
    }

    private void open() throws IOException {
        if (file == null) {
            file = new RandomAccessFile(path.toFile(), "rw");
        }
    }

    /** Enters the lines behind those that are known. */
    private void scan() throws IOException {
        open();
        if (file.length() < read) {
            throw new InputException(path, "was cut while it was in use; start again");
        }
        while (read < file.length()) {
            file.seek(read);
            byte[] line = line();
            if (line.length == 0 || line[line.length - 1] != '\n') {
                return;
            }
            long place = read;
            content(line)
                    .ifPresent(json ->
                            places.put(new Fingerprint(json.path("document").asText()), place));
            read += line.length;
        }
    }

    /** The line at the file's place with its line feed, or what is there of it. */
    private byte[] line() throws IOException {
        byte[] line = new byte[0];
        byte[] block = new byte[BLOCK];
        while (true) {
            int count = file.read(block);
            if (count <= 0) {
                return line;
            }
            int end = 0;
            while (end < count && block[end] != '\n') {
                end++;
            }
            int taken = Math.min(count, end + 1);
            byte[] longer = Arrays.copyOf(line, line.length + taken);
            System.arraycopy(block, 0, longer, line.length, taken);
            line = longer;
            if (end < count) {
                return line;
            }
        }
    }

    private static Optional<JsonNode> content(byte[] line) {
        String text = new String(line, StandardCharsets.UTF_8).stripTrailing();
        if (text.length() <= CHECKSUM + 1) {
            return Optional.empty();
        }
        String json = text.substring(CHECKSUM + 1);
        if (!checksum(json).equals(text.substring(0, CHECKSUM))) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static String checksum(String json) {
        CRC32C checksum = new CRC32C();
        checksum.update(json.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) checksum.getValue());
    }

    private static String json(Fingerprint document, ModelStructure structure) {
        ObjectNode json = JSON.createObjectNode();
        json.put("document", document.hex());
        json.put("found", structure.found());
        json.put("ambiguous", structure.ambiguous());
        json.put("missing", structure.missing());
        json.put("unusable", structure.unusable());
        json.put("stop", structure.stop().name().toLowerCase(Locale.ROOT));
        json.put("prompt_tokens", structure.promptTokens());
        json.put("reply_tokens", structure.replyTokens());
        json.put("ms", structure.millis());
        ArrayNode sections = json.putArray("sections");
        for (Section section : structure.sections()) {
            sections.addObject()
                    .put("title", section.title())
                    .put("start", section.start())
                    .put("text", section.text())
                    .put("end", section.end());
        }
        return json.toString();
    }

    private static ModelStructure structure(JsonNode json) {
        List<Section> sections = new ArrayList<>();
        for (JsonNode section : json.path("sections")) {
            sections.add(new Section(
                    section.path("title").asText(),
                    section.path("start").asInt(),
                    section.path("text").asInt(),
                    section.path("end").asInt()));
        }
        return new ModelStructure(
                sections,
                json.path("found").asInt(),
                json.path("ambiguous").asInt(),
                json.path("missing").asInt(),
                json.path("unusable").asInt(),
                Completion.StopReason.valueOf(json.path("stop").asText("other").toUpperCase(Locale.ROOT)),
                json.path("prompt_tokens").asLong(),
                json.path("reply_tokens").asLong(),
                json.path("ms").asLong());
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
