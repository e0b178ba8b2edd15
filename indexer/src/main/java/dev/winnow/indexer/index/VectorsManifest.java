package dev.winnow.indexer.index;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a folder of vectors says of itself, in {@code manifest.json}, which is written last.
 *
 * @param fingerprint of index, embedder and settings together
 * @param embedder the embedder's spec, as YAML
 * @param settings how passages were embedded and what the vectors are laid out for
 * @param passages how many vectors
 * @param dimension of each
 * @param longest the length of the longest vector
 * @param tokens that the embedder read, over all passages, whether computed now or taken from a cache
 * @param embeddingMillis time that computing the vectors took, whether now or when a cache was filled
 * @param buildMillis time that the rest took: reading passages, writing vectors and the graph
 */
public record VectorsManifest(
        Fingerprint fingerprint,
        String embedder,
        VectorSettings settings,
        int passages,
        int dimension,
        double longest,
        long tokens,
        long embeddingMillis,
        long buildMillis) {
    static final String FILE = "manifest.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The manifest of the vectors in a folder.
     *
     * @throws InputException if there is none, or it is damaged
     */
    public static VectorsManifest read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            throw new InputException(folder, "there are no vectors here; make them with 'winnow index --embedder'");
        }
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            return new VectorsManifest(
                    new Fingerprint(json.path("fingerprint").asText()),
                    json.path("embedder").asText(),
                    new VectorSettings(
                            VectorSearch.valueOf(json.path("search").asText()),
                            VectorPrecision.valueOf(json.path("precision").asText()),
                            situated(json.path("situated"))),
                    json.path("passages").asInt(),
                    json.path("dimension").asInt(),
                    json.path("longest").asDouble(),
                    json.path("tokens").asLong(),
                    json.path("embedding_ms").asLong(),
                    json.path("build_ms").asLong());
        } catch (JacksonException | IllegalArgumentException e) {
            throw new InputException(file, "the vectors' manifest is damaged; delete the folder and embed again");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Situated> situated(JsonNode json) {
        return json.isMissingNode()
                ? Optional.empty()
                : Optional.of(new Situated(
                        Situated.Headings.valueOf(json.path("headings").asText()),
                        json.path("neighbours").asInt()));
    }

    void write(Path folder) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("fingerprint", fingerprint.hex());
        json.put("embedder", embedder);
        json.put("search", settings.search().name());
        json.put("precision", settings.precision().name());
        settings.situated().ifPresent(situated -> json.putObject("situated")
                .put("headings", situated.headings().name())
                .put("neighbours", situated.neighbours()));
        json.put("passages", passages);
        json.put("dimension", dimension);
        json.put("longest", longest);
        json.put("tokens", tokens);
        json.put("embedding_ms", embeddingMillis);
        json.put("build_ms", buildMillis);
        Files.writeString(
                folder.resolve(FILE), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
    }
}
