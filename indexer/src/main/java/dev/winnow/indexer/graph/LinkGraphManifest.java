package dev.winnow.indexer.graph;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a link graph says of itself, in {@code manifest.json}, which is written last.
 *
 * @param fingerprint of index and links together
 * @param source where the links are from: {@code documents}, or the name of an edge list
 * @param links how many were given, repetitions and those to nowhere included
 * @param unknown those among them that lead from or to a document that the corpus does not have; they are left out
 * @param loops those among them that lead from a document to itself; they are kept
 * @param documents how many the corpus has, each a node
 * @param arcs entries of all rows: twice the different links between two documents, once the loops
 * @param isolated documents without any link
 * @param buildMillis wall time of the build
 */
public record LinkGraphManifest(
        Fingerprint fingerprint,
        String source,
        long links,
        long unknown,
        long loops,
        int documents,
        int arcs,
        int isolated,
        long buildMillis) {
    static final String FILE = "manifest.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The manifest of the graph in a folder.
     *
     * @throws InputException if it is damaged
     */
    public static LinkGraphManifest read(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            return new LinkGraphManifest(
                    new Fingerprint(json.path("fingerprint").asText()),
                    json.path("source").asText(),
                    json.path("links").asLong(),
                    json.path("unknown").asLong(),
                    json.path("loops").asLong(),
                    json.path("documents").asInt(),
                    json.path("arcs").asInt(),
                    json.path("isolated").asInt(),
                    json.path("build_ms").asLong());
        } catch (JacksonException | CharacterCodingException | IllegalArgumentException e) {
            throw new InputException(file, "the link graph's manifest is damaged; delete the folder and run again");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Path folder) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("fingerprint", fingerprint.hex());
        json.put("source", source);
        json.put("links", links);
        json.put("unknown", unknown);
        json.put("loops", loops);
        json.put("documents", documents);
        json.put("arcs", arcs);
        json.put("isolated", isolated);
        json.put("build_ms", buildMillis);
        Files.writeString(
                folder.resolve(FILE), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
    }
}
