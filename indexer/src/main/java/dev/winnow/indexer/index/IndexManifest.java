package dev.winnow.indexer.index;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.indexer.spec.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What an index says of itself, in {@code manifest.json}. It is written last: a folder without one is no index.
 *
 * @param fingerprint of corpus and settings together
 * @param corpus fingerprint of the corpus
 * @param documents how many the corpus has
 * @param passages how many the index has
 * @param buildMillis wall time of the build
 */
public record IndexManifest(
        Fingerprint fingerprint,
        Fingerprint corpus,
        IndexSettings settings,
        int documents,
        int passages,
        long buildMillis) {
    static final String FILE = "manifest.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The manifest of the index in a folder.
     *
     * @throws InputException if there is no index there, or one of another version
     */
    public static IndexManifest read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            throw new InputException(folder, "there is no index here; make one with 'winnow index'");
        }
        try {
            JsonNode json = JSON.readTree(Files.readString(file));
            if (json.path("format").asInt() != IndexSettings.FORMAT) {
                throw new InputException(folder, "the index is of another version of Winnow; build it again");
            }
            return new IndexManifest(
                    new Fingerprint(json.path("fingerprint").asText()),
                    new Fingerprint(json.path("corpus").asText()),
                    new IndexSettings(
                            json.path("chunker").asText(),
                            json.path("tokenizer").asText(),
                            new Fingerprint(json.path("tokenizer_fingerprint").asText()),
                            Language.named(json.path("analysis").asText())),
                    json.path("documents").asInt(),
                    json.path("passages").asInt(),
                    json.path("build_ms").asLong());
        } catch (JacksonException | CharacterCodingException | IllegalArgumentException e) {
            throw new InputException(file, "the index's manifest is damaged; build the index again");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Whether a folder's manifest is an index's, of whatever version, rather than that of something else, which must not
     * be replaced. A manifest that is torn is an index's if its documents and passages stand beside it.
     */
    static boolean isIn(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try {
            return JSON.readTree(Files.readString(file)).has("analysis");
        } catch (JacksonException | CharacterCodingException e) {
            return Files.isDirectory(folder.resolve(PassageIndex.DOCUMENTS))
                    && Files.isDirectory(folder.resolve(PassageIndex.PASSAGES));
        }
    }

    void write(Path folder) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("format", IndexSettings.FORMAT);
        json.put("fingerprint", fingerprint.hex());
        json.put("corpus", corpus.hex());
        json.put("chunker", settings.passages());
        json.put("tokenizer", settings.tokenizer());
        json.put("tokenizer_fingerprint", settings.tokenizerFingerprint().hex());
        json.put("analysis", settings.language().toString());
        json.put("documents", documents);
        json.put("passages", passages);
        json.put("build_ms", buildMillis);
        Files.writeString(
                folder.resolve(FILE), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
    }
}
